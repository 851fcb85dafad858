import type { Nanos } from '../../time.ts';
import type { FindingWords, Subject } from '../finding-words.ts';
import { counted, describe, duration, sentences } from './text.ts';

interface Contradicted {
  virtualRouter: Subject;
  router: string;
  /** Of the node, as its log was called. */
  name: string;
  instance: string;
}

/** Where a node's log and its packets contradict each other. */
export const logs = {
  'log-disagreement': {
    silentMaster: ({
      virtualRouter,
      router,
      name,
      instance,
      length,
    }: Contradicted & { length: Nanos }): FindingWords => ({
      title: `The log of ${name} says MASTER for ${describe(virtualRouter)} while nothing of it is heard`,
      explanation: `For ${duration(length)}, longer than the Master_Down_Interval, ${instance} of ${name} is MASTER in its log, and no advertisement of ${router} was captured. It sent none, or they did not reach the capture point; a backup behind the same fault takes over as well.`,
      advice: `Capture on ${name} itself to see whether it sends: tcpdump -ni IFACE vrrp; then read both captures with --view`,
    }),
    advertisingBackup: ({
      virtualRouter,
      router,
      name,
      instance,
      state,
      length,
    }: Contradicted & { state: 'BACKUP' | 'FAULT'; length: Nanos }): FindingWords => ({
      title: `The log of ${name} says ${state} for ${describe(virtualRouter)} while it goes on advertising`,
      explanation: `For ${duration(length)} ${router} advertises itself as master, and ${instance} of ${name} is in ${state} in its log. Another process sends with that address, a keepalived that was not stopped, or the log is of another node.`,
      advice: `On ${name}, look for a second process: systemctl status keepalived; ip netns list`,
    }),
    unlogged: ({ virtualRouter, router, name, instance }: Contradicted): FindingWords => ({
      title: `${name} took over ${describe(virtualRouter)}, and its log does not say so`,
      explanation: `${router} began to advertise as master, and the log of ${name}, which covers that time, has no line in which ${instance} enters MASTER STATE. The log is not complete, or another process sends with that address.`,
      advice: `Look for lines that were dropped, and for a second process: journalctl -u keepalived; systemctl status keepalived`,
    }),
  },
};

interface Compared {
  name: string;
  /** A formatted duration; null where it is less than may be off. */
  offset: string | null;
  isBehind: boolean;
  uncertainty: string;
  matched: number;
  isSure: boolean;
}

/** A line for each log: how its clock stands against the capture's. */
export const logLines = {
  title: 'Logs',
  columns: ['time', 'node', 'virtual router', 'line'],
  compared: ({ name, offset, isBehind, uncertainty, matched, isSure }: Compared) =>
    sentences(
      offset === null
        ? `Log of ${name}: on the capture's clock, to within ${uncertainty}, ${counted(matched, 'state change')} matched.`
        : `Log of ${name}: ${offset} ${isBehind ? 'behind' : 'ahead of'} the capture, to within ${uncertainty}, ${counted(matched, 'state change')} matched.`,
      isSure ? '' : 'That rests on too few of them: another offset may be the right one.',
    ),
  ownClock: (name: string) =>
    `Log of ${name}: its own clock, too few of its state changes were found in the packets to compare it.`,
  asItsView: (name: string) =>
    `Log of ${name}: by the clock of view ${name}; none of its state changes was found in the packets to compare.`,
  empty: (name: string) => `Log of ${name}: no line of it tells of a state of keepalived.`,
  noZone: 'Its lines name no time zone and are read as UTC.',
  noYear: 'Its lines name no year: taken from the capture.',
  leftOut: (lines: number) => `${counted(lines, 'line')} more are not listed.`,
  together: (told: readonly string[]) => sentences(...told),
  repeated: ({ text, count }: { text: string; count: number }) => `${text} (${count} times)`,
};
