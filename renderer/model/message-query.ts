import type { MessageQuery } from '../../decoder/packets/message-index.ts';
import type { CaptureView } from './app-state.ts';

/** Before and after everything, and still a number in JSON. */
const ALL_TIME = { start: -Number.MAX_SAFE_INTEGER, end: Number.MAX_SAFE_INTEGER };

/** The messages that the packet list shows. */
export function messageQuery(view: Pick<CaptureView, 'span' | 'virtualRouter' | 'packets' | 'evidence'>): MessageQuery {
  const { span, virtualRouter, packets, evidence } = view;
  const { start, end } = span ?? ALL_TIME;
  const query: MessageQuery = { virtualRouter: packets.ofAll ? null : virtualRouter, from: start, to: end };
  return packets.onlyEvidence ? { ...query, only: [...evidence] } : query;
}
