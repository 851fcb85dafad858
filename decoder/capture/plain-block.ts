import { LARGEST_PACKET } from './capture-record.ts';

export const ENHANCED_PACKET = 6;
export const INTERFACE_ID_AT = 8;
export const TIME_AT = 12;
export const CAPTURED_LENGTH_AT = 20;
export const ORIGINAL_LENGTH_AT = 24;
export const DATA_AT = 28;
/** Fields, and its length once more behind the data. */
const SHORTEST_BLOCK = 32;

/**
 * Where an Enhanced Packet Block without options ends, as nearly all of a pcapng file is made of; 0 if it is no such
 * block, or not all here. Numbers are read with a sign, so that they fit into registers.
 */
export function endOfPlainBlock(view: DataView, at: number, limit: number, littleEndian: boolean): number {
  if (at + SHORTEST_BLOCK > limit || view.getInt32(at, littleEndian) !== ENHANCED_PACKET) return 0;
  const length = view.getInt32(at + 4, littleEndian);
  const capturedLength = view.getInt32(at + CAPTURED_LENGTH_AT, littleEndian);
  if (capturedLength < 0 || capturedLength > LARGEST_PACKET) return 0;
  if (length !== SHORTEST_BLOCK + ((capturedLength + 3) & ~3) || at + length > limit) return 0;
  return view.getInt32(at + length - 4, littleEndian) === length ? at + length : 0;
}
