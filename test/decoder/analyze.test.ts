import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../decoder/analyze.ts';
import type { CaptureSource } from '../../decoder/capture/capture-source.ts';
import { ascii, concat, Pcapng, pcap } from '../support/capture-builders.ts';
import { firings } from '../support/jitter.ts';
import {
  advertisement,
  carp,
  ethernet,
  hsrp1,
  ipv4,
  linuxCooked,
  linuxCooked2,
  udp,
} from '../support/packet-builders.ts';
import { analyzeBytes, relativeTimes, STORY_START, Story, seenAt, sourceOf, telling } from '../support/story.ts';

const A = '192.0.2.1';
const B = '192.0.2.2';

/** A failover, a split brain, a pause and a restart, with announcements: something of everything. */
function eventful(): Story {
  const story = new Story();
  const [a, b] = [story.node(1, 100), story.node(2, 50)];
  a.id = 500;
  b.id = 900;
  a.advertiseFrom(0, 10).announce(0.001).resign(10.2);
  b.advertiseFrom(11.005, 20.005).announce(11.006);
  a.id = 0;
  a.advertiseFrom(20.5, 30.5).announce(20.501);
  b.announce(31.0005);
  for (let beat = 0; beat < 5; beat++) {
    b.advertise(31 + beat);
    a.advertise(31.0004 + beat);
  }
  a.advertiseFrom(36.0004, 40.0004);
  b.advertiseFrom(43.805, 49.805);
  a.advertiseFrom(50, 60);
  story.other(61);
  return story;
}

/** The same frames in a capture of another link type. */
function cooked(times: readonly number[], frames: readonly Uint8Array[], linkType: number): Uint8Array {
  return pcap({
    variant: 'nanoseconds',
    linkType,
    records: frames.map((data, index) => {
      const time = times[index] ?? 0;
      return { seconds: STORY_START + Math.floor(time), fraction: Math.round((time % 1) * 1e9), data };
    }),
  });
}

describe('analyze', () => {
  it('the same bytes in any pieces give the same report', async () => {
    const bytes = eventful().capture();
    const whole = await analyzeBytes(bytes);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 20 }), async (sizes) => {
        const pieces = await analyze([sourceOf(bytes, 'story-1.pcap', sizes)]);
        expect(pieces).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });

  it('a capture cut anywhere gives a report, and says where it was cut', async () => {
    const bytes = eventful().capture();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 24, max: bytes.length - 1 }), async (length) => {
        const report = await analyzeBytes(bytes.slice(0, length));
        const problems = report.sources[0]?.problems ?? [];
        expect(problems.length).toBeLessThanOrEqual(1);
        for (const { code, offset } of problems) {
          expect(code).toBe('truncated');
          expect(offset).toBeLessThanOrEqual(length);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('damaged bytes never throw, and every count stays sane', async () => {
    const bytes = eventful().capture();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 24, max: bytes.length - 1 }), fc.integer({ min: 0, max: 255 })), {
          maxLength: 30,
        }),
        async (changes) => {
          const damaged = bytes.slice();
          for (const [at, value] of changes) damaged[at] = value;
          const report = await analyzeBytes(damaged);
          for (const { reigns, transitions } of report.virtualRouters) {
            for (const { start, end } of reigns) expect(end === null || end >= start).toBe(true);
            for (const { duration } of transitions) expect(duration === null || duration >= 0).toBe(true);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('the files of a ring buffer, in any order, are one history', async () => {
    const whole = telling(await eventful().report());
    const bytes = eventful().capture();
    const header = bytes.slice(0, 24);
    const cuts = [24];
    const view = new DataView(bytes.buffer);
    for (let at = 24; at < bytes.length; ) {
      at += 16 + view.getUint32(at + 8, true);
      cuts.push(at);
    }
    const middle = cuts[Math.floor(cuts.length / 2)] ?? 24;
    const first = bytes.slice(0, middle);
    const second = new Uint8Array([...header, ...bytes.slice(middle)]);
    const parts = telling(await analyzeBytes(second, first));
    expect(parts.transitions.map(({ evidence: _, ...rest }) => rest)).toEqual(
      whole.transitions.map(({ evidence: _, ...rest }) => rest),
    );
    expect(parts.reigns).toEqual(whole.reigns);
    expect(parts.source).toEqual([1, 0]);
  });

  it('the same file twice is one history whose copies count once', async () => {
    const bytes = eventful().capture();
    const once = telling(await analyzeBytes(bytes));
    const twice = telling(await analyzeBytes(bytes, bytes));
    expect(twice.reigns).toEqual(once.reigns);
    expect(twice.routers.map(({ advertisements }) => advertisements)).toEqual(
      once.routers.map(({ advertisements }) => advertisements),
    );
    expect(twice.codes).toContain('duplicate-packets');
  });

  it('a source that ends sooner says nothing about what came after, if it shares nothing with the others', async () => {
    const [short, long] = [new Story(), new Story()];
    short.node(1, 100).advertiseFrom(0, 10);
    long.node(3, 100, { vrid: 7, addresses: ['192.0.2.200'] }).advertiseFrom(0, 40);
    const report = relativeTimes(await analyzeBytes(short.capture(), long.capture()));
    expect(report.findings).toEqual([]);
    expect(report.virtualRouters[0]?.reigns).toMatchObject([{ ended: 'open', end: null }]);
    expect(report.end).toBe(40);
  });

  it('the next file of a ring buffer without its advertisements is evidence of silence', async () => {
    const [first, next] = [new Story(), new Story()];
    first.node(1, 100).advertiseFrom(0, 10);
    next.other(10.5).other(30);
    const report = relativeTimes(await analyzeBytes(first.capture(), next.capture()));
    expect(report.virtualRouters[0]?.reigns).toMatchObject([{ ended: 'silent', end: 10 }]);
    expect(report.findings.map(({ code }) => code)).toEqual(['no-master']);
  });

  it('nobody looked between two captures: neither silence nor loss can be told from that time', async () => {
    const [first, later] = [new Story(), new Story()];
    const a = first.node(1, 100);
    a.id = 500;
    a.advertiseFrom(0, 10);
    const again = later.node(1, 100);
    again.id = 1100;
    again.advertiseFrom(610, 620);
    const report = relativeTimes(await analyzeBytes(first.capture(), later.capture()));
    expect(report.virtualRouters[0]).toMatchObject({
      reigns: [{ router: A, start: 0, end: null, advertisements: 22 }],
      noMaster: [],
      lost: [],
      nearFailovers: [],
    });
    expect(report.findings).toMatchObject([{ code: 'capture-gap', severity: 'info', start: 10, end: 610 }]);
  });

  it('a master that changed while nobody looked is told, without a cause that was not seen', async () => {
    const [first, later] = [new Story(), new Story()];
    first.node(1, 100).advertiseFrom(0, 10);
    later.node(2, 50).advertiseFrom(610, 620);
    const report = relativeTimes(await analyzeBytes(first.capture(), later.capture()));
    expect(report.virtualRouters[0]?.noMaster).toEqual([]);
    expect(report.findings.map(({ code }) => code)).toEqual(['capture-gap']);
    expect(report.findings[0]?.explanation).toContain(`${A} → ${B}`);
  });

  it('the same packets at different times are viewpoints, and kept apart', async () => {
    const [here, there] = [seenAt(0), seenAt(0.6)];
    const report = relativeTimes(await analyzeBytes(here, there));
    expect(report.virtualRouters.map(({ id, source }) => [id, source])).toEqual([
      ['ipv4/51@1', [0]],
      ['ipv4/51@2', [1]],
    ]);
    for (const { transitions } of report.virtualRouters) {
      expect(transitions.map(({ cause }) => cause)).toEqual(['initial', 'resignation']);
    }
    expect(report.virtualRouters[1]?.transitions[0]?.evidence).toEqual([{ source: 1, packet: 1 }]);
    expect(report.findings.map(({ code }) => code)).toEqual([
      'separate-viewpoints',
      'planned-handover',
      'planned-handover',
    ]);
    expect(report.findings[0]?.advice).toMatch(
      /: vrrpscope report --view story-1=story-1\.pcap --view story-2=story-2\.pcap$/,
    );
  });

  it('the same packets by clocks that are hours apart are viewpoints, too', async () => {
    const segment = (ahead: number) => {
      const story = new Story();
      const master = story.node(1, 100);
      for (const time of firings(0, 20, 2e-4, 1)) master.advertise(time + ahead);
      return story.capture();
    };
    for (const ahead of [30, 7200]) {
      const report = await analyzeBytes(segment(0), segment(ahead));
      expect(report.virtualRouters.map(({ source }) => source)).toEqual([[0], [1]]);
      expect(report.findings.map(({ code }) => code)).toEqual(['separate-viewpoints']);
    }
  });

  it('what a sender without numbers sends, seen by two clocks in turn, is viewpoints, too', async () => {
    const segment = (ahead: number) => {
      const story = new Story();
      const master = story.node(1, 100, { version: 3, src: 'fe80::1', addresses: ['fe80::51'] });
      for (const time of firings(0, 60, 2e-4, 1)) master.advertise(time + ahead);
      return story.capture();
    };
    for (const ahead of [0.4, 20.95]) {
      const report = await analyzeBytes(segment(0), segment(ahead));
      expect(report.virtualRouters.map(({ source }) => source)).toEqual([[0], [1]]);
      expect(report.findings.map(({ code }) => code)).toEqual(['separate-viewpoints']);
    }
    const [first, next] = [segment(0), segment(61)];
    expect((await analyzeBytes(first, next)).virtualRouters).toHaveLength(1);
    expect((await analyzeBytes(first, segment(0))).virtualRouters).toHaveLength(1);
  });

  it('a timer that starts anew in each file of a ring buffer repeats numbers, but not its gaps', async () => {
    const files = [1, 2, 3].map((seed) => {
      const story = new Story();
      const master = story.node(1, 100);
      for (const time of firings(seed * 65, 60, 2e-4, seed)) master.advertise(time);
      return story.capture();
    });
    const report = await analyzeBytes(...files);
    expect(report.virtualRouters).toHaveLength(1);
    expect(report.findings.map(({ code }) => code)).not.toContain('separate-viewpoints');
  });

  it('a restart in the next file of a ring buffer repeats numbers, and is no viewpoint', async () => {
    const [first, next] = [new Story(), new Story()];
    first.node(1, 100).advertiseFrom(0, 10);
    next.node(1, 100).advertiseFrom(14, 24);
    const report = await analyzeBytes(first.capture(), next.capture());
    expect(report.virtualRouters).toHaveLength(1);
    expect(report.findings.map(({ code }) => code)).not.toContain('separate-viewpoints');
  });

  it('an unreadable file does not spoil the others, whose indexes stay right', async () => {
    const story = new Story();
    story.node(1, 100).advertiseFrom(0, 5);
    const report = await analyze([
      sourceOf(new Uint8Array(0), 'empty.pcap'),
      sourceOf(new TextEncoder().encode('this is no capture at all'), 'notes.txt'),
      sourceOf(story.capture(), 'good.pcap'),
    ]);
    expect(report.unreadable.map(({ name, code }) => [name, code])).toEqual([
      ['empty.pcap', 'empty'],
      ['notes.txt', 'not-a-capture'],
    ]);
    expect(report.sources.map(({ name }) => name)).toEqual(['good.pcap']);
    expect(report.virtualRouters[0]?.source).toEqual([0]);
    expect(report.virtualRouters[0]?.transitions[0]?.evidence).toEqual([{ source: 0, packet: 1 }]);
  });

  it('nothing readable at all is an empty report', async () => {
    const report = await analyzeBytes(new Uint8Array(0));
    expect(report).toMatchObject({ start: null, end: null, sources: [], virtualRouters: [], findings: [] });
  });

  it('a source that breaks off keeps what came before', async () => {
    const bytes = eventful().capture();
    const inner = sourceOf(bytes, 'broken.pcap', [1000]);
    let reads = 0;
    const source: CaptureSource = {
      ...inner,
      async read(into) {
        if (++reads > 3) throw Object.assign(new Error('the disk went away'), { code: 'EIO' });
        return inner.read(into);
      },
    };
    const report = await analyze([source]);
    expect(report.sources[0]?.problems).toMatchObject([{ code: 'EIO', offset: 3000, message: 'the disk went away' }]);
    expect(report.virtualRouters).toHaveLength(1);
  });

  it('sources are closed, also when something fails', async () => {
    let closed = 0;
    const failing: CaptureSource = {
      name: 'x',
      compression: 'none',
      read: () => Promise.reject(new Error('no')),
      close: async () => {
        closed++;
      },
    };
    expect((await analyze([failing])).unreadable).toMatchObject([{ name: 'x', code: 'read-error', message: 'no' }]);
    expect(closed).toBe(1);
  });

  it('says what a file is made of', async () => {
    const story = new Story();
    story.node(1, 100).advertiseFrom(0, 4).announce(0.5);
    story.other(9.25);
    const report = relativeTimes(await story.report());
    expect(report).toMatchObject({ schema: 'vrrpscope.report/1', start: 0, end: 9.25 });
    expect(report.sources).toMatchObject([
      {
        format: 'pcap',
        compression: 'none',
        interfaces: [{ linkType: 1, timestampResolution: 1e-9 }],
        packets: 11,
        vrrp: 5,
        announcements: 5,
        start: 0,
        end: 9.25,
        problems: [],
      },
    ]);
  });

  it('packets of MACsec, which hides what it carries, are counted and named', async () => {
    const story = new Story();
    for (const second of [0, 1, 2]) story.add(second, ethernet({ type: 0x88e5, payload: new Uint8Array(60) }));
    const [source] = (await story.report()).sources;
    expect(source?.problems).toMatchObject([
      { code: 'unread-link-type', count: 3, message: '3 packets of MACsec were counted but not read' },
    ]);
  });

  it('link types that are not read are counted and named', async () => {
    const report = await analyzeBytes(cooked([0, 1], [new Uint8Array(40), new Uint8Array(40)], 105));
    expect(report.sources[0]?.problems).toMatchObject([{ code: 'unread-link-type', count: 2 }]);
    expect(report.sources[0]?.problems[0]?.message).toContain('802.11');
  });

  it('names of routers come from name records, drops and the end of observation from statistics', async () => {
    const capture = new Pcapng();
    const micros = (seconds: number) => BigInt(STORY_START + seconds) * 1_000_000n;
    const bytes = concat(
      capture.section(),
      capture.interface({ name: 'eth0' }),
      capture.enhanced({ units: micros(0), data: advertisement({ src: A, id: 1 }) }),
      capture.names({ type: 1, value: concat([192, 0, 2, 1], ascii('lb01\0')) }),
      capture.statistics({ ifdrop: 3n, end: micros(30) }),
    );
    const report = relativeTimes(await analyzeBytes(bytes));
    expect(report.virtualRouters[0]).toMatchObject({ interface: 'eth0', routers: [{ address: A, name: 'lb01' }] });
    expect(report.sources[0]).toMatchObject({ dropped: 3, end: 0 });
    expect(report.end).toBe(30);
    expect(report.virtualRouters[0]?.reigns[0]).toMatchObject({ ended: 'silent', end: 0 });
    expect(report.findings.map(({ code }) => code)).toEqual(['no-master', 'capture-gap']);
  });
});

describe('copies and order', () => {
  it('an advertisement to several unicast peers counts once', async () => {
    const story = new Story();
    const a = story.node(1, 100, { version: 3 });
    for (let time = 0; time <= 10; time++) {
      a.advertise(time, { dst: B });
      a.advertise(time + 1e-5, { dst: '192.0.2.3', id: a.id });
    }
    const { routers, destinations, codes, reigns } = await story.tell();
    expect(routers[0]?.advertisements).toBe(11);
    expect(reigns[0]?.advertisements).toBe(11);
    expect(destinations).toEqual([B, '192.0.2.3']);
    expect(codes).toEqual([]);
  });

  it('IPv6 has no identification: the same bytes within a millisecond are a copy', async () => {
    const story = new Story();
    const a = story.node(1, 100, { version: 3, src: 'fe80::1', addresses: ['fe80::100'] });
    for (let time = 0; time <= 5; time++) a.advertise(time).advertise(time + 0.0005);
    const { routers, codes } = await story.tell();
    expect(routers[0]?.advertisements).toBe(6);
    expect(codes).toEqual(['duplicate-packets']);
  });

  it('what the capturing host sent and hears again on the same interface is a reflection', async () => {
    const frames: Uint8Array[] = [];
    const times: number[] = [];
    for (let time = 0; time <= 5; time++) {
      const packet = advertisement({ src: A, id: time + 1 }).slice(14);
      frames.push(
        linuxCooked2({ src: '02:00:00:00:00:01', packetType: 4, payload: packet }),
        linuxCooked2({ src: '02:00:00:00:00:01', packetType: 2, payload: packet }),
      );
      times.push(time, time + 0.0002);
    }
    const told = telling(await analyzeBytes(cooked(times, frames, 276)));
    expect(told.codes).toEqual(['reflected-advertisement']);
    const elsewhere = frames.map((frame, index) => (index % 2 === 0 ? frame : withInterface(frame, 3)));
    expect(telling(await analyzeBytes(cooked(times, elsewhere, 276))).codes).toEqual(['duplicate-packets']);
  });

  it('Linux cooked v1 has no interfaces, so disjoint lists there are no collision', async () => {
    const one = advertisement({ src: A, id: 1 }).slice(14);
    const two = advertisement({ src: B, id: 1, addresses: ['192.0.2.200'] }).slice(14);
    const frames = [one, two, one, two].map((payload) => linuxCooked({ payload }));
    const report = await analyzeBytes(cooked([0, 0.5, 1, 1.5], frames, 113));
    expect(report.virtualRouters).toHaveLength(2);
    expect(report.findings.map(({ code }) => code)).not.toContain('vrid-collision');
  });

  it('packets slightly out of order do no harm', async () => {
    const story = new Story();
    const a = story.node(1, 100);
    a.id = 500;
    a.advertiseFrom(0, 5);
    story.other(6.2);
    a.advertise(6).advertiseFrom(7, 12);
    const { reigns, codes } = telling(await story.report(false));
    expect(reigns).toMatchObject([{ start: 0, end: null, advertisements: 13 }]);
    expect(codes).toEqual([]);
  });

  it('a clock that steps back an hour is told, and durations stay right', async () => {
    const story = new Story();
    const a = story.node(1, 100);
    a.id = 500;
    a.advertiseFrom(4000, 4010).advertiseFrom(411, 420);
    const { reigns, findings, transitions } = telling(await story.report(false));
    expect(reigns).toHaveLength(1);
    expect(transitions).toHaveLength(1);
    expect(findings).toMatchObject([{ code: 'clock-step', severity: 'warning' }]);
    expect(findings[0]?.title).toBe("The capture's clock went back by 59 min 59 s");
  });

  it('packets whose times run backwards are one finding, that counts and shows the first of them', async () => {
    const story = new Story();
    const a = story.node(1, 100);
    for (let time = 20_000; time > 0; time -= 4) a.advertise(time);
    const { findings, reigns } = telling(await story.report(false));
    expect(reigns).toHaveLength(1);
    expect(findings).toMatchObject([{ code: 'clock-step', severity: 'warning', start: 20_000, end: 20_000 }]);
    expect(findings[0]?.title).toBe("The capture's clock went back 4,999 times, by 5 h 33 min in all");
    expect(findings[0]?.evidence.map(({ packet }) => packet)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });
});

describe('neighbours', () => {
  it('CARP, HSRP and GLBP are counted and never taken for VRRP', async () => {
    const story = new Story();
    story.node(1, 100).advertiseFrom(0, 5);
    for (let time = 0; time < 5; time++) {
      const packet = ipv4({ src: '192.0.2.9', payload: carp({ vhid: 7 }) });
      story.add(time + 0.3, ethernet({ src: '00:00:5e:00:01:07', payload: packet }));
      const hello = udp({ dstPort: 1985, payload: hsrp1({ group: 10 }) });
      const hsrp = ipv4({ src: '192.0.2.8', dst: '224.0.0.2', protocol: 17, ttl: 1, payload: hello });
      story.add(time + 0.4, ethernet({ src: '00:00:0c:07:ac:0a', vlans: [20], payload: hsrp }));
    }
    const report = await story.report();
    expect(report.otherProtocols).toEqual([
      { protocol: 'carp', group: 7, vlans: [], speakers: ['192.0.2.9'], packets: 5 },
      { protocol: 'hsrp', group: 10, vlans: [20], speakers: ['192.0.2.8'], packets: 5 },
    ]);
    expect(report.virtualRouters).toHaveLength(1);
    expect(report.findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['other-protocol', 'info'],
      ['other-protocol', 'info'],
    ]);
  });

  it('a CARP host with the VHID and MAC of a VRID collides with it', async () => {
    const story = new Story();
    const virtual = '00:00:5e:00:01:33';
    story.node(1, 100, { srcMac: virtual }).advertiseFrom(0, 5);
    const packet = ipv4({ src: '192.0.2.9', payload: carp({ vhid: 51 }) });
    story.add(2.5, ethernet({ src: virtual, payload: packet }));
    expect((await story.tell()).codes).toEqual(['virtual-mac-collision']);
  });
});

/** The same Linux cooked v2 frame on another interface. */
function withInterface(frame: Uint8Array, index: number): Uint8Array {
  const copy = frame.slice();
  new DataView(copy.buffer).setUint32(4, index);
  return copy;
}
