import {
  advertisement,
  arp,
  carp,
  ethernet,
  hmacTrailer,
  ipv4,
  neighborAdvertisement,
  neighborSolicitation,
  refusal,
  vrrp,
} from '../../support/packet-builders.ts';
import { type Node, Story } from '../../support/story.ts';
import type { Dialect } from '../mutate.ts';

/** Bytes of one step: what happens, how much later, and four that say more. */
export const STEP = 6;
/** Bytes before the first step, of which a target may read its own settings. */
export const HEAD = 6;
const MOST_PACKETS = 1500;

/** Seconds to the step before; some go back. */
const DELAYS = [
  1, 1, 1, 1, 0, 1e-6, 3e-4, 0.005, 0.01, 0.1, 0.5, 0.805, 1.005, 2, 2.805, 3, 3.61, 3.805, 5, 10, 30, 60, 600, 3600,
  86_400, 1e7, -1e-4, -0.5, -1, -3, -60, -86_400,
] as const;
const PRIORITIES = [100, 0, 50, 255, 254, 101, 99, 1, 150, 80] as const;
const VRIDS = [51, 52, 1, 255] as const;
const VLANS: readonly [number[], ...number[][]] = [[], [10], [20], [10, 20]];
const INTERVALS_2 = [1, 2, 3, 0, 255, 1, 1, 1] as const;
const INTERVALS_3 = [100, 10, 1, 300, 0, 4095, 100, 50] as const;
const DST = [undefined, undefined, undefined, '192.0.2.9'] as const;

const pick = <T>(from: readonly [T, ...T[]], at: number): T => from[at % from.length] ?? from[0];

/** Any bytes as a story of up to four nodes, so that changed bytes are changed stories. */
export function storyOf(bytes: Uint8Array): Story {
  const story = new Story();
  const ids = [500, 1, 0, 65_530];
  let now = 0;
  for (let at = HEAD; at + 2 <= bytes.length && story.packets.length < MOST_PACKETS; at += STEP) {
    const [what = 0, delay = 0, priority = 0, where = 0, how = 0, more = 0] = bytes.subarray(at, at + STEP);
    now = Math.min(1e9, Math.max(-1e8, now + pick(DELAYS, delay)));
    const who = what & 3;
    const node = nodeOf(story, who, { priority, where, how });
    node.id = ids[who] ?? 0;
    now = perform(story, node, (what >> 2) & 15, { now, more, how });
    ids[who] = node.id & 0xffff;
  }
  return story;
}

function nodeOf(story: Story, who: number, parts: { priority: number; where: number; how: number }): Node {
  const { where, how } = parts;
  const version = (how & 1) === 0 ? 2 : 3;
  const isIpv6 = version === 3 && (how & 2) !== 0;
  const last = `${who + 1}`;
  const interval = pick(version === 2 ? INTERVALS_2 : INTERVALS_3, how >> 5);
  const vip = isIpv6 ? 'fe80::100' : '192.0.2.100';
  const second = isIpv6 ? '2001:db8::100' : '192.0.2.101';
  const dst = isIpv6 ? undefined : pick(DST, where >> 6);
  const isSecret = version === 2 && (how & 2) !== 0;
  return story.node(who + 1, pick(PRIORITIES, parts.priority), {
    src: isIpv6 ? `fe80::${last}` : `192.0.2.${last}`,
    srcMac: `02:00:00:00:00:0${last}`,
    version,
    interval,
    vrid: pick(VRIDS, where & 3),
    vlans: pick(VLANS, (where >> 2) & 3),
    addresses: (where & 16) === 0 ? [vip] : [vip, second],
    ttl: (where & 32) === 0 ? 255 : 64,
    checksum: (how & 28) === 28 ? 'bad' : 'usual',
    ...(dst === undefined ? {} : { dst }),
    ...(isSecret ? { authType: 1, authData: (how & 4) === 0 ? 'secret' : 'other' } : {}),
    ...(version === 3 && (how & 24) === 8 ? { trailer: hmacTrailer({ counter: who + 1 }) } : {}),
  });
}

/** The time afterwards. */
function perform(story: Story, node: Node, act: number, step: { now: number; more: number; how: number }): number {
  const { now, more, how } = step;
  const { src, srcMac, vlans = [] } = node.settings;
  const senderMac =
    (how & 64) === 0 ? srcMac : `00:00:5e:00:01:${(node.settings.vrid ?? 51).toString(16).padStart(2, '0')}`;
  const every = (node.settings.version === 3 ? 0.01 : 1) * (node.settings.interval || 1);
  switch (act) {
    case 0:
    case 1:
    case 2: {
      const count = 1 + (more & 31);
      node.advertiseFrom(now, now + every * (count - 1), every);
      return now + every * (count - 1);
    }
    case 3:
      node.resign(now);
      break;
    case 4:
      node.advertiseFrom(now, now + every * (more & 31), every, { lost: true });
      return now + every * (more & 31);
    case 5:
      node.advertise(now, { id: more });
      break;
    case 6:
      story.add(now, arp({ senderMac, vlans, operation: 1 + (more & 1) }), src);
      break;
    case 7:
      story.add(now, arp({ senderMac, vlans, operation: 2, targetAddress: '192.0.2.250', ethernetDst: srcMac }), src);
      break;
    case 8:
      for (let i = 0; i < more; i++) story.add(now + i * 1e-3, arp({ senderMac, vlans }), src);
      break;
    case 9:
      story.add(now, neighborAdvertisement({ srcMac: senderMac, target: 'fe80::100', vlans }), src);
      break;
    case 10:
      story.add(now, neighborSolicitation({ srcMac: senderMac, target: 'fe80::100', vlans }), src);
      break;
    case 11:
      if (!src.includes(':')) {
        const quoted = ipv4({ src, dst: '192.0.2.9', payload: vrrp({ vrid: node.settings.vrid ?? 51 }) });
        story.add(now, refusal({ quoted, src: '192.0.2.9', dst: src, vlans }), '192.0.2.9');
      }
      break;
    case 12:
      story.add(now, ethernet({ src: srcMac, payload: ipv4({ src, payload: carp({ vhid: more }) }) }), src);
      break;
    case 13: {
      // The packet before comes back, as from a loop
      const before = story.packets.at(-1);
      if (before) story.add(now, before.frame, src);
      break;
    }
    case 14:
      story.add(now, advertisement({ ...node.settings, srcMac: senderMac, id: node.id }), src);
      break;
    default:
      story.other(now);
  }
  return now;
}

export const RECIPE_DIALECT: Dialect = {
  unit: STEP,
  longest: HEAD + 60 * STEP,
  words: [
    [0, 0, 0, 0, 0, 20],
    [1, 16, 2, 0, 0, 20],
    [1, 17, 2, 0, 0, 20],
    [12, 10, 0, 0, 0, 0],
    [16, 0, 0, 0, 0, 5],
    [24, 5, 0, 0, 0, 0],
  ].map((bytes) => Uint8Array.from(bytes)),
};

/** Stories that reach much of the engine: steady, a stop, a crash, two masters, version 3, IPv6, VLANs. */
export function recipeSeeds(): Uint8Array[] {
  const head = new Array<number>(HEAD).fill(0);
  const a = (delay: number, count: number, how = 0, where = 0) => [0, delay, 0, where, how, count - 1];
  const b = (delay: number, count: number, how = 0, where = 0) => [1, delay, 2, where, how, count - 1];
  const stories = [
    [],
    a(0, 30),
    [...a(0, 20), 12, 10, 0, 0, 0, 0, ...b(11, 20)],
    [...a(0, 20), ...b(18, 20), 25, 6, 0, 0, 0, 0],
    [...a(0, 10), ...b(10, 10), ...a(28, 10), ...b(10, 10)],
    [...a(0, 10, 1), ...b(10, 10, 1)],
    [...a(0, 10, 3), ...b(10, 10, 3), 37, 6, 0, 0, 3, 0],
    [...a(0, 10, 0, 4), ...a(0, 10, 0, 8), ...b(9, 10, 2, 4)],
    [...a(0, 10), 16, 0, 0, 0, 0, 8, ...a(0, 10), 32, 6, 0, 0, 0, 80],
  ];
  return stories.map((steps) => Uint8Array.from([...head, ...steps]));
}
