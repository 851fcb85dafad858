import { describe, expect, it } from 'vitest';
import type { Report } from '../../../decoder/report.ts';
import { reportOfViews, type StoryPlace, seenFrom } from '../../support/places.ts';
import { analyzeBytes, type Node, pair, relativeTimes, type Story, telling } from '../../support/story.ts';
import { erspan2 } from '../../support/tunnel-builders.ts';

const A = '192.0.2.1';
const B = '192.0.2.2';
const NAMES = { [A]: 'lb01', [B]: 'lb02' };

/** Packets of `from` in that time. */
function lost(from: string, start: number, end: number): NonNullable<StoryPlace['misses']> {
  return (packet) => packet.from === from && packet.time > start && packet.time < end;
}

function codesOf(report: Report): string[] {
  return report.findings.map(({ code }) => code);
}

function told(report: Report, code: string) {
  const finding = report.findings.find((one) => one.code === code);
  expect(finding, codesOf(report).join(' ')).toBeDefined();
  return finding;
}

/** B stops hearing A at 20 and claims at 23.8; it gives up when it hears A again at 41. */
function usurped(): { story: Story; a: Node; b: Node } {
  const cast = pair();
  cast.a.advertiseFrom(0, 60);
  cast.b.advertiseFrom(23.8, 40);
  return cast;
}

describe('both directions cut', () => {
  const { story } = usurped();
  const lb01 = seenFrom(story, { misses: lost(B, 20, 40.5) });
  const lb02 = seenFrom(story, { misses: lost(A, 20, 40.5), ahead: 7200.5, drift: 120 });

  it('is nothing at all in the capture of one node, and a plain failover in that of the other', async () => {
    const untilThen = (from: string) => (packet: { time: number; from: string }) =>
      packet.time > 39.9 || lost(from, 20, 40.5)(packet);
    const captures = [seenFrom(story, { misses: untilThen(B) }), seenFrom(story, { misses: untilThen(A) })] as const;
    const [one, other] = [await analyzeBytes(captures[0]), await analyzeBytes(captures[1])];
    expect(codesOf(one)).toEqual([]);
    expect(codesOf(other)).toEqual(['failover']);
    expect(codesOf(await reportOfViews({ lb01: captures[0], lb02: captures[1] }))).toEqual(['split-brain']);
  });

  it('is one split brain when both are read together', async () => {
    const report = relativeTimes(await reportOfViews({ lb01, lb02 }, NAMES));
    expect(codesOf(report)).toEqual(['split-brain']);
    const { splitBrains } = telling(report);
    expect(splitBrains).toMatchObject([
      { start: 23.8, end: 40, routers: [A, B], deaf: [A, B], reason: 'not-received' },
    ]);
    const { explanation = '', advice } = told(report, 'split-brain') ?? {};
    expect(explanation).toContain(`20 advertisements of ${A} in 19.0 s left ${A} and never arrived at ${B}.`);
    expect(explanation).toContain(`17 advertisements of ${B} in 16.0 s left ${B} and never arrived at ${A}.`);
    expect(advice).toContain('not on the hosts');
  });

  it('says how the clocks stand, and what did not arrive where', async () => {
    const { views, undelivered } = relativeTimes(await reportOfViews({ lb01, lb02 }));
    expect(views).toMatchObject([
      { name: 'lb01', sources: [0], clockOffset: 0, clockDrift: 0, matched: 0, placement: 'first' },
      { name: 'lb02', sources: [1], matched: 41, placement: 'matched' },
    ]);
    expect(views?.[1]?.clockOffset).toBeCloseTo(-7200.5, 5);
    expect(views?.[1]?.clockDrift).toBeCloseTo(-120, 0);
    expect(undelivered).toEqual([
      { virtualRouter: 'ipv4/51', router: A, view: 'lb02', start: 21, end: 40, advertisements: 20 },
      { virtualRouter: 'ipv4/51', router: B, view: 'lb01', start: 23.8, end: 39.8, advertisements: 17 },
    ]);
  });

  it('speaks of views where it does not know whose they are', async () => {
    const { explanation } = told(await reportOfViews({ one: lb01, other: lb02 }), 'split-brain') ?? {};
    expect(explanation).toContain(`20 advertisements of ${A} in 19.0 s were seen in view one and never in view other.`);
  });

  it('does not call a way open that the views show to be cut, though an advertisement was answered as it healed', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 39).advertise(39.3005).advertiseFrom(40.3005, 60);
    b.advertiseFrom(23.3, 39.3);
    const views = {
      one: seenFrom(story, { misses: lost(B, 20, 39.2) }),
      other: seenFrom(story, { misses: lost(A, 20, 39.2), ahead: 60 }),
    };
    const { explanation } = told(await reportOfViews(views), 'split-brain') ?? {};
    expect(explanation).toContain(`of ${B} in 15.0 s were seen in view other and never in view one.`);
    expect(explanation).not.toContain('answered');
  });

  it('knows a view by the packets that its host sent', async () => {
    const views = {
      one: seenFrom(story, { on: { host: A }, misses: lost(B, 20, 40.5) }),
      other: seenFrom(story, { on: { host: B }, misses: lost(A, 20, 40.5), ahead: -3600 }),
    };
    const { explanation } = told(await reportOfViews(views), 'split-brain') ?? {};
    expect(explanation).toContain(`left ${A} and never arrived at ${B}.`);
  });

  it('keeps the packets of both as evidence, and the times of the sources as they are', async () => {
    const report = relativeTimes(await reportOfViews({ lb01, lb02 }));
    expect(new Set(told(report, 'split-brain')?.evidence.map(({ source }) => source))).toEqual(new Set([0, 1]));
    expect(report.sources.map(({ start }) => start)).toEqual([0, 7200.5]);
  });
});

describe('a backup that took over for a moment', () => {
  it('had missed advertisements on the way, which is more than that it was beaten back', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 20);
    b.advertise(23.6);
    a.advertise(21).advertise(22).advertise(23).advertise(23.601).advertiseFrom(24.601, 50);
    const views = { lb01: seenFrom(story), lb02: seenFrom(story, { misses: lost(A, 20.5, 23.5), ahead: 3600 }) };
    const report = await reportOfViews(views, NAMES);
    expect(codesOf(report)).toEqual(['advertisements-undelivered', 'handover-race']);
    expect(told(report, 'advertisements-undelivered')?.severity).toBe('warning');
  });
});

describe('a local filter', () => {
  it('is named: the advertisements arrived and were not accepted', async () => {
    const { story } = usurped();
    const views = { lb01: seenFrom(story), lb02: seenFrom(story, { ahead: 5000 }) };
    const report = await reportOfViews(views, NAMES);
    expect(report.undelivered).toEqual([]);
    const { explanation, advice } = told(report, 'split-brain') ?? {};
    expect(explanation).toContain(`the advertisements of ${A} arrived at the interface of ${B} and were not accepted`);
    expect(advice).toMatch(new RegExp(`^On ${B}: what drops packets that have arrived`));
    expect(telling(report).splitBrains[0]?.deaf).toEqual([B]);
  });

  it('is only possible where nothing tells whose view is which', async () => {
    const { story } = usurped();
    const { explanation } =
      told(await reportOfViews({ one: seenFrom(story), other: seenFrom(story) }), 'split-brain') ?? {};
    expect(explanation).toContain(`if that was captured on ${B}`);
    expect(explanation).not.toContain('were not accepted');
  });

  it('is not claimed of a wire that loses them on one way only', async () => {
    const { story } = usurped();
    const views = { lb01: seenFrom(story), lb02: seenFrom(story, { misses: lost(A, 20, 40.5) }) };
    const { explanation } = told(await reportOfViews(views, NAMES), 'split-brain') ?? {};
    expect(explanation).toContain(`left ${A} and never arrived at ${B}.`);
    expect(explanation).not.toContain('filter');
  });
});

describe('a failover', () => {
  it('knows that the master stopped where its own capture shows nothing', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 20);
    b.advertiseFrom(23.8, 60);
    const report = await reportOfViews({ lb01: seenFrom(story), lb02: seenFrom(story, { ahead: 60 }) }, NAMES);
    const { explanation } = told(report, 'failover') ?? {};
    expect(explanation).toContain(`The capture made on ${A} shows nothing that it sent meanwhile`);
    expect(explanation).not.toContain('its silence does not tell');
    expect(told(report, 'failover')?.advice).not.toContain('A capture on');
  });

  it('tells what the old master had sent that did not arrive', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 22);
    b.advertiseFrom(23.8, 60);
    const lb02 = seenFrom(story, { misses: lost(A, 20, 30), ahead: 60 });
    const report = await reportOfViews({ lb01: seenFrom(story), lb02 }, NAMES);
    expect(codesOf(report)).toEqual(['usurpation']);
    expect(told(report, 'usurpation')?.explanation).toContain(
      `2 advertisements of ${A} in 1.000 s left ${A} and never arrived at ${B}.`,
    );
  });
});

describe('loss without consequences', () => {
  it('is told once for each way, as a note where it was single packets', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 60);
    const views = {
      lb01: seenFrom(story),
      lb02: seenFrom(story, { misses: ({ time }) => time === 20 || time === 40 }),
    };
    const report = await reportOfViews(views, NAMES);
    expect(report.findings).toMatchObject([
      {
        code: 'advertisements-undelivered',
        severity: 'info',
        title: `2 advertisements of ${A} did not reach view lb02`,
      },
    ]);
    expect(report.undelivered).toHaveLength(2);
  });

  it('warns of two in a row', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 60);
    const views = { lb01: seenFrom(story), lb02: seenFrom(story, { misses: lost(A, 19.5, 21.5) }) };
    expect((await reportOfViews(views)).findings).toMatchObject([
      { code: 'advertisements-undelivered', severity: 'warning' },
    ]);
  });

  it('is not claimed of a capture that says it dropped packets, nor of a time in which it did not run', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 60);
    const dropping = seenFrom(story, { misses: lost(A, 19.5, 21.5), on: { host: B, dropped: 4 } });
    expect((await reportOfViews({ lb01: seenFrom(story), dropping })).undelivered).toEqual([]);
    const short = seenFrom(story, { misses: ({ time }) => time < 20 || time > 40 });
    expect((await reportOfViews({ lb01: seenFrom(story), short })).undelivered).toEqual([]);
  });

  it('is not claimed of a place that never sees the virtual router', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 60);
    const other = story.node(7, 100, { vrid: 7, addresses: ['192.0.2.107'] }).advertiseFrom(0.3, 60);
    const views = {
      both: seenFrom(story),
      elsewhere: seenFrom(story, { misses: ({ from }) => from !== other.settings.src }),
    };
    expect((await reportOfViews(views)).undelivered).toEqual([]);
  });
});

describe('a steady pair', () => {
  it('has no findings, and its packets count once', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 60);
    a.announce(0.01);
    story.other(0.001);
    const views = {
      lb01: seenFrom(story, { on: { host: A } }),
      lb02: seenFrom(story, { on: { host: B }, ahead: 3600, drift: -80, delay: () => 2e-4 }),
      mirror: seenFrom(story, { ahead: -90_000, delay: () => 1e-4 }),
    };
    const report = await reportOfViews(views);
    expect(report.findings).toEqual([]);
    const { routers, announcements, reigns } = telling(report);
    expect(routers).toMatchObject([{ advertisements: 61 }]);
    expect(announcements).toMatchObject([{ count: 5 }]);
    expect(reigns).toHaveLength(1);
  });
});

describe('the clock', () => {
  it('is reached over another view where a view shares nothing with the first', async () => {
    const { story } = usurped();
    const views = {
      lb01: seenFrom(story, { misses: ({ from }) => from !== A }),
      lb02: seenFrom(story, { misses: ({ from }) => from !== B, ahead: 400, drift: 60 }),
      mirror: seenFrom(story, { ahead: -7200, drift: -40 }),
    };
    const { views: found } = await reportOfViews(views);
    expect(found?.map(({ placement }) => placement)).toEqual(['first', 'matched', 'matched']);
    expect(found?.[1]?.clockOffset).toBeCloseTo(-400, 2);
    expect(found?.[1]?.clockDrift).toBeCloseTo(-60, 0);
    expect(found?.[2]?.clockOffset).toBeCloseTo(7200, 3);
  });

  it('is taken as it is, aloud, where two places share nothing', async () => {
    const { story } = usurped();
    const views = {
      lb01: seenFrom(story, { misses: ({ from }) => from !== A }),
      lb02: seenFrom(story, { misses: ({ from }) => from !== B }),
    };
    const report = await reportOfViews(views, NAMES);
    expect(report.views?.[1]).toMatchObject({ placement: 'own-clock', matched: 0 });
    expect(codesOf(report)).toEqual(['split-brain', 'view-clock-uncertain']);
  });

  it('of places that share nothing with the first is still one among themselves', async () => {
    const { story } = usurped();
    const views = {
      lb01: seenFrom(story, { misses: ({ from }) => from !== A }),
      lb02: seenFrom(story, { misses: ({ from }) => from !== B }),
      beside: seenFrom(story, { misses: ({ from }) => from !== B, ahead: 500 }),
    };
    const report = await reportOfViews(views, NAMES);
    expect(report.views?.map(({ placement }) => placement)).toEqual(['first', 'own-clock', 'matched']);
    expect(report.views?.[2]?.clockOffset).toBeCloseTo(-500, 5);
    expect(telling(report).routers.map(({ advertisements }) => advertisements)).toEqual([61, 17]);
  });

  it('is not guessed where packets cannot be told apart: such a view has no part in the history', async () => {
    const { story, a } = pair();
    const options = { addresses: ['fe80::51'], version: 3 as const };
    const [one, other] = [story.node(1, 100, { ...options, src: 'fe80::1' }), a];
    one.advertiseFrom(0, 30);
    other.advertiseFrom(0, 30, 1, { id: 0 });
    const report = await reportOfViews({ lb01: seenFrom(story), lb02: seenFrom(story, { ahead: 3 }) });
    expect(report.views?.[1]).toMatchObject({ placement: 'left-out', matched: 0 });
    expect(codesOf(report)).toEqual(['view-clock-uncertain']);
    expect(report.virtualRouters.flatMap(({ routers }) => routers.map((router) => router.advertisements))).toEqual([
      31, 31,
    ]);
    expect(report.sources.map(({ vrrp }) => vrrp)).toEqual([62, 62]);
  });

  it('of IPv6 is that of the IPv4 advertisements beside it', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 30);
    story.node(1, 100, { addresses: ['fe80::51'], version: 3, src: 'fe80::1' }).advertiseFrom(0.5, 30);
    const views = { lb01: seenFrom(story), lb02: seenFrom(story, { ahead: 3, delay: () => 3e-3 }) };
    const report = await reportOfViews(views);
    expect(report.findings).toEqual([]);
    expect(report.virtualRouters.map(({ routers }) => routers[0]?.advertisements)).toEqual([31, 30]);
  });

  it('of IPv6 alone follows from what was sent only once, if there is more than one such packet', async () => {
    const tell = async (resignsTwice: boolean) => {
      const { story } = pair();
      const options = { addresses: ['fe80::51'], version: 3 as const };
      const [a, b] = [
        story.node(1, 100, { ...options, src: 'fe80::1' }),
        story.node(2, 50, { ...options, src: 'fe80::2' }),
      ];
      a.advertiseFrom(0, 20).resign(20.3);
      b.advertiseFrom(21.1, 40.1);
      if (resignsTwice) b.resign(40.6);
      a.advertiseFrom(41.2, 60.2);
      return reportOfViews({ lb01: seenFrom(story), lb02: seenFrom(story, { ahead: 5000, drift: 15 }) });
    };
    const once = await tell(false);
    expect(once.views?.[1]?.placement).toBe('left-out');
    const twice = await tell(true);
    expect(twice.views?.[1]).toMatchObject({ placement: 'matched', matched: 2 });
    expect(twice.views?.[1]?.clockOffset).toBeCloseTo(-5000, 2);
    expect(telling(twice).routers.map(({ advertisements }) => advertisements)).toEqual([42, 21]);
    expect(told(twice, 'view-clock-uncertain')?.title).toContain('rests on 2 packets');
  });

  it('that rests on very few packets is doubted', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 30);
    const report = await reportOfViews({
      lb01: seenFrom(story),
      lb02: seenFrom(story, { misses: ({ time }) => time > 1 }),
    });
    expect(told(report, 'view-clock-uncertain')?.title).toContain('rests on 2 packets');
  });

  it('is found in captures so long that every number occurs again, though one began later', async () => {
    const { story, a } = pair();
    for (let time = 0; time < 3000; time++) a.advertise(time, { id: (time % 900) + 1 });
    const views = {
      one: seenFrom(story),
      other: seenFrom(story, { ahead: 7200, drift: 40, misses: ({ time }) => time < 100 }),
    };
    const report = await reportOfViews(views);
    expect(report.views?.[1]?.clockOffset).toBeCloseTo(-7200, 1);
    expect(report.views?.[1]?.clockDrift).toBeCloseTo(-40, 0);
    expect(report.undelivered).toEqual([]);
    expect(codesOf(report)).not.toContain('view-clock-uncertain');
  });

  it('is found when numbers begin anew, and when all of them occur again', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 40);
    a.id = 500;
    a.advertiseFrom(41, 60);
    const restarted = await reportOfViews({ lb01: seenFrom(story), lb02: seenFrom(story, { ahead: 900 }) });
    expect(restarted.views?.[1]).toMatchObject({ placement: 'matched', matched: 61 });
    expect(restarted.views?.[1]?.clockOffset).toBeCloseTo(-900, 4);
    b.advertise(90);
    a.id = 500;
    a.advertiseFrom(101, 160);
    const again = await reportOfViews({ lb01: seenFrom(story), lb02: seenFrom(story, { ahead: 900 }) });
    expect(again.views?.[1]?.clockOffset).toBeCloseTo(-900, 4);
  });
});

describe('captures that do not cover the same time', () => {
  it('prove no silence of a router that only an ended capture could hear', async () => {
    const { story } = usurped();
    const cut = { misses: lost(B, 20, 100) };
    const views = {
      lb01: seenFrom(story, { misses: (packet) => cut.misses(packet) || packet.time > 35 }),
      lb02: seenFrom(story, { misses: lost(A, 20, 100) }),
    };
    const { reigns, splitBrains, codes } = telling(await reportOfViews(views, NAMES));
    expect(reigns.find(({ router }) => router === A)).toMatchObject({ ended: 'open', end: null });
    expect(splitBrains).toMatchObject([{ end: null }]);
    expect(codes).toEqual(['split-brain']);
  });

  it('show no takeover where a capture began while two were masters', async () => {
    const { story } = usurped();
    const views = {
      lb02: seenFrom(story, { misses: (packet) => packet.from === A && packet.time < 40.5 }),
      lb01: seenFrom(story, { misses: (packet) => packet.time < 30.5 || (packet.from === B && packet.time < 40.5) }),
    };
    const { transitions } = telling(relativeTimes(await reportOfViews(views, NAMES)));
    expect(transitions.map(({ cause, to }) => [cause, to])).toEqual([
      ['initial', B],
      ['split-brain-end', A],
    ]);
  });
});

describe('files of a view', () => {
  it('may be several: each ring buffer has one clock', async () => {
    const { story } = usurped();
    const lb02 = { ahead: 7200, drift: 90 };
    const cut = lost(A, 20, 40.5);
    const views = {
      lb01: seenFrom(story, { misses: lost(B, 20, 40.5) }),
      lb02: [
        seenFrom(story, { ...lb02, misses: (packet) => cut(packet) || packet.time >= 30 }),
        seenFrom(story, { ...lb02, misses: (packet) => cut(packet) || packet.time < 30 }),
      ],
    };
    const report = relativeTimes(await reportOfViews(views));
    expect(codesOf(report)).toEqual(['split-brain']);
    expect(report.views?.[1]).toMatchObject({ sources: [1, 2], matched: 41 });
    expect(telling(report).splitBrains).toMatchObject([{ start: 23.8, end: 40 }]);
  });

  it('that cannot be read leave the others to tell', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 30);
    const views = { broken: new Uint8Array(50), lb01: seenFrom(story), lb02: seenFrom(story, { ahead: 9 }) };
    const report = await reportOfViews(views);
    expect(report.unreadable).toMatchObject([{ name: 'broken-1.pcap' }]);
    expect(report.views?.map(({ name, sources, placement }) => [name, sources, placement])).toEqual([
      ['lb01', [0], 'first'],
      ['lb02', [1], 'matched'],
    ]);
  });
});

describe('VLAN tags', () => {
  it('may differ between places', async () => {
    const { story } = usurped();
    const tag = (frame: Uint8Array) => Uint8Array.of(...frame.subarray(0, 12), 0x81, 0, 0, 10, ...frame.subarray(12));
    const views = {
      lb01: seenFrom(story, { misses: lost(B, 20, 40.5) }),
      trunk: seenFrom(story, { misses: lost(A, 20, 40.5), change: tag, ahead: 60 }),
    };
    const report = await reportOfViews(views);
    expect(report.virtualRouters.map(({ vlans }) => vlans)).toEqual([[]]);
    expect(codesOf(report)).toEqual(['split-brain']);
  });

  it('and so may tunnels, as where a switch mirrors what a node captures itself', async () => {
    const { story } = usurped();
    const views = {
      lb01: seenFrom(story, { misses: lost(B, 20, 40.5) }),
      switch: seenFrom(story, {
        misses: lost(A, 20, 40.5),
        change: (frame) => erspan2(frame, { vlan: 30 }),
        ahead: 60,
      }),
    };
    const report = await reportOfViews(views);
    expect(report.virtualRouters.map(({ tunnel, vlans }) => [tunnel, vlans])).toEqual([[undefined, []]]);
    expect(codesOf(report)).toEqual(['split-brain']);
  });
});

describe('unicast peers', () => {
  it('get one advertisement, each its own packet', async () => {
    const { story, a } = pair();
    for (let time = 0; time < 30; time++) {
      a.advertise(time, { dst: '192.0.2.2' });
      a.advertise(time + 1e-5, { dst: '192.0.2.3', id: a.id });
    }
    const peers = (dst: number) => (frame: Uint8Array) => frame[33] === dst;
    const only = (dst: number) => {
      const seen = new Set(story.packets.filter(({ frame }) => peers(dst)(frame)).map(({ time }) => time));
      return seenFrom(story, { misses: ({ time }) => !seen.has(time), ahead: dst });
    };
    const report = await reportOfViews({ lb01: seenFrom(story), lb02: only(2), lb03: only(3) });
    expect(telling(report).routers).toMatchObject([{ advertisements: 30 }]);
    expect(report.undelivered).toEqual([]);
    expect(report.findings).toEqual([]);
  });
});
