import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileWriteError } from '../../../main/services/file-write-error.ts';
import { OWNER_ONLY, READABLE, WholeFile, writeWholeFile } from '../../../main/services/whole-file.ts';

const isRoot = process.getuid?.() === 0;
const posix = process.platform !== 'win32';
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vrrpscope-test-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string): string {
  return join(folder, name);
}

function modeOf(path: string): number {
  return statSync(path).mode & 0o777;
}

/** Makes a device; not every system lets root do that. */
function device(kind: 'b' | 'c', skip: (note: string) => void): string {
  const { status, stderr } = spawnSync('mknod', [file('device'), kind, ...(kind === 'c' ? ['1', '3'] : ['7', '250'])]);
  if (status !== 0) skip(`no device is to be had: ${stderr}`);
  return file('device');
}

describe('what is there', () => {
  it('stays as it was until the new file is whole', async () => {
    writeFileSync(file('x'), 'before');
    const whole = await WholeFile.create(file('x'), READABLE);
    await whole.write(Buffer.from('one '));
    await whole.write(Buffer.from('two'));
    expect(readFileSync(file('x'), 'utf8')).toBe('before');
    await whole.finish();
    expect(readFileSync(file('x'), 'utf8')).toBe('one two');
    expect(readdirSync(folder)).toEqual(['x']);
  });

  it('stays for ever where the new file is given up', async () => {
    writeFileSync(file('x'), 'before');
    const whole = await WholeFile.create(file('x'), READABLE);
    await whole.write(Buffer.from('half'));
    await whole.abandon();
    expect(readFileSync(file('x'), 'utf8')).toBe('before');
    expect(readdirSync(folder)).toEqual(['x']);
  });

  it.runIf(posix)('keeps the permissions that somebody gave it', async () => {
    writeFileSync(file('x'), 'before');
    chmodSync(file('x'), 0o640);
    await writeWholeFile(file('x'), 'after');
    expect([readFileSync(file('x'), 'utf8'), modeOf(file('x'))]).toEqual(['after', 0o640]);
  });

  it.runIf(posix && isRoot)('stays its owner’s where root writes it anew', async () => {
    writeFileSync(file('x'), 'before');
    execFileSync('chown', ['65534:65534', file('x')]);
    await writeWholeFile(file('x'), 'after');
    expect(statSync(file('x'))).toMatchObject({ uid: 65534, gid: 65534 });
  });

  it.runIf(posix)('behind a link is written, and the link stays one', async () => {
    mkdirSync(file('elsewhere'));
    writeFileSync(file('elsewhere/x'), 'before');
    symlinkSync('elsewhere/x', file('link'));
    await writeWholeFile(file('link'), 'after');
    expect(lstatSync(file('link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(file('elsewhere/x'), 'utf8')).toBe('after');
  });
});

describe('what is no file', () => {
  it.runIf(posix)('a pipe is written to, and stays a pipe', async () => {
    execFileSync('mkfifo', [file('pipe')]);
    const read = readFile(file('pipe'), 'utf8');
    await writeWholeFile(file('pipe'), 'through');
    expect(await read).toBe('through');
    expect(statSync(file('pipe')).isFIFO()).toBe(true);
  });

  it.runIf(posix && isRoot)('a device such as /dev/null stays a device', async ({ skip }) => {
    const path = device('c', skip);
    await writeWholeFile(path, 'gone');
    expect(statSync(path).isCharacterDevice()).toBe(true);
  });

  it.runIf(posix && isRoot)('a disk is not written over', async ({ skip }) => {
    const path = device('b', skip);
    await expect(writeWholeFile(path, 'gone')).rejects.toThrow(`cannot write to ${path}: it is a disk`);
    expect(statSync(path).isBlockDevice()).toBe(true);
  });

  it('a directory is told, and nothing is left in or beside it', async () => {
    mkdirSync(file('d'));
    await expect(writeWholeFile(file('d'), '')).rejects.toThrow(
      `cannot write to ${file('d')}: illegal operation on a directory`,
    );
    expect(readdirSync(folder)).toEqual(['d']);
    expect(readdirSync(file('d'))).toEqual([]);
  });
});

describe('a new file', () => {
  it.runIf(posix)('of packets is for its owner alone: they may hold passwords', async () => {
    const whole = await WholeFile.create(file('x'), OWNER_ONLY);
    await whole.finish();
    expect(modeOf(file('x'))).toBe(0o600);
  });

  it('may have as long a name as any', async () => {
    const name = 'x'.repeat(255);
    await writeWholeFile(file(name), 'after');
    expect(readdirSync(folder)).toEqual([name]);
  });

  it('where there is no folder is told before anything is written, by the name that was given', async () => {
    const path = file('no/x');
    const failure = await WholeFile.create(path, READABLE).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(FileWriteError);
    expect(failure).toMatchObject({ message: `cannot write to ${path}: no such file or directory`, begun: false });
  });

  it('whose folder disappears meanwhile is told as begun', async () => {
    mkdirSync(file('d'));
    const whole = await WholeFile.create(file('d/x'), READABLE);
    rmSync(file('d'), { recursive: true });
    await expect(whole.finish()).rejects.toMatchObject({ begun: true });
  });
});
