import { counted, list } from './text.ts';

const STATES = {
  'one-master': 'with one master',
  'two-masters': 'with two masters',
  handover: 'changing hands',
  nobody: 'without a master',
  silent: 'silent',
};

/** Words about what runs on a segment. */
export const inventory = {
  /** `states`: in which state virtual routers are when the capture ends, and how many of them. */
  found: ({ virtualRouters, segments, states }: Found) => {
    const all = `${counted(virtualRouters, 'virtual router')}${segments === 1 ? '' : ` on ${segments} segments`}`;
    const [first, ...others] = states;
    if (first === undefined) return all;
    if (others.length === 0) return `${all}, ${virtualRouters === 1 ? '' : 'all '}${STATES[first.state]}`;
    return `${all}: ${states.map(({ state, count }) => `${count} ${STATES[state]}`).join(', ')}`;
  },

  columns: {
    vrid: 'VRID',
    where: 'Where',
    version: 'Ver',
    priority: 'Prio',
    interval: 'Every',
    authentication: 'Auth',
    router: 'Router',
    master: 'Master',
    addresses: 'Addresses',
  },
  untagged: 'untagged',
  nobody: 'nobody',
  fromStart: 'from the start',
  since: (time: string) => `since ${time}`,
  until: (time: string) => `until ${time}`,
  never: 'never',
  settings: ({ interval, authentication }: { interval: string; authentication: string }) =>
    `every ${interval}, authentication ${authentication}`,
  moreRouters: (count: number) => `+${count} more`,

  /** What is wrong with a virtual router when the capture ends. */
  trouble: {
    twoMasters: (since: string) => `two masters since ${since}`,
    handover: (since: string) => `two masters at the very end, since ${since}: mastership may just be moving`,
    resigned: (router: string) => `${router} resigned and nobody has followed`,
    yielded: (router: string) => `${router} gave way to others and nobody has followed`,
    silent: (router: string) => `${router} fell silent and nobody has followed`,
    unheard: 'no master was heard',
    collision: ({ vrid, others }: { vrid: number; others: readonly string[] }) =>
      `VRID ${vrid} is used by another cluster too: ${list(others, 3)}`,
    conflicts: (codes: readonly string[]) => `conflicts that the report explains: ${codes.join(', ')}`,
  },
  /** One of the virtual routers that share a VRID. */
  cluster: ({ addresses, speakers }: { addresses: string; speakers: readonly string[] }) =>
    speakers.length === 0 ? addresses : `${addresses} of ${list(speakers, 3)}`,

  free: ({ family, ranges }: { family: string; ranges: readonly string[] }) =>
    ranges.length === 0 ? `No ${family} VRID is free.` : `Free VRIDs, ${family}: ${ranges.join(', ')}`,
  freeMeans: (observed: string) =>
    `Free: not heard in ${observed}. A virtual router without a living master cannot be heard.`,
  neighbour: ({ protocol, group, speakers, packets }: Neighbour) =>
    `${protocol} ${group}: ${speakers} (${counted(packets, 'packet')})`,
  /** CARP's virtual MACs are those of VRRP over IPv4. */
  neighbourTaking: ({ protocol, group, speakers, packets }: Neighbour) =>
    `${protocol} ${group}: ${speakers} (${counted(packets, 'packet')}); IPv4 VRID ${group} would have the same virtual MAC`,
};

interface Found {
  virtualRouters: number;
  segments: number;
  states: readonly { state: keyof typeof STATES; count: number }[];
}

interface Neighbour {
  protocol: string;
  group: number;
  speakers: string;
  packets: number;
}
