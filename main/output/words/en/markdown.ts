import { counted } from '../../../../decoder/wording/en/text.ts';

/** Headings, columns and connecting words of the Markdown report. */
export const markdown = {
  title: '# VRRP report',
  incidents: '## Incidents',
  findings: '## Findings',
  severity: { critical: 'critical', warning: 'warning', info: 'info' },
  heading: (severity: string, title: string) => `### ${severity}: ${title}`,
  next: (advice: string) => `**Next:** ${advice}`,
  columns: {
    sources: ['capture', 'packets', 'VRRP', 'announcements', 'dropped', 'problems'],
    incidents: ['time', 'how long', 'what happened'],
    routers: ['router', 'address', 'priority', 'advertisements'],
    configured: ['configured', 'instance', 'interface', 'state', 'priority', 'tracks', 'sync group'],
    transitions: ['time', 'from', 'to', 'cause', 'since last heard', 'explanation'],
    troubles: ['time', 'what', 'how long', 'who or why'],
  },
  dropsUnknown: 'not told',
  notRead: (why: string) => `not read: ${why}`,
  listed: (items: readonly string[]) => items.join(', '),
  listedProblems: (items: readonly string[]) => items.join('; '),
  span: ({ start, end, zone, length }: { start: string; end: string; zone: string; length: string }) =>
    `Observed from ${start} to ${end} (${zone}), ${length}.`,
  twoMasters: 'two masters',
  noMaster: 'no master',
  undelivered: 'undelivered',
  masters: ({ routers, reason }: { routers: readonly string[]; reason: string }) => `${routers.join(', ')} (${reason})`,
  sentence: (text: string) => `${text}.`,
  uneventful: (count: number, list: string) => `${counted(count, 'uneventful virtual router')}: ${list}.`,
  /** What stands under the heading of a finding, in this order. */
  facts: ({ code, subject, time, lasted, packets }: Facts) =>
    [
      code,
      ...(subject === null ? [] : [subject]),
      time,
      ...(lasted === null ? [] : [lasted]),
      ...(packets.length === 0 ? [] : [`packets ${packets.join(', ')}`]),
    ].join(', '),
  packetOf: (packet: number, file: string) => `${packet} of ${file}`,
  neighbours: (list: string) => `Neighbours, counted only: ${list}.`,
  neighbour: ({ protocol, group, speakers, packets }: Neighbour) =>
    `${protocol} ${group} by ${speakers.join(' ')} (${counted(packets, 'packet')})`,
};

interface Facts {
  code: string;
  subject: string | null;
  time: string;
  lasted: string | null;
  packets: readonly string[];
}

interface Neighbour {
  protocol: string;
  group: number;
  speakers: readonly string[];
  packets: number;
}
