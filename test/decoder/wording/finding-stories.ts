import {
  enhancedPacket,
  interfaceDescription,
  interfaceStatistics,
  sectionHeader,
} from '../../../decoder/capture/pcapng-writer.ts';
import { concat, Pcapng, pcap } from '../../support/capture-builders.ts';
import {
  type AdvertisementParts,
  advertisement,
  carp,
  ethernet,
  hsrp1,
  ipv4,
  linuxCooked2,
  refusal,
  udp,
} from '../../support/packet-builders.ts';
import { type Node, pair, STORY_START, Story, VIP } from '../../support/story.ts';

/** Captures that together raise every finding, most of them in each of its variants. */
export const findingStories: Record<string, readonly Uint8Array[]> = {
  ...mismatches(),
  'an interrupted capture': [interrupted()],
  'more masterships than are kept': told(({ a }) => {
    for (let time = 0; time < 10_100; time++) a.advertise(time).resign(time + 0.5);
  }),
  'a clock that was set forward': [clockSetForward(2)],
  'a clock that may have been set forward': [clockSetForward(1)],
  'a resignation and a return to itself': told(({ a }) => a.advertiseFrom(0, 10).resign(10.2).advertiseFrom(13.9, 20)),
  'a failover to one that says nothing': told(({ a, b }) => {
    a.advertiseFrom(0, 10).announce(0.001).resign(10.2);
    b.advertiseFrom(11.005, 20);
  }),
  'a failover to one that says something late': told(({ a, b }) => {
    a.advertiseFrom(0, 10).announce(0.001).resign(10.2);
    b.advertiseFrom(11.005, 20).announce(16.006);
  }),
  'a failover by a lowered priority': told(({ a, b }) => {
    a.advertiseFrom(0, 10).advertiseFrom(11, 13, 1, { priority: 40 });
    b.advertiseFrom(13.6, 24);
  }),
  'a failover after FAULT': told(({ a, b }) => {
    a.advertiseFrom(0, 10).resign(10.2).resign(10.20005);
    b.advertiseFrom(11.005, 20);
  }),
  'a failover over a lost link': told(({ a, b }) => {
    a.advertiseFrom(0, 10).advertiseFrom(10.2, 10.20001, 0.00001, { lost: true, priority: 0 });
    b.advertiseFrom(13.805, 29.805);
    a.advertiseFrom(30, 40);
  }),
  'a failover after unseen advertisements': told(({ a, b }) => {
    a.advertiseFrom(0, 10).advertiseFrom(11, 14, 1, { lost: true });
    b.advertiseFrom(13.805, 59.805);
    a.advertiseFrom(60, 70);
  }),
  'a failover of one that comes back much later': told(({ a, b }) => {
    a.advertiseFrom(0, 20);
    b.advertiseFrom(23.805, 79.805);
    a.advertiseFrom(83.5, 99.5);
  }),
  'a failover to a new process': told(({ a, b }) => {
    a.advertiseFrom(0, 10);
    b.advertiseFrom(13.805, 60.805);
    restart(a).advertiseFrom(61, 70);
  }),
  'a process that is restarted': told(({ a, b }) => {
    a.advertiseFrom(0, 10);
    b.advertiseFrom(13.805, 14.2);
    restart(a).advertiseFrom(14.3, 20);
  }),
  'a sole process that is restarted': told(({ a }) => restart(a.advertiseFrom(0, 10)).advertiseFrom(13.9, 20)),
  'a sole master that stands still': told(({ a }) => a.advertiseFrom(0, 10).advertiseFrom(20, 30)),
  'a usurpation': told(({ a, b }) => {
    a.advertiseFrom(0, 10);
    b.advertiseFrom(12, 30);
  }),
  'a usurpation whose victim comes back': told(({ a, b }) => {
    a.advertiseFrom(0, 20);
    b.advertiseFrom(20.4, 40.4);
    a.advertiseFrom(41, 60);
  }),
  flapping: told(({ a, b }) => {
    for (const from of [0, 100, 200]) {
      a.advertiseFrom(from, from + 50).resign(from + 50.2);
      a.resign(from + 50.20005);
      b.advertiseFrom(from + 51.005, from + 99.005);
    }
  }),
  'a machine that is paused every minute': told(({ a, b }) => {
    for (const from of [0, 60, 120, 180]) {
      a.advertiseFrom(from, from + 30);
      b.advertiseFrom(from + 33.805, from + 59.805);
    }
  }),
  'a process that crashes again and again': told(({ a, b }) => {
    for (const from of [0, 61, 120, 180]) {
      a.advertiseFrom(from, from + 30);
      b.advertiseFrom(from + 33.805, from + 34.1);
      restart(a).advertiseFrom(from + 34.4, from + 59.4);
    }
  }),
  'a check that fails where nobody can take over': told(({ a }) => {
    a.advertiseFrom(0, 10).resign(10.2).resign(10.20005).advertiseFrom(14, 30);
  }),
  'a split brain that nothing explains': told(({ story, a, b }) => {
    a.advertiseFrom(0, 4).resign(12.7).advertiseFrom(13.7, 20.7, 1, { priority: 50 }).advertiseFrom(21.9, 24.9);
    b.advertiseFrom(10.9, 14.9).advertiseFrom(16.4, 20.4);
    story.other(47);
  }),
  'a split brain that ends in silence': told(({ a, b }) => {
    a.advertiseFrom(0, 20);
    b.advertiseFrom(5.4, 40.4);
  }),
  'a split brain with silence in it': told(({ a, b }) => {
    a.advertiseFrom(0, 10).advertiseFrom(11, 19, 1, { lost: true });
    b.advertiseFrom(13.805, 19.805);
    a.advertiseFrom(20, 30);
  }),
  'a split brain that leaves hosts behind': told(({ a, b }) => {
    a.advertiseFrom(0, 10).announce(0.001);
    b.announce(10.5005);
    for (let beat = 0; beat <= 10; beat++) {
      b.advertise(10.5 + beat);
      a.advertise(10.5004 + beat);
    }
    a.advertiseFrom(21.5004, 40).announce(30);
  }),
  'a master that wakes as a second one': told(({ story, a, b }) => {
    a.advertiseFrom(6.9, 7.9).advertiseFrom(18.131, 28.131, 1, { priority: 50 }).advertise(29.214);
    b.advertiseFrom(8.5, 15.5, 1, { priority: 30 }).advertiseFrom(17.146, 22.146).advertise(23.739);
    story.other(53);
  }),
  'three masters': told(({ story, a, b }) => {
    a.advertiseFrom(0, 40);
    b.advertiseFrom(10.3, 39.3);
    story.node(3, 70).advertiseFrom(15.6, 39.6);
  }),
  'no master to the end, after a resignation': told(({ story, a }) => {
    a.advertiseFrom(0, 10).resign(10.5);
    story.other(20);
  }),
  'no master to the end, after silence': told(({ story, a }) => {
    a.advertiseFrom(0, 10);
    story.other(13.7);
  }),
  'advertisements late, lost and late again': told(({ a }) =>
    a.advertiseFrom(0, 10).advertiseFrom(11, 12, 1, { lost: true }).advertiseFrom(13, 20).advertiseFrom(23, 30),
  ),
  'advertisements late over a restart': told(({ a }) => restart(a.advertiseFrom(0, 10)).advertiseFrom(13, 30)),
  'advertisements late with numbers that tell nothing': told(({ a }) => {
    for (let time = 0; time <= 20; time++) {
      if (time !== 11 && time !== 12) a.advertise(time, { id: (time * 7919) % 65536 });
    }
  }),
  'advertisements late, not sent': told(({ a }) => a.advertiseFrom(0, 10).advertiseFrom(13, 20)),
  'an advertisement lost': told(({ a }) => a.advertiseFrom(0, 10).advertise(11, { lost: true }).advertiseFrom(12, 20)),
  'advertisements lost': told(({ a }) => {
    for (let time = 0; time <= 30; time++) a.advertise(time, { lost: [11, 15, 19, 23].includes(time) });
  }),
  'a drop that is too small': told(({ a }) => a.advertiseFrom(0, 10).advertiseFrom(11, 30, 1, { priority: 80 })),
  'a drop below one that does not act': told(({ a, b }) => {
    b.advertiseFrom(0, 5);
    a.advertiseFrom(5.4, 20.4).advertiseFrom(21.4, 40.4, 1, { priority: 30 });
  }),
  'a drop that is above the others': told(({ a, b }) => {
    b.advertiseFrom(0, 5);
    a.advertiseFrom(5.4, 20.4).advertiseFrom(21.4, 40.4, 1, { priority: 70 });
  }),
  'a priority that changes and changes back': told(({ a }) =>
    a.advertiseFrom(0, 10).advertiseFrom(11, 13, 1, { priority: 60 }).advertiseFrom(14, 30),
  ),
  'a wrong checksum': told(({ a }) => a.advertiseFrom(0, 10, 1, { checksum: 'bad' })),
  'a wrong TTL': told(({ a }) => a.advertiseFrom(0, 10, 1, { ttl: 254 })),
  'the virtual MAC of another VRID': told(({ story }) =>
    story.node(1, 100, { srcMac: '00:00:5e:00:01:34' }).advertiseFrom(0, 10),
  ),
  'a reload': told(({ a }) => restart(a.advertiseFrom(0, 10).advertise(10.4)).advertiseFrom(10.4027, 20)),
  reflections: [reflections()],
  'a capture twice': [0, 0].flatMap((start) => told(({ a }) => a.advertiseFrom(start, 10))),
  'a dead router that answers': told(({ a, b }) => {
    a.advertiseFrom(0, 10).announce(0.001).answer(15).answer(16);
    b.advertiseFrom(13.805, 39.805).announce(13.806);
  }),
  'a router that announces under a living master': told(({ a, b }) => {
    a.advertiseFrom(0, 40).announce(0.001);
    b.announce(10).announce(15).advertise(30);
  }),
  'a stranger that answers': told(({ a }) => {
    a.advertiseFrom(0, 20).announce(0.001);
    a.arp(10, { senderAddress: VIP, senderMac: '02:00:00:00:00:99', operation: 2, targetAddress: '192.0.2.250' });
  }),
  'a storm of announcements': told(({ a }) => {
    a.advertiseFrom(0, 60).announce(0.001);
    for (let i = 0; i < 60; i++) a.announce(30 + i * 0.1, 1);
  }),
  'two clusters with one VRID': told(({ story, a }) => {
    a.advertiseFrom(0, 20);
    story.node(2, 50, { addresses: ['192.0.2.200'] }).advertiseFrom(2.3, 18.3);
  }),
  'a cluster that loses its address to another': told(({ story, a }) => {
    a.advertiseFrom(5, 40);
    story.node(2, 50, { addresses: ['192.0.2.200'] }).advertiseFrom(0, 4.5);
    story.other(41);
  }),
  'lists that come to overlap': told(({ story, a }) => {
    const b = story.node(2, 50, { addresses: ['192.0.2.200'] });
    a.advertiseFrom(0, 30);
    b.advertiseFrom(5.4, 15.4).advertiseFrom(16.4, 29.4, 1, { addresses: ['192.0.2.200', VIP] });
  }),
  'a takeover in spite of nopreempt, learned by silence': told(({ a, b }) => {
    a.advertiseFrom(0, 10).resign(10.2);
    b.advertiseFrom(11.005, 30.005);
    a.advertiseFrom(33.614, 50.614).resign(51);
    b.advertiseFrom(51.805, 79.805);
    a.advertiseFrom(80.3, 95.3);
  }),
  'a takeover in spite of nopreempt, learned by resignations': told(({ a, b }) => {
    for (const from of [0, 1000]) {
      a.advertiseFrom(from, from + 10).resign(from + 10.2);
      b.advertiseFrom(from + 11.005, from + 900.005).resign(from + 900.3);
      a.advertiseFrom(from + 900.91, from + 999.91);
    }
    a.resign(2000.2);
    b.advertiseFrom(2001.005, 2020.005);
    a.advertiseFrom(2020.5, 2040.5);
  }),
  'an address that is gone under its master': told(({ a }) => {
    a.advertiseFrom(0, 40).answer(5.5);
    for (const time of [20.5, 21.5, 22.5, 23.5]) {
      const asker = { senderAddress: '192.0.2.250', senderMac: '02:00:00:00:00:fa' };
      a.arp(time, { operation: 1, ...asker, targetAddress: VIP, targetMac: '00:00:00:00:00:00' });
    }
  }),
  'one VLAN that leaks into another': told(({ story }) => {
    for (const vlan of [10, 20]) story.node(1, 100, { vlans: [vlan] }).advertiseFrom(vlan / 1e5, 20);
  }),
  'a peer that runs no VRRP': told(({ story }) => {
    story.node(1, 100, { dst: '192.0.2.2' }).advertiseFrom(0, 20);
    refuses(story, '192.0.2.2', '192.0.2.1', 3.0003);
  }),
  'a firewall in front of a peer': told(({ story }) => {
    story.node(1, 100, { dst: '192.0.2.2' }).advertiseFrom(0, 20);
    refuses(story, '192.0.2.2', '192.0.2.1', 3.0003, 10);
  }),
  'a firewall between two masters': told(({ story }) => {
    story.node(1, 100, { dst: '192.0.2.2' }).advertiseFrom(0, 20);
    story.node(2, 50, { dst: '192.0.2.1' }).advertiseFrom(3.8, 20);
    refuses(story, '192.0.2.2', '192.0.2.1', 3.0003, 10);
  }),
  'a unicast peer that is left out': told(({ story }) => {
    story.node(1, 100, { dst: '192.0.2.9' }).advertiseFrom(0, 20);
    story.node(2, 50, { dst: '192.0.2.1' }).advertiseFrom(3.8, 20);
  }),
  'a master that dies beside a deaf one': told(({ a, b }) => {
    a.advertiseFrom(0, 20);
    b.advertiseFrom(10.5, 40.5);
  }),
  'a resignation of a process that went on': told(({ a, b }) => {
    a.advertiseFrom(0, 10).resign(10.2);
    b.advertiseFrom(11.005, 20.005);
    a.advertiseFrom(20.4, 30.4);
  }),
  'a link that flaps': told(({ a, b }) => {
    for (const start of [0, 40, 80]) {
      a.advertiseFrom(start + 0.4, start + 20.4).advertiseFrom(start + 20.5, start + 20.50001, 0.00001, { lost: true });
      b.advertiseFrom(start + 24.205, start + 39.205);
    }
    a.advertiseFrom(120, 130);
  }),
  'a priority lowered by a reload': told(({ a, b }) => {
    a.advertiseFrom(0, 20);
    a.id = 0;
    a.advertiseFrom(21, 23, 1, { priority: 40 });
    b.advertiseFrom(23.6, 40.6);
  }),
  'a twin that answers': told(({ a, b }) => {
    const ofVirtual = { senderAddress: VIP, senderMac: '00:00:5e:00:01:33' };
    const client = { senderAddress: '192.0.2.250', senderMac: '02:00:00:00:00:fa' };
    const answer = { ...ofVirtual, operation: 2, targetAddress: '192.0.2.250', targetMac: client.senderMac };
    a.advertiseFrom(0, 10).arp(0.001, ofVirtual);
    b.advertiseFrom(13.805, 30).arp(13.806, ofVirtual);
    for (const time of [20, 21, 22, 23]) {
      b.arp(time, { ...client, targetAddress: VIP });
      for (const later of [4e-5, 5e-5]) a.arp(time + later, { ...answer, ethernetDst: client.senderMac });
    }
  }),
  'two machines with one address': told(({ story, a }) => {
    const clone = story.node(1, 100, { srcMac: '02:00:00:00:00:0c' });
    clone.id = a.id;
    a.advertiseFrom(0, 20);
    clone.advertiseFrom(0.003, 20.003);
  }),
  'a newcomer that may have been master unheard': told(({ a, b }) => {
    a.advertiseFrom(0, 30).announce(0.001);
    b.advertiseFrom(20.3, 30.3, 1, { lost: true }).advertise(30.5);
    a.advertiseFrom(30.501, 40.501);
  }),
  'mastership that is usurped again and again': told(({ a, b }) => {
    for (let time = 0; time < 100; time += 10) {
      a.advertiseFrom(time, time + 8);
      b.advertise(time + 8.5);
      a.advertise(time + 8.501);
    }
  }),
  'a master that gives up for a moment': told(({ a }) => {
    a.advertiseFrom(0, 20).resign(20.2).advertiseFrom(20.6, 40.6);
  }),
  'one master that changes its priority': told(({ a }) => {
    a.advertiseFrom(0, 10).advertiseFrom(11, 20, 1, { priority: 90 });
  }),
  'a peer that runs none any more': told(({ story }) => {
    story.node(1, 100, { dst: '192.0.2.2' }).advertiseFrom(0, 10).resign(10.2);
    story.node(2, 50, { dst: '192.0.2.1' }).advertiseFrom(11.005, 30.005);
    refuses(story, '192.0.2.1', '192.0.2.2', 15.0003);
  }),
  'a sync group that comes apart': told(({ story, a, b }) => {
    const inside = { vrid: 52, addresses: ['198.51.100.100'] };
    const c = story.node(11, 100, inside);
    const d = story.node(12, 50, inside);
    a.advertiseFrom(0, 10).resign(10.2);
    c.advertiseFrom(0, 10);
    b.advertiseFrom(13.806, 30);
    d.advertiseFrom(13.805, 30);
    a.advertiseFrom(30.4, 80.4);
    c.advertiseFrom(30.4001, 50.4001).resign(50.6).advertiseFrom(65.1, 66.1).resign(66.2);
    d.advertiseFrom(75.405, 80.405);
  }),
  'other protocols': [neighbours()],
  'CARP with the MAC of VRRP': told(({ story }) => {
    const srcMac = '00:00:5e:00:01:33';
    story.node(1, 100, { srcMac }).advertiseFrom(0, 5);
    story.add(2.5, ethernet({ src: srcMac, payload: ipv4({ src: '192.0.2.9', payload: carp({ vhid: 51 }) }) }));
  }),
  'a clock that steps back': [clockStep()],
  'a clock that steps back again and again': [clockSteps()],
  'a capture that dropped packets': [drops()],
  'a pause between two captures': [
    ...told(({ a }) => a.advertiseFrom(0, 10)),
    ...told(({ b }) => b.advertiseFrom(610, 620)),
  ],
  'two viewpoints': [0, 0.6].flatMap((shift) =>
    told(({ a, b }) => {
      a.advertiseFrom(shift, 10 + shift).resign(10.2 + shift);
      b.advertiseFrom(11.005 + shift, 20 + shift);
    }),
  ),
  'a flood of speakers': told(({ story }) => {
    for (let host = 1; host <= 200; host++) {
      story.node(1, 100, { src: `10.9.${host >> 7}.${(host & 127) + 1}`, vrid: 9 }).advertise(host * 0.01);
    }
  }),
};

function told(tell: (cast: { story: Story; a: Node; b: Node }) => unknown): [Uint8Array] {
  const cast = pair();
  tell(cast);
  return [cast.story.capture()];
}

function restart(node: Node): Node {
  node.id = 0;
  return node;
}

/** Each setting that two nodes may differ in: with two masters, and one after the other. */
function mismatches(): Record<string, readonly Uint8Array[]> {
  const settings: Record<string, [AdvertisementParts, AdvertisementParts]> = {
    versions: [{ version: 2 }, { version: 3 }],
    'authentication types': [{ authType: 1, authData: 'abc' }, {}],
    passwords: [
      { authType: 1, authData: 'first' },
      { authType: 1, authData: 'second' },
    ],
    'intervals of VRRPv2': [{ interval: 1 }, { interval: 2 }],
    'intervals of VRRPv3': [
      { version: 3, interval: 100 },
      { version: 3, interval: 50 },
    ],
    'address lists': [{ addresses: [VIP] }, { addresses: [VIP, '192.0.2.101'] }],
    'checksum forms': [{ version: 3 }, { version: 3, checksum: 'no-pseudo-header' }],
    groups: [{ dst: '224.0.0.18' }, { dst: '224.0.0.141' }],
    TTLs: [{}, { ttl: 254 }],
    checksums: [{}, { checksum: 'bad' }],
  };
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, [one, other]]) => {
      const nodes = (story: Story) => [story.node(1, 100, one), story.node(2, 50, other)] as const;
      const together = told(({ story }) => {
        const [a, b] = nodes(story);
        a.id = 500;
        a.advertiseFrom(0, 40);
        b.advertiseFrom(10.4, 39.4);
      });
      const inTurn = told(({ story }) => {
        const [a, b] = nodes(story);
        a.id = 500;
        a.advertiseFrom(0, 10).resign(10.3);
        b.advertiseFrom(11.105, 30);
      });
      return [
        [`${name} that differ, with two masters`, together],
        [`${name} that differ, one after the other`, inTurn],
      ];
    }),
  );
}

function refuses(story: Story, src: string, dst: string, time: number, code?: number): void {
  const quoted = advertisement({ src: dst, dst: src, id: 1 }).slice(14);
  story.add(time, refusal({ src, dst, quoted, ...(code !== undefined && { code }) }));
}

function clockStep(): Uint8Array {
  const { story, a } = pair();
  a.advertiseFrom(4000, 4010).advertiseFrom(411, 420);
  return story.capture(false);
}

function clockSteps(): Uint8Array {
  const { story, a } = pair();
  a.advertiseFrom(4000, 4010).advertiseFrom(411, 420).advertiseFrom(211, 220);
  return story.capture(false);
}

function neighbours(): Uint8Array {
  const { story, a } = pair();
  a.advertiseFrom(0, 5);
  for (let time = 0; time < 5; time++) {
    const packet = ipv4({ src: '192.0.2.9', payload: carp({ vhid: 7 }) });
    story.add(time + 0.3, ethernet({ src: '00:00:5e:00:01:07', payload: packet }));
    const payload = udp({ dstPort: 1985, payload: hsrp1({ group: 10 }) });
    const hello = ipv4({ src: '192.0.2.8', dst: '224.0.0.2', protocol: 17, ttl: 1, payload });
    story.add(time + 0.4, ethernet({ src: '00:00:0c:07:ac:0a', vlans: [20], payload: hello }));
  }
  return story.capture();
}

function drops(): Uint8Array {
  const capture = new Pcapng();
  const micros = (seconds: number) => BigInt(STORY_START + seconds) * 1_000_000n;
  return concat(
    capture.section(),
    capture.interface({ name: 'eth0' }),
    capture.enhanced({ units: micros(0), data: advertisement({ src: '192.0.2.1', id: 1 }) }),
    capture.statistics({ ifdrop: 3n, end: micros(30) }),
  );
}

/** A capture in two sections, the second of which says that nobody looked between them. */
function interrupted(): Uint8Array {
  const section = (from: number, frames: readonly { at: number; frame: Uint8Array }[]) => {
    const time = (seconds: number) => ({ seconds: STORY_START + seconds, nanoseconds: 0 });
    return concat(
      sectionHeader('vrrpscope'),
      interfaceDescription({ linkType: 1, name: 'eth0' }),
      interfaceStatistics({ interfaceIndex: 0, time: time(from), begins: true }),
      ...frames.map(({ at, frame }) =>
        enhancedPacket({
          interfaceIndex: 0,
          ...time(at),
          data: frame,
          originalLength: frame.length,
          direction: 'unknown',
        }),
      ),
    );
  };
  const from = (src: string, id: number) => advertisement({ src, id });
  return concat(
    section(
      0,
      [1, 2, 3].map((at) => ({ at, frame: from('192.0.2.1', 500 + at) })),
    ),
    section(
      8,
      [9, 10, 11].map((at) => ({ at, frame: from('192.0.2.2', at) })),
    ),
  );
}

/** What a host sent and heard again on the same interface. */
function reflections(): Uint8Array {
  const records = [0, 1, 2, 3].flatMap((second) =>
    [4, 2].map((packetType) => ({
      seconds: STORY_START + second,
      fraction: packetType === 4 ? 0 : 200_000,
      data: linuxCooked2({
        src: '02:00:00:00:00:01',
        packetType,
        payload: advertisement({ src: '192.0.2.1', id: second + 1 }).slice(14),
      }),
    })),
  );
  return pcap({ variant: 'nanoseconds', linkType: 276, records });
}

function clockSetForward(masters: number): Uint8Array {
  const story = new Story();
  for (let number = 1; number <= masters; number++) {
    const node = story.node(number, 100, { vrid: 50 + number, addresses: [`192.0.2.10${number}`] });
    const begin = number * 0.3;
    node.advertiseFrom(begin, 20).advertiseFrom(110 + begin, 130);
  }
  return story.capture();
}
