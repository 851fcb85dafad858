/** What Node takes to walk through the records of a little-endian capture and look at nothing: `node bare-loop.js FILE`. */
import { openSync, readSync } from 'node:fs';

const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const STEP = 1 << 18;

const file = openSync(process.argv[2] ?? '', 'r');
const bytes = new Uint8Array(2 * STEP);
const view = new DataView(bytes.buffer);
let packets = 0;
let start = FILE_HEADER;
let end = 0;
for (let read = -1; read !== 0; end -= start, start = 0) {
  read = readSync(file, bytes, end, STEP, null);
  end += read;
  while (start + RECORD_HEADER <= end) {
    const next = start + RECORD_HEADER + view.getUint32(start + 8, true);
    if (next > end) break;
    packets++;
    start = next;
  }
  bytes.copyWithin(0, start, end);
}
console.log(packets);
