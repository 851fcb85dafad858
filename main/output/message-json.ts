import { type MessagePlace, messageRow, type ShownMessage } from '../../decoder/packets/message-row.ts';
import { safeJson } from './escape.ts';

/** One object without line breaks, with the properties that the contract lists. */
export function messageJson(message: ShownMessage, place: MessagePlace): string {
  return safeJson(messageRow(message, place));
}
