import { fstatSync, readdirSync, readlinkSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import { TemporaryBytes } from '../../../main/services/temporary-bytes.ts';

const MEBIBYTE = 2 ** 20;
let bytes: TemporaryBytes;

afterEach(() => {
  bytes.close();
  vi.unstubAllEnvs();
});

function pattern(length: number, seed: number): Uint8Array {
  return new Uint8Array(Buffer.alloc(length, Uint8Array.of(seed, 1, 2, 3, 5, 7, 11)));
}

/** What temporary files without a name take on the disk. */
function onDisk(): number {
  let sum = 0;
  for (const descriptor of readdirSync('/proc/self/fd')) {
    try {
      if (/vrrpscope-.*\(deleted\)$/.test(readlinkSync(`/proc/self/fd/${descriptor}`))) {
        sum += fstatSync(Number(descriptor)).size;
      }
    } catch {
      // The one that the folder was listed with
    }
  }
  return sum;
}

it('reads what was written, in whatever file and memory it lies', () => {
  bytes = new TemporaryBytes();
  const places: number[] = [];
  for (let i = 0; i < 70; i++) places.push(bytes.append(pattern(MEBIBYTE - 7, i)));
  for (const [i, place] of places.entries()) {
    expect(Buffer.compare(bytes.read(place, MEBIBYTE - 7), pattern(MEBIBYTE - 7, i))).toBe(0);
  }
  const across = bytes.read((places[20] ?? 0) + 5, 30 * MEBIBYTE);
  expect(across.length).toBe(30 * MEBIBYTE);
  expect(Buffer.compare(across.subarray(0, 100), pattern(105, 20).subarray(5))).toBe(0);
});

it.skipIf(process.platform !== 'linux')('gives the disk back what is forgotten', () => {
  bytes = new TemporaryBytes();
  const before = onDisk();
  const places: number[] = [];
  for (let i = 0; i < 200; i++) {
    places.push(bytes.append(pattern(MEBIBYTE - 1, i)));
    bytes.forget(places[Math.max(0, i - 40)] ?? 0);
    expect(onDisk() - before).toBeLessThan(110 * MEBIBYTE);
  }
  for (const i of [160, 180, 199]) {
    expect(Buffer.compare(bytes.read(places[i] ?? 0, MEBIBYTE - 1), pattern(MEBIBYTE - 1, i))).toBe(0);
  }
});

it('goes on where it was when the disk has been full', () => {
  bytes = new TemporaryBytes();
  const first = bytes.append(pattern(MEBIBYTE, 1));
  vi.stubEnv('TMPDIR', '/nowhere');
  expect(() => bytes.append(pattern(10, 2))).toThrow();
  expect(Buffer.compare(bytes.read(first, MEBIBYTE), pattern(MEBIBYTE, 1))).toBe(0);
  vi.unstubAllEnvs();
  const second = bytes.append(pattern(10, 3));
  expect(bytes.read(second, 10)).toEqual(pattern(10, 3));
});
