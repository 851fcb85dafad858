import { counted } from '../../../../decoder/wording/en/text.ts';
import { groupDigits } from '../../../../decoder/wording/group-digits.ts';

interface Version {
  versions: readonly number[];
  isIpv6: boolean;
  /** Formatted; none if nothing was advertised. */
  intervals: readonly string[];
}

interface Instance {
  node: string;
  name: string;
  where: string | null;
  priority: number;
  nopreempt: boolean;
  tracked: readonly string[];
  syncGroup: string | null;
  isGuessed: boolean;
}

/** What the text report says around the sentences of the report itself. */
export const report = {
  incidents: 'Incidents',
  findings: 'Findings',
  toTheEnd: 'to the end',
  lastedToTheEnd: (length: string) => `${length} to the end`,
  next: (advice: string) => `Next: ${advice}`,
  nextAsAbove: 'Next: as above',
  packets: (count: number, numbers: string) => `${count === 1 ? 'packet' : 'packets'} ${numbers}`,

  /** What a list leaves out. */
  more: {
    any: (count: number) => `${groupDigits(count)} more, --all shows them`,
    virtualRouters: (count: number) => `${more(count, 'virtual router')}, --all shows them`,
    files: (count: number) => `${more(count, 'file')}, --all shows them`,
    routers: (count: number) => `${more(count, 'router')}, --all shows them`,
  },

  lanes: { twoMasters: 'two masters', noMaster: 'no master' },

  source: {
    notRead: (name: string, why: string) => `not read: ${name}: ${why}`,
    vrrp: (count: number) => `${groupDigits(count)} VRRP`,
    dropsUnknown: 'no drops reported',
    noDrops: 'no drops',
    dropped: (count: number) => `${counted(count, 'packet')} dropped by the capture`,
    unreadLinkType: (count: number) => `${counted(count, 'packet')} of a link type that is not read`,
    damaged: (problems: number) => `damaged: ${counted(problems, 'problem')}`,
  },

  oneMaster: 'one master throughout',
  vlan: (tags: string) => `vlan ${tags}`,
  version: ({ versions, isIpv6, intervals }: Version) => {
    const version = `${versions.map((number) => `VRRPv${number}`).join(' and ')}${isIpv6 ? ' IPv6' : ''}`;
    return intervals.length === 0 ? version : `${version} every ${intervals.join(' / ')}`;
  },
  uneventful: (count: number) => `${groupDigits(count)} uneventful, --all shows ${count === 1 ? 'it' : 'them'}: `,
  /** What stands before it and, in brackets, what belongs to it. */
  with: (what: string, more: string) => `${what} (${more})`,
  listed: (items: readonly string[]) => items.join(', '),
  neighbours: (list: string) => `Neighbours, counted only: ${list}`,
  noVrrp: (command: string) =>
    `Next: capture on the segment of the routers, with all that this report needs:  ${command}`,

  notes: {
    line: (title: string, items: readonly string[]) => `${title}: ${items.join('; ')}`,
    heading: (title: string) => `${title}:`,
    configured: 'Configured',
    undelivered: 'Undelivered',
    noMaster: 'No master',
    nearFailovers: 'Near-failovers',
    lost: 'Lost before this capture point',
    priorityChanges: 'Priority changes',
    handoverRaces: 'Handover races',
    owners: 'Owners',
    span: (from: string, to: string) => `${from} to ${to}`,
    unowned: ({ time, length, after }: { time: string; length: string; after: keyof typeof AFTER }) =>
      `${time} for ${length} ${AFTER[after]}`,
    nearFailover: ({ time, router, gap, missed }: { time: string; router: string; gap: string; missed: number }) =>
      `${time} ${router} after ${gap}, ${missed} missed`,
    lostOnes: ({ time, router, advertisements }: { time: string; router: string; advertisements: number }) =>
      `${time} ${counted(advertisements, 'advertisement')} of ${router}`,
    race: ({ time, routers, length }: { time: string; routers: readonly string[]; length: string | null }) =>
      `${time} ${routers.join(' and ')}${length === null ? '' : ` for ${length}`}`,
    owner: ({ time, address, mac, router, by }: Owner) =>
      `${time} ${address} at ${mac}${router === null ? '' : ` (${router})`} by ${by}`,
  },

  between: (least: string, most: string) => `${least} to ${most}`,
  after: (what: keyof typeof AFTER) => AFTER[what],

  configured: ({ node, name, where, priority, nopreempt, tracked, syncGroup, isGuessed }: Instance) =>
    [
      `${node} ${name}${where === null ? '' : ` on ${where}`}`,
      `priority ${priority}`,
      ...(nopreempt ? ['nopreempt'] : []),
      ...tracked,
      ...(syncGroup === null ? [] : [`sync group ${syncGroup}`]),
      ...(isGuessed ? ['known by its priority only'] : []),
    ].join(', '),
  moreTracked: (count: number) => `${count} more tracked`,
};

interface Owner {
  time: string;
  address: string;
  mac: string;
  router: string | null;
  by: 'announcement' | 'answer';
}

const AFTER = { silence: 'after silence', resignation: 'after resignation' };

function more(count: number, noun: string): string {
  return `${groupDigits(count)} more ${noun}${count === 1 ? '' : 's'}`;
}
