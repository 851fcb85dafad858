import type { MessageRow, VrrpRow } from '../../decoder/packets/message-row.ts';
import { formatInterval } from '../../decoder/wording/format-time.ts';
import { wordsOf } from '../../decoder/wording/words.ts';
import type { Words } from '../shared/words/words.ts';

/** What a message says, in a line. */
export function rowText(row: MessageRow, words: Words): string {
  return [sentence(row, words), ...remarks(row, words)].filter((part) => part !== '').join(' · ');
}

function sentence(row: MessageRow, { messages, language }: Words): string {
  switch (row.kind) {
    case 'vrrp': {
      const interval = formatInterval(row.interval, wordsOf(language));
      return row.priority === 0 ? messages.resigns(interval) : messages.advertisement(row.priority, interval);
    }
    case 'arp':
      return messages.arp[row.role](row);
    case 'nd':
      return messages.nd[row.role](row);
  }
}

function remarks(row: MessageRow, { messages }: Words): string[] {
  const problems = row.problems.length > 0 ? messages.problems(row.problems.length) : '';
  return row.kind === 'vrrp' ? [...advertisementRemarks(row, messages), problems] : [problems];
}

function advertisementRemarks({ vrid, checksum, ttl }: VrrpRow, messages: Words['messages']): string[] {
  return [messages.vrid(vrid), messages.checksum[checksum], ttl === 255 ? '' : messages.ttl(ttl)];
}
