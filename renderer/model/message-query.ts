import type { MessageQuery } from '../../decoder/packets/message-index.ts';
import type { CaptureView } from './app-state.ts';

/** Before and after everything, and still a number in JSON. */
const ALL_TIME = { start: -Number.MAX_SAFE_INTEGER, end: Number.MAX_SAFE_INTEGER };

/** What the packet list shows. Evidence is messages always. */
export function messageQuery(view: Pick<CaptureView, 'span' | 'virtualRouter' | 'packets' | 'evidence'>): MessageQuery {
  const { span, virtualRouter, packets, evidence } = view;
  const { start, end } = span ?? ALL_TIME;
  const ofRouter = packets.scope === 'virtual-router' ? virtualRouter : null;
  const query: MessageQuery = { virtualRouter: ofRouter, from: start, to: end };
  if (packets.onlyEvidence) return { ...query, only: [...evidence] };
  return packets.scope === 'every' ? { ...query, every: true } : query;
}
