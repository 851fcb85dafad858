import type { Report } from '../../decoder/report.ts';
import { troubles } from '../../decoder/wording/en/troubles.ts';
import { type Trouble, tellTrouble } from '../../decoder/wording/trouble.ts';
import type { LiveStatus } from '../../main/live/live-contract.ts';
import { START } from './report-builders.ts';

/** Of a capture that goes well. */
export function liveStatus(fields: Partial<LiveStatus> = {}): LiveStatus {
  return {
    name: 'eth0',
    via: 'dumpcap',
    state: 'listening',
    trouble: null,
    retryIn: null,
    now: START + 300,
    quiet: 0.2,
    silenceProven: true,
    packets: 604,
    dropped: 0,
    writeFailure: null,
    ...fields,
  };
}

/** Without what differs between a stream and the file it came from or went to, and tells nothing of history. */
export function historyOf({ sources, ...report }: Report) {
  const dropped = sources.reduce((all, source) => all + (source.dropped ?? 0), 0);
  return { ...report, tool: null, packets: sources.map(({ packets }) => packets), dropped };
}

export const GONE: Trouble = { code: 'interface-disappeared', name: 'eth0' };
export const DISK_FULL = {
  code: 'cannot-write',
  path: 'x',
  fault: { by: 'system', name: 'ENOSPC', text: 'no space left on device' },
  heldUntil: null,
} as const satisfies Trouble;

/** In English; null where there is none. */
export function english(trouble: Trouble | null): string | null {
  return trouble && tellTrouble(trouble, troubles);
}
