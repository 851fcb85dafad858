import { LogReader } from '../../decoder/logs/log-reader.ts';
import type { NodeLog } from '../../decoder/logs/node-log.ts';
import { STORY_START } from './story.ts';

/** Of a log: seconds from the start of the story by the node's clock, and the message. */
export type Written = readonly [time: number, message: string];

export function logOf(name: string, text: string): NodeLog {
  const reader = new LogReader(name, `${name}.log`);
  for (const line of text.split('\n')) reader.line(line);
  return reader.finish();
}

/** As rsyslog writes it, to the microsecond. */
export function precise(lines: readonly Written[], zone = 'Z'): string {
  return lines
    .map(([time, message]) => {
      const stamp = new Date((STORY_START + time) * 1000).toISOString().replace('Z', `000${zone}`);
      return `${stamp} lb Keepalived_vrrp[123]: ${message}`;
    })
    .join('\n');
}

/** As keepalived itself writes it to its console: whole seconds without a zone. */
export function onConsole(lines: readonly Written[]): string {
  return lines
    .map(([time, message]) => {
      const [day, number, month, year, clock] = new Date((STORY_START + time) * 1000).toUTCString().split(/,? /);
      return `${day} ${month} ${number?.replace(/^0/, ' ')} ${clock} ${year}: ${message}`;
    })
    .join('\n');
}

export const entering = (state: 'MASTER' | 'BACKUP' | 'FAULT', instance = 'VI_1') =>
  `(${instance}) Entering ${state} STATE`;
