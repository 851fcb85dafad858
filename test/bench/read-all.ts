/** Reads a capture and does nothing with it: `node read-all.js FILE` prints what there was and how long it took. */
import { CaptureReader } from '../../decoder/capture/capture-reader.ts';
import { captureFile } from '../../main/services/read-capture-file.ts';

const start = performance.now();
const source = captureFile(process.argv[2] ?? '-');
const reader = new CaptureReader();
for (let length = -1; length !== 0; ) {
  while (reader.next() !== undefined);
  length = await source.read(reader.room());
  if (length > 0) reader.filled(length);
  else reader.end();
}
while (reader.next() !== undefined);
await source.close();
console.log(`${reader.packets} packets, ${reader.bytes} bytes, ${((performance.now() - start) / 1000).toFixed(3)} s`);
