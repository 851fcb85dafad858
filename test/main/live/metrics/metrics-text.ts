import type { LiveStatus } from '../../../../main/live/live-contract.ts';
import { START } from '../../../support/report-builders.ts';

/** A local capture that listens and lacks nothing. */
export function listening(fields: Partial<LiveStatus> = {}): LiveStatus {
  return {
    name: 'eth0',
    via: 'dumpcap',
    state: 'listening',
    trouble: null,
    retryIn: null,
    now: START + 302,
    quiet: 0.4,
    silenceProven: true,
    packets: 604,
    dropped: null,
    writeFailure: null,
    ...fields,
  };
}

/** The samples of a Prometheus text whose name and labels contain all of `words`, by `name{labels}`. */
export function samples(text: string, ...words: string[]): Record<string, number> {
  const found = text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))] as const)
    .filter(([series]) => words.every((word) => series.includes(word)));
  return Object.fromEntries(found);
}

/** The value of the only series with all of `words`. */
export function sample(text: string, ...words: string[]): number | undefined {
  const values = Object.values(samples(text, ...words));
  if (values.length > 1) throw new Error(`${values.length} series have ${words.join(' and ')}`);
  return values[0];
}
