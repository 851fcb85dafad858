import type { PacketRow, VrrpRow } from '../../decoder/packets/message-row.ts';
import { formatInterval } from '../../decoder/wording/format-time.ts';
import { reportWordsOf } from '../../decoder/wording/report-words.ts';
import type { Words } from '../shared/words/words.ts';

/** What a packet says, in a line; the VRID only among those of all virtual routers. */
export function rowText(row: PacketRow, words: Words, ofAll: boolean): string {
  return [sentence(row, words), ...remarks(row, words, ofAll)].filter((part) => part !== '').join(' · ');
}

function sentence(row: PacketRow, { messages, language }: Words): string {
  switch (row.kind) {
    case 'vrrp': {
      const interval = formatInterval(row.interval, reportWordsOf(language));
      return row.priority === 0 ? messages.resigns(interval) : messages.advertisement(row.priority, interval);
    }
    case 'arp':
      return messages.arp[row.role](row);
    case 'nd':
      return messages.nd[row.role](row);
    case 'other':
      return row.length === 0 ? messages.unread : row.protocol;
  }
}

function remarks(row: PacketRow, { messages, packets }: Words, ofAll: boolean): string[] {
  if (row.kind === 'other') return row.length === 0 ? [] : [packets.length(row.length)];
  const problems = row.problems.length > 0 ? messages.problems(row.problems.length) : '';
  if (row.kind !== 'vrrp') return [problems];
  return [ofAll ? messages.vrid(row.vrid) : '', ...advertisementRemarks(row, messages), problems];
}

function advertisementRemarks({ checksum, ttl }: VrrpRow, messages: Words['messages']): string[] {
  return [messages.checksum[checksum], ttl === 255 ? '' : messages.ttl(ttl)];
}
