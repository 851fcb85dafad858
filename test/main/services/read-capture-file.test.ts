import { execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  createWriteStream,
  mkdtempSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync as zlibGzip } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { type CaptureFile, captureFile } from '../../../main/services/read-capture-file.ts';
import { concat } from '../../support/capture-builders.ts';
import { hasPeer, requirePeer } from '../../support/peer-programs.ts';

const folder = mkdtempSync(join(tmpdir(), 'capture-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function stored(bytes: Uint8Array, name = `file-${++files}`): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** Bytes that compress a little, and differ at every place. */
function sample(length: number, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let i = 0, state = seed; i < length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) | 0;
    bytes[i] = ((state >>> 16) & 0x3f) + 0x20;
  }
  return bytes;
}

function gzipSync(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(zlibGzip(bytes));
}

/** What came out, and what then went wrong. */
async function readAll(file: CaptureFile, room = 1 << 20): Promise<{ bytes: Buffer; error: unknown }> {
  const parts: Uint8Array[] = [];
  const into = new Uint8Array(room);
  let error: unknown;
  try {
    for (let read = await file.read(into); read > 0; read = await file.read(into)) parts.push(into.slice(0, read));
  } catch (thrown) {
    error = thrown;
  }
  await file.close();
  return { bytes: Buffer.concat(parts), error };
}

function expectBytes(actual: Uint8Array, expected: Uint8Array): void {
  expect(actual.length).toBe(expected.length);
  expect(Buffer.compare(actual, expected)).toBe(0);
}

async function expectPrefix(packed: Uint8Array, whole: Uint8Array, code: string, least: number): Promise<void> {
  const { bytes, error } = await readAll(captureFile(stored(packed)));
  expect(error).toMatchObject({ name: 'CaptureFileError', code });
  expect(bytes.length).toBeGreaterThanOrEqual(least);
  expectBytes(bytes, whole.subarray(0, bytes.length));
}

describe('a plain file', () => {
  it.each([0, 1, 3, 4, 100_000, 3_000_000])('of %i bytes is given as it is', async (length) => {
    const whole = sample(length);
    const file = captureFile(stored(whole));
    const { bytes, error } = await readAll(file, 65_536);
    expect(error).toBeUndefined();
    expectBytes(bytes, whole);
    expect(file.compression).toBe('none');
  });

  it('knows how far it is', async () => {
    const file = captureFile(stored(sample(150_000)));
    expect(file.progress()).toEqual({ done: 0, total: undefined });
    await file.read(new Uint8Array(100_000));
    expect(file.progress()).toEqual({ done: 100_000, total: 150_000 });
    await file.close();
  });

  it.each([50_000, 65_536, 100_000])('cut to %i bytes while it is read says so behind what there is', async (left) => {
    const whole = sample(150_000);
    const path = stored(whole);
    const file = captureFile(path);
    await file.read(new Uint8Array(50_000));
    truncateSync(path, left);
    const { bytes, error } = await readAll(file, 65_536);
    expectBytes(bytes, whole.subarray(50_000, left));
    expect(error).toMatchObject({ code: 'file-shrank', message: 'the file became shorter while it was read' });
  });

  it('cut while several reads are under way gives what is before the cut, once', async () => {
    const whole = sample(150_000);
    const path = stored(whole);
    const file = captureFile(path);
    await file.read(new Uint8Array(10_000));
    truncateSync(path, 70_000);
    const into = [1, 2, 3].map(() => new Uint8Array(40_000));
    const [first, second, third] = await Promise.allSettled(into.map((bytes) => file.read(bytes)));
    expect([first, second]).toMatchObject([{ value: 40_000 }, { value: 20_000 }]);
    expect(third).toMatchObject({ reason: { code: 'file-shrank' } });
    await file.close();
  });

  it('that grows, or loses its name while it is read, is read as it was opened', async () => {
    const whole = sample(150_000);
    const path = stored(whole);
    const file = captureFile(path);
    const first = new Uint8Array(50_000);
    await file.read(first);
    appendFileSync(path, sample(10));
    unlinkSync(path);
    const { bytes, error } = await readAll(file, 65_536);
    expect(error).toBeUndefined();
    expectBytes(bytes.subarray(0, 100_000), whole.subarray(50_000));
  });

  it('lets others have their turn while it is read', async () => {
    const file = captureFile(stored(new Uint8Array(40 << 20)));
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    await readAll(file);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(0);
  });
});

describe('a file that cannot be read', () => {
  it('because it does not exist', async () => {
    const path = join(folder, 'missing.pcap');
    const { error } = await readAll(captureFile(path));
    expect(error).toMatchObject({ code: 'not-found', path, message: 'there is no such file' });
  });

  it('because its folder is a file', async () => {
    const { error } = await readAll(captureFile(join(stored(sample(1)), 'x.pcap')));
    expect(error).toMatchObject({ code: 'not-found' });
  });

  it('because it is a directory', async () => {
    const { error } = await readAll(captureFile(folder));
    expect(error).toMatchObject({ name: 'CaptureFileError', code: 'is-a-directory', path: folder });
  });

  it.skipIf(process.getuid?.() === 0)('because nobody allowed it', async () => {
    const path = stored(sample(10));
    chmodSync(path, 0);
    const { error } = await readAll(captureFile(path));
    expect(error).toMatchObject({ code: 'no-permission' });
  });

  it.each([
    ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]],
    ['bzip2', [0x42, 0x5a, 0x68, 0x39]],
    ['ZIP', [0x50, 0x4b, 3, 4]],
  ])('because it is packed with %s', async (packer, magic) => {
    const { bytes, error } = await readAll(captureFile(stored(concat(magic, sample(50)))));
    expect(bytes.length).toBe(0);
    expect(error).toMatchObject({ code: 'unsupported-compression' });
    expect(String(error)).toContain(packer);
  });
});

describe('gzip', () => {
  const whole = sample(700_000);
  const packed = gzipSync(whole);

  it('is told by content and unpacked', async () => {
    const file = captureFile(stored(packed, 'not-gzip-by-name.pcap'));
    const { bytes, error } = await readAll(file);
    expect(error).toBeUndefined();
    expectBytes(bytes, whole);
    expect(file.compression).toBe('gzip');
    expect(file.progress()).toEqual({ done: packed.length, total: packed.length });
  });

  it('may have several members, and zeros behind them', async () => {
    const other = sample(1000, 7);
    const members = concat(packed, gzipSync(other), gzipSync(new Uint8Array(0)), new Uint8Array(600));
    const { bytes, error } = await readAll(captureFile(stored(members)), 65_536);
    expect(error).toBeUndefined();
    expectBytes(bytes, concat(whole, other));
  });

  it.each([0.01, 0.3, 0.6, 0.99])('cut at %f of its length gives what it holds', async (part) => {
    const cut = packed.subarray(0, Math.floor(part * packed.length));
    await expectPrefix(cut, whole, 'compressed-truncated', part * whole.length - 5000);
  });

  it('cut inside its header is truncated', async () => {
    await expectPrefix(packed.subarray(0, 6), whole, 'compressed-truncated', 0);
  });

  it('with a wrong checksum gives everything', async () => {
    const damaged = packed.slice();
    damaged.fill(0, -8, -4);
    await expectPrefix(damaged, whole, 'compressed-damaged', whole.length - 65_536);
    const small = gzipSync(whole.subarray(0, 5000));
    small.fill(0, -8, -4);
    await expectPrefix(small, whole, 'compressed-damaged', 4500);
  });

  it('with garbage in the middle gives what is before', async () => {
    const damaged = packed.slice();
    const middle = Math.floor(packed.length / 2);
    damaged.fill(0xff, middle, middle + 100);
    const { bytes, error } = await readAll(captureFile(stored(damaged)));
    expect(error).toMatchObject({ code: 'compressed-damaged' });
    const sound = Math.floor(whole.length / 2) - 80_000;
    expectBytes(bytes.subarray(0, sound), whole.subarray(0, sound));
  });

  it('that unpacks to a thousand times its size stays small in memory', async () => {
    const bomb = gzipSync(new Uint8Array(64 << 20));
    const members = concat(...Array(8).fill(bomb));
    const before = process.memoryUsage();
    const file = captureFile(stored(members));
    const into = new Uint8Array(1 << 20);
    let length = 0;
    let most = 0;
    for (let read = await file.read(into); read > 0; read = await file.read(into)) {
      length += read;
      const now = process.memoryUsage();
      most = Math.max(most, now.arrayBuffers + now.external - before.arrayBuffers - before.external);
    }
    await file.close();
    expect(length).toBe(512 << 20);
    expect(most).toBeLessThan(200 << 20);
  });
});

describe('Zstandard', () => {
  const whole = sample(700_000);
  const zstd = (bytes: Uint8Array, ...options: string[]) =>
    new Uint8Array(execFileSync('zstd', ['-q', '-c', ...options], { input: bytes, maxBuffer: 1 << 28 }));
  const skippable = concat([0x53, 0x2a, 0x4d, 0x18, 7, 0, 0, 0], sample(7));

  it('is told by content and unpacked', async ({ skip }) => {
    requirePeer('zstd', skip);
    for (const options of [['-1'], ['-19'], ['--no-check'], ['--no-content-size']]) {
      const file = captureFile(stored(zstd(whole, ...options)));
      const { bytes, error } = await readAll(file);
      expect(error).toBeUndefined();
      expectBytes(bytes, whole);
      expect(file.compression).toBe('zstd');
    }
  });

  it('may have several frames, tiny, empty, repetitive and skippable ones', async ({ skip }) => {
    requirePeer('zstd', skip);
    const parts = [sample(3, 3), new Uint8Array(0), new Uint8Array(400_000), sample(300_000, 5)];
    const frames = parts.flatMap((part) => [zstd(part), skippable]);
    const { bytes, error } = await readAll(captureFile(stored(concat(skippable, ...frames))), 65_536);
    expect(error).toBeUndefined();
    expectBytes(bytes, concat(...parts));
  });

  it('looks back over many megabytes', async ({ skip }) => {
    requirePeer('zstd', skip);
    const [far, between] = [sample(300_000, 7), sample(6_000_000, 9)];
    const twice = concat(far, between, far, between.slice(0, 2_500_000), far);
    for (const options of [['--long=27'], ['--long=23', '--no-content-size'], ['-12'], ['--zstd=wlog=18', '-B256K']]) {
      const { bytes, error } = await readAll(captureFile(stored(zstd(twice, ...options))));
      expect(error).toBeUndefined();
      expectBytes(bytes, twice);
    }
  });

  it('takes no longer where every frame asks for more memory than it needs', async () => {
    const frame = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x88, 0x21, 0, 0, 65, 66, 67, 68];
    const frames = concat(...Array.from({ length: 1000 }, () => frame));
    const { bytes, error } = await readAll(captureFile(stored(frames)));
    expect(error).toBeUndefined();
    expectBytes(bytes, new Uint8Array(Buffer.from('ABCD'.repeat(1000))));
  });

  it('takes no longer where a window of 128 MB is full and block after block holds next to nothing', async () => {
    const full = Array.from({ length: 1024 }, () => [0x02, 0, 0x10, 65]);
    const tiny = Array.from({ length: 3000 }, () =>
      [
        [0x0a, 0, 0, 66],
        [0x08, 0, 0, 67],
        [0x14, 0, 0, 0x00, 0],
      ].flat(),
    );
    const frame = concat([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x88], full.flat(), tiny.flat(), [0x01, 0, 0]);
    const file = captureFile(stored(frame));
    const into = new Uint8Array(1 << 20);
    let [length, end] = [0, ''];
    for (let read = await file.read(into); read > 0; read = await file.read(into)) {
      length += read;
      end = (end + Buffer.from(into.subarray(Math.max(0, read - 6000), read)).toString('latin1')).slice(-6000);
    }
    await file.close();
    expect(length).toBe((128 << 20) + 6000);
    expect(end).toBe('BC'.repeat(3000));
  });

  it.each([0.4, 0.7, 0.999])('cut at %f of its length gives what it holds', async (part) => {
    const packed = storedZstd();
    const cut = packed.subarray(0, Math.floor(part * packed.length));
    await expectPrefix(cut, repeated, 'compressed-truncated', part * repeated.length - 3 * 131_072);
  });

  it('cut inside a header or a skippable frame is truncated', async () => {
    await expectPrefix(storedZstd().subarray(0, 5), repeated, 'compressed-truncated', 0);
    await expectPrefix(skippable.subarray(0, 12), repeated, 'compressed-truncated', 0);
  });

  it.each([
    ['a reserved block', [0x28, 0xb5, 0x2f, 0xfd, 0, 0x58, 7, 0, 0]],
    ['a block of impossible size', [0x28, 0xb5, 0x2f, 0xfd, 0, 0x58, 1, 0, 0xff]],
    ['a window of terabytes', [0x28, 0xb5, 0x2f, 0xfd, 0, 0xf8, 1, 0, 0]],
    ['a single segment of terabytes', [0x28, 0xb5, 0x2f, 0xfd, 0xe0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0]],
    ['a dictionary', [0x28, 0xb5, 0x2f, 0xfd, 1, 0x58, 9, 1, 0, 0]],
    ['something else behind', [...skippable, 1, 2, 3, 4, 5]],
    ['a compressed block of nonsense', [0x28, 0xb5, 0x2f, 0xfd, 0, 0x58, 0x45, 0, 0, 9, 9, 9, 9, 9, 9, 9, 9, 9]],
  ])('with %s is damaged', async (_, bytes) => {
    await expectPrefix(Uint8Array.from(bytes), repeated, 'compressed-damaged', 0);
  });

  /** A block of `ABCDEFGH`, then one of a hundred thousand repetitions, each of 65 KB and more, in twelve bytes. */
  it('whose few bytes promise gigabytes in one block is damaged, and makes nothing of it', async () => {
    const stored = [0x40, 0, 0, ...Buffer.from('ABCDEFGH')];
    const block = [0x00, 0xff, 0xff, 0xff, 0x54, 0, 0, 52, 0, 0, 0, 0, 0x80];
    const frame = [0x28, 0xb5, 0x2f, 0xfd, 0, 0x58, ...stored, (block.length << 3) | 5, 0, 0, ...block];
    await expectPrefix(Uint8Array.from(frame), new Uint8Array(Buffer.from('ABCDEFGH')), 'compressed-damaged', 8);
  });

  it('of any size and kind is what zstd makes of it, whole and in pieces', async ({ skip }) => {
    requirePeer('zstd', skip);
    for (let seed = 1; seed <= 12; seed++) {
      const bytes = woven(seed, seed % 4 === 0 ? 300_000 : 90 * seed * seed);
      for (const level of ['--fast=3', '-3', '-19']) {
        const packed = zstd(bytes, level, seed % 2 === 0 ? '-B4096' : '--no-check');
        const { bytes: unpacked, error } = await readAll(captureFile(stored(packed)), 1 + 977 * seed);
        expect(error).toBeUndefined();
        expectBytes(unpacked, bytes);
      }
    }
  }, 60_000);

  /** Bytes of an alphabet as large as `seed` says, with repetitions near and far, short and long. */
  function woven(seed: number, length: number): Uint8Array<ArrayBuffer> {
    const chance = sample(2 * length + 10, seed);
    const bytes = new Uint8Array(length);
    for (let at = 0, next = 0; at < length; ) {
      const [first = 0, second = 0, third = 0] = chance.subarray(next, next + 3);
      next += 3;
      const back = 1 + ((first * second * seed) % Math.max(1, at));
      const count = third % 5 === 0 && at > 0 ? 3 + ((first * third) % (seed % 3 === 0 ? 3000 : 40)) : 0;
      for (let i = 0; i < count && at < length; i++, at++) bytes[at] = bytes[at - back] ?? 0;
      if (count === 0) bytes[at++] = (first * second) % (2 + 10 * seed);
    }
    return bytes;
  }

  it('with two bytes of content size is unpacked', async () => {
    const content = sample(300);
    const frame = concat([0x28, 0xb5, 0x2f, 0xfd, 0x60, 44, 0], [0x61, 0x09, 0], content);
    const { bytes, error } = await readAll(captureFile(stored(frame)));
    expect(error).toBeUndefined();
    expectBytes(bytes, content);
  });

  it('with a checksum that is cut gives everything', async () => {
    const content = sample(300);
    const frame = concat([0x28, 0xb5, 0x2f, 0xfd, 0x64, 44, 0], [0x61, 0x09, 0], content, [1, 2]);
    await expectPrefix(frame, content, 'compressed-truncated', 300);
  });

  /** Raw blocks, written by hand: 6 of 128 KiB. */
  const repeated = sample(6 * 131_072);
  function storedZstd(): Uint8Array {
    const blocks = Array.from({ length: 6 }, (_, i) => {
      const header = (131_072 << 3) | (i === 5 ? 1 : 0);
      const block = repeated.subarray(i * 131_072, (i + 1) * 131_072);
      return concat([header & 0xff, (header >> 8) & 0xff, header >> 16], block);
    });
    return concat([0x28, 0xb5, 0x2f, 0xfd, 0, 0x58], ...blocks);
  }
});

describe.skipIf(!hasPeer('lz4'))('LZ4 as its own tool writes it', () => {
  const whole = concat(sample(700_000), new Uint8Array(300_000), sample(200_000, 3));
  const lz4 = (bytes: Uint8Array, ...options: string[]) =>
    new Uint8Array(execFileSync('lz4', ['-q', '-z', '-c', ...options], { input: bytes, maxBuffer: 1 << 28 }));
  const skippable = concat([0x53, 0x2a, 0x4d, 0x18, 7, 0, 0, 0], sample(7));
  it.each([
    [['-1']],
    [['-9']],
    [['-B4']],
    [['-B4', '-BD']],
    [['-B7', '-BD', '-BX']],
    [['--content-size']],
    [['--no-frame-crc']],
    [['-l']],
  ])('made with %j is told by content and unpacked', async (options) => {
    const file = captureFile(stored(lz4(whole, ...options), 'not-lz4-by-name.pcap'));
    const { bytes, error } = await readAll(file, 65_536);
    expect(error).toBeUndefined();
    expectBytes(bytes, whole);
    expect(file.compression).toBe('lz4');
  });

  it('may have several frames: linked, old, tiny, empty and skippable ones', async () => {
    const parts = [sample(3, 3), new Uint8Array(0), new Uint8Array(400_000), sample(300_000, 5)];
    const frames = [lz4(parts[0] ?? whole), skippable, lz4(whole, '-l'), lz4(whole, '-B4', '-BD'), skippable];
    const file = captureFile(stored(concat(skippable, ...frames, ...parts.map((part) => lz4(part)))));
    const { bytes, error } = await readAll(file, 65_536);
    expect(error).toBeUndefined();
    expectBytes(bytes, concat(parts[0] ?? whole, whole, whole, ...parts));
    expect(file.compression).toBe('lz4');
  });

  it.each([0.01, 0.4, 0.7, 0.999])('cut at %f of its length gives what it holds', async (part) => {
    for (const options of [['-1'], ['-B4', '-BD'], ['-l']]) {
      const noise = sample(700_000);
      const packed = lz4(noise, ...options);
      const cut = packed.subarray(0, Math.floor(part * packed.length));
      await expectPrefix(cut, noise, 'compressed-truncated', part * noise.length - 8192);
    }
  });

  it('with a byte changed is damaged, and gives nothing of the block that its checksum disowns', async () => {
    const packed = lz4(sample(700_000), '-B4', '-BX');
    packed[300_000] = (packed[300_000] ?? 0) ^ 1;
    await expectPrefix(packed, sample(700_000), 'compressed-damaged', 200_000);
  });

  it('whose contents do not match its checksum is damaged, and gives everything', async () => {
    const packed = lz4(whole);
    packed[packed.length - 1] = (packed[packed.length - 1] ?? 0) ^ 1;
    await expectPrefix(packed, whole, 'compressed-damaged', whole.length);
  });

  it('that unpacks to two hundred times its size stays small in memory', async () => {
    const bomb = lz4(new Uint8Array(256 << 20));
    const before = process.memoryUsage().arrayBuffers;
    const file = captureFile(stored(bomb));
    const into = new Uint8Array(1 << 20);
    let length = 0;
    let most = 0;
    for (let read = await file.read(into); read > 0; read = await file.read(into)) {
      length += read;
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
    await file.close();
    expect(length).toBe(256 << 20);
    expect(most).toBeLessThan(64 << 20);
  });
});

describe('LZ4 written by hand', () => {
  /** Version 1, independent blocks of up to 64 KiB, no checksums. */
  const header = [0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82];
  const end = [0, 0, 0, 0];

  it.each([
    ['a header whose checksum does not match', [...header.slice(0, 6), 0x83, ...end]],
    ['another version', [0x04, 0x22, 0x4d, 0x18, 0xa0, 0x40, 0x82, ...end]],
    ['a block of impossible size', [...header, 1, 0, 1, 0]],
    ['a match before the start', [...header, 6, 0, 0, 0, 0x10, 0x41, 2, 0, 0x10, 0x41, ...end]],
    ['a match at no distance', [...header, 6, 0, 0, 0, 0x10, 0x41, 0, 0, 0x10, 0x41, ...end]],
    ['something else behind', [...header, ...end, 1, 2, 3, 4]],
  ])('with %s is damaged', async (_, bytes) => {
    const { error } = await readAll(captureFile(stored(Uint8Array.from(bytes))));
    expect(error).toMatchObject({ code: 'compressed-damaged' });
  });

  it('with a match longer than any block is damaged, and makes nothing of it', async () => {
    const long = Array(258).fill(255);
    const block = [0x1f, 0x41, 1, 0, ...long, 0, 0x10, 0x41];
    const packed = Uint8Array.from([...header, 9, 1, 0, 0, ...block, ...end]);
    await expectPrefix(packed, Uint8Array.of(0x41), 'compressed-damaged', 1);
  });

  it('takes no longer where every frame makes room for megabytes and holds a byte', async () => {
    const old = [0x02, 0x21, 0x4c, 0x18, 2, 0, 0, 0, 0x10, 65];
    const largest = [0x04, 0x22, 0x4d, 0x18, 0x60, 0x70, 0x73, 2, 0, 0, 0, 0x10, 66, ...end];
    const frames = concat(...Array.from({ length: 20_000 }, () => [...old, ...largest]));
    const { bytes, error } = await readAll(captureFile(stored(frames)));
    expect(error).toBeUndefined();
    expectBytes(bytes, new Uint8Array(Buffer.from('AB'.repeat(20_000))));
  });

  it('that was cut inside its header or between its blocks is truncated', async () => {
    for (const bytes of [header.slice(0, 5), header, [...header, 3, 0, 0]]) {
      await expectPrefix(Uint8Array.from(bytes), new Uint8Array(0), 'compressed-truncated', 0);
    }
  });
});

describe.skipIf(!hasPeer('zstd'))('a file so large that it is unpacked in a thread of its own', () => {
  const whole = sample(12 << 20);
  const packed = new Uint8Array(execFileSync('zstd', ['-q', '-1', '-c'], { input: whole, maxBuffer: 1 << 28 }));

  it('gives the same', async () => {
    expect(packed.length).toBeGreaterThan(4 << 20);
    const file = captureFile(stored(packed));
    const { bytes, error } = await readAll(file, 300_000);
    expect(error).toBeUndefined();
    expectBytes(bytes, whole);
    expect(file.progress()).toEqual({ done: packed.length, total: packed.length });
  });

  it('may break off or be damaged far behind its beginning, and gives what is before', async () => {
    await expectPrefix(packed.subarray(0, packed.length - 5000), whole, 'compressed-truncated', 11 << 20);
    const damaged = concat(packed, [1, 2, 3, 4, 5]);
    await expectPrefix(damaged, whole, 'compressed-damaged', whole.length);
  });

  it('may be let go of at any time', async () => {
    const file = captureFile(stored(packed));
    const into = new Uint8Array(1 << 20);
    for (let reads = 0; reads < 4; reads++) await file.read(into);
    await file.close();
    expectBytes((await readAll(captureFile(file.name))).bytes, whole);
  });
});

describe('a pipe', () => {
  it('by its path is read like a file', async () => {
    const path = join(folder, 'fifo');
    execFileSync('mkfifo', [path]);
    const whole = sample(500_000);
    const writer = createWriteStream(path);
    writer.end(gzipSync(whole));
    const file = captureFile(path);
    const { bytes, error } = await readAll(file, 65_536);
    expect(error).toBeUndefined();
    expectBytes(bytes, whole);
    expect(file.compression).toBe('gzip');
    expect(file.progress().total).toBeUndefined();
  });

  it.each([
    ['one byte at a time', 1],
    ['in pieces', 70_000],
  ])('as standard input is read %s', async (_, pieceLength) => {
    const whole = sample(pieceLength === 1 ? 50 : 300_000);
    expectBytes(await throughStandardInput(gzipSync(whole), pieceLength), whole);
  });
});

/** Runs the service in a process of its own, whose standard input this is. */
async function throughStandardInput(bytes: Uint8Array, pieceLength: number): Promise<Buffer> {
  const service = new URL('../../../dist/main/services/read-capture-file.js', import.meta.url).href;
  const script = `
    const { captureFile } = await import(${JSON.stringify(service)});
    const file = captureFile('-');
    const into = new Uint8Array(65536);
    for (let n = await file.read(into); n > 0; n = await file.read(into)) process.stdout.write(into.slice(0, n));
    await file.close();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  const closed = new Promise((resolve) => child.on('close', resolve));
  for (let at = 0; at < bytes.length; at += pieceLength) {
    await new Promise((resolve) => child.stdin.write(bytes.subarray(at, at + pieceLength), resolve));
  }
  child.stdin.end();
  expect(await closed).toBe(0);
  return Buffer.concat(parts);
}
