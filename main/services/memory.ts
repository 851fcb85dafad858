import { getHeapStatistics } from 'node:v8';

/** The rest is for bytes that are being read, for what outputs are made of, and for the garbage between. */
const KEPT = 0.6;

/** How much of captures may be kept, in bytes: this thread ends without a word where it needs more than it was lent. */
export function memoryToKeep(): number {
  return KEPT * getHeapStatistics().heap_size_limit;
}
