import type { Frame } from './frame.ts';

const HEADER = 40;
const INBOUND = 1;
const OUTBOUND = 2;

/** LINKTYPE_PKTAP, always little-endian: the link type of the packet behind the header; undefined if it is cut. */
export function decodePktap(frame: Frame): number | undefined {
  if (!frame.has(HEADER)) return undefined;
  const { offset, view } = frame;
  const length = view.getUint32(offset, true);
  if (length < HEADER || !frame.has(length)) return undefined;
  const way = view.getUint32(offset + 36, true) & (INBOUND | OUTBOUND);
  if (frame.direction === 'unknown' && way === INBOUND) frame.direction = 'inbound';
  if (frame.direction === 'unknown' && way === OUTBOUND) frame.direction = 'outbound';
  frame.offset += length;
  return view.getUint32(offset + 8, true);
}
