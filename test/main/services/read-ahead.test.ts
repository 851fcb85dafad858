import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { captureFile } from '../../../main/services/read-capture-file.ts';

const MEGABYTE = 1 << 20;
const folder = mkdtempSync(join(tmpdir(), 'read-ahead-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Whole megabytes and a little, each byte as its place has it. */
function stored(name: string, length: number): { path: string; bytes: Buffer } {
  const bytes = Buffer.alloc(length);
  for (let i = 0; i < length; i++) bytes[i] = (i * 31 + (i >>> 13)) & 0xff;
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return { path, bytes };
}

it('several reads at once give the bytes in order, and nothing behind the end', async () => {
  const { path, bytes } = stored('long', 9 * MEGABYTE + 77);
  const file = captureFile(path);
  const first = new Uint8Array(1000);
  expect(await file.read(first)).toBe(1000);
  expect(file.readsAhead).toBeGreaterThan(1);
  const rooms = Array.from({ length: 12 }, () => new Uint8Array(MEGABYTE));
  const lengths = await Promise.all(rooms.map((room) => file.read(room)));
  await file.close();
  const all = Buffer.concat([first, ...rooms.map((room, at) => room.subarray(0, lengths[at]))]);
  expect(all.equals(bytes)).toBe(true);
  expect(lengths.slice(10)).toEqual([0, 0]);
});

it('what is appended behind the end that was met is not read with a gap before it', async () => {
  const { path, bytes } = stored('growing', 2 * MEGABYTE);
  const file = captureFile(path);
  await file.read(new Uint8Array(MEGABYTE));
  const rooms = [new Uint8Array(2 * MEGABYTE), new Uint8Array(MEGABYTE)] as const;
  const last = await file.read(rooms[0]);
  expect(last).toBe(MEGABYTE);
  expect(Buffer.from(rooms[0].subarray(0, last)).equals(bytes.subarray(MEGABYTE))).toBe(true);
  appendFileSync(path, Buffer.alloc(3 * MEGABYTE));
  expect(await file.read(rooms[1])).toBe(0);
  await file.close();
});

it('may be closed while reads are under way', async () => {
  const { path } = stored('closed', 6 * MEGABYTE);
  const file = captureFile(path);
  await file.read(new Uint8Array(MEGABYTE));
  const reads = [1, 2, 3].map(() => file.read(new Uint8Array(MEGABYTE)));
  await file.close();
  expect(await Promise.all(reads)).toEqual([MEGABYTE, MEGABYTE, MEGABYTE]);
});
