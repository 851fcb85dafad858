import { counted } from './text.ts';

interface Label {
  vrid: number;
  /** Empty without one. */
  tunnel: string;
  vlans: readonly number[];
  addresses: string;
  file: string | undefined;
}

/** Words about a whole report. */
export const report = {
  verdict: {
    nothingRead: 'Nothing could be read.',
    noPackets: 'No packets: the capture is empty.',
    noVrrp: (others: readonly string[]) =>
      `No VRRP in this capture.${others.length === 0 ? '' : ` It holds ${others.join(', ')}, which is not analysed.`}`,
    noneShown: (packets: number) =>
      `No virtual router to show here, though the capture holds ${counted(packets, 'VRRP packet')}.`,
    nothingHappened: 'Nothing happened.',
    oneMaster: ({ master, vrid }: { master: string; vrid: number }) =>
      `Nothing happened: ${master} was master of VRID ${vrid} throughout.`,
    elected: ({ master, vrid, when }: { master: string; vrid: number; when: string }) =>
      `Nothing alarming: ${master} became master of VRID ${vrid} at ${when} and remained so.`,
    onlyPriorities: ({ master, vrid, count }: { master: string; vrid: number; count: number }) =>
      `Nothing alarming: ${master} was the only master of VRID ${vrid}, and changed its priority ${count === 1 ? 'once' : `${count} times`}.`,
    oneMasterEach: (virtualRouters: number) =>
      `Nothing happened: ${counted(virtualRouters, 'virtual router')}, each with one master throughout.`,
    nothingAlarming: 'Nothing alarming.',
    orderly: (handovers: number) => `Nothing alarming: ${counted(handovers, 'orderly handover')}.`,
    moved: (handovers: number) => `mastership moved ${counted(handovers, 'time')}`,
    about: (virtualRouter: string, text: string) => `${virtualRouter}: ${text}`,
    sentence: (text: string) => `${text}.`,
    stillSo: 'still so at the end',
    /** `when` and, where the title does not say it, `lasted`. */
    finding: ({ title, when, lasted }: { title: string; when: string; lasted: string | undefined }) =>
      `${title} (${lasted === undefined ? when : `${when}, ${lasted}`})`,
  },

  /** What happened to a virtual router; `length` is a formatted duration. */
  phrases: {
    twoMasters: (length: string, spells: number) => `two masters for ${length}${inSpells(spells)}`,
    noMaster: (length: string, spells: number) => `no master for ${length}${inSpells(spells)}`,
    moved: (times: number) => (times === 1 ? 'mastership moved once' : `mastership moved ${times} times`),
    nearFailovers: (count: number) => counted(count, 'near-failover'),
  },

  label: ({ vrid, tunnel, vlans, addresses, file }: Label) =>
    `VRID ${vrid}${tunnel === '' ? '' : ` ${tunnel}`}${vlans.length > 0 ? ` vlan ${vlans.join('.')}` : ''} ${addresses}${file === undefined ? '' : ` ${file}`}`,
  /** Several virtual routers; `vrids` are numbers and ranges. */
  labelOfAll: ({ count, vrids }: { count: number; vrids: string }) =>
    `${counted(count, 'virtual router')}: VRID ${vrids}`,
  file: (number: number) => `file ${number}`,
  noAddresses: 'no addresses',
  more: (count: number) => `+${count} more`,
};

export const counts = {
  packets: (count: number) => counted(count, 'packet'),
  advertisements: (count: number) => counted(count, 'advertisement'),
  announcements: (count: number) => counted(count, 'announcement'),
  virtualRouters: (count: number) => counted(count, 'virtual router'),
  problems: (count: number) => counted(count, 'problem'),
  uneventful: (count: number) => counted(count, 'uneventful virtual router'),
  findings: {
    critical: (count: number) => counted(count, 'critical finding'),
    warning: (count: number) => counted(count, 'warning'),
    info: (count: number) => counted(count, 'note'),
  },
};

function inSpells(count: number): string {
  return count === 1 ? '' : ` in ${count} spells`;
}
