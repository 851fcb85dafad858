import type { Finding } from '../../../../decoder/report.ts';
import { plural } from '../../../../decoder/wording/en/text.ts';

/** The column `text` of CSV. Headings and codes are the same in every language. */
export const tables = {
  source: ({ name, packets, vrrp, announcements }: Source) =>
    `${name}: ${packets} packets, ${vrrp} VRRP, ${announcements} announcements`,
  unreadable: (name: string, why: string) => `${name}: ${why}`,
  view: ({ name, clockOffset, clockDrift, matched }: View) =>
    `${name}: clock offset ${clockOffset} s, drift ${clockDrift} ppm, ${matched} packets matched`,
  logLine: (name: string, line: string) => `${name}: ${line}`,
  undelivered: ({ advertisements, view }: { advertisements: number; view: string }) =>
    `${advertisements} advertisements never reached view ${view}`,
  otherProtocol: ({ protocol, group, packets }: { protocol: string; group: number; packets: number }) =>
    `${protocol} group ${group}, ${packets} packets`,
  reign: ({ priority, advertisements, ended }: { priority: number; advertisements: number; ended: string }) =>
    `priority ${priority}, ${advertisements} advertisements, ${ended}`,
  deaf: (routers: readonly string[]) => `deaf: ${routers.join(' ')}`,
  noMaster: ({ atLeast, atMost }: { atLeast: number; atMost: number }) =>
    `unowned for at least ${atLeast} s and at most ${atMost} s`,
  lost: (advertisements: number) => `${advertisements} advertisements sent but not captured`,
  nearFailover: (missed: number) => `${missed} advertisements missed`,
  announcement: ({ address, mac, count }: { address: string; mac: string; count: number }) =>
    `${address} is at ${mac}, announced ${count} times`,
  ownership: ({ address, mac }: { address: string; mac: string }) => `${address} is at ${mac}`,
  finding: ({ severity, title, explanation }: Pick<Finding, 'severity' | 'title' | 'explanation'>) =>
    `${severity}: ${title}. ${explanation}`,
  free: (ranges: readonly string[]) => `free: ${ranges.length === 0 ? 'none' : ranges.join(', ')}`,
  neighbour: ({ protocol, group, packets, takesVrid }: Neighbour) =>
    `${protocol} group ${group}, ${packets} packets${takesVrid === null ? '' : `, takes IPv4 VRID ${takesVrid}`}`,
};

/** What standard error says about what was read. */
export const warnings = {
  problem: (message: string, offset: number, packet: number | undefined) =>
    packet === undefined ? `${message} (offset ${offset})` : `${message} (packet ${packet}, offset ${offset})`,
  moreOf: (count: number, code: string) => `${count} more of ${code}`,
  moreLike: (count: number) => `${count} more like these`,
  notPrinted: (count: number) => `${plural(count, 'packet')} of CARP, HSRP or GLBP ${are(count)} not printed`,
  neitherVersion: (count: number) =>
    `${plural(count, 'packet')} of IP protocol 112 ${are(count)} neither VRRPv2 nor VRRPv3`,
};

/** What is said while files are read. */
export const progress = {
  reading: 'reading',
  done: (megabytes: string, speed: string) => `${megabytes} MB  ${speed} MB/s`,
  doneOf: (done: string, total: string, speed: string) => `${done} of ${total} MB  ${speed} MB/s`,
  left: (time: string) => `${time} left`,
};

interface Source {
  name: string;
  packets: number;
  vrrp: number;
  announcements: number;
}

interface View {
  name: string;
  clockOffset: number;
  clockDrift: number;
  matched: number;
}

interface Neighbour {
  protocol: string;
  group: number;
  packets: number;
  takesVrid: number | null;
}

function are(count: number): string {
  return count === 1 ? 'is' : 'are';
}
