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
