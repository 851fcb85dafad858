import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { CaptureThread } from '../../../main/services/capture-thread.ts';
import { captureFile } from '../../../main/services/read-capture-file.ts';
import { concat } from '../../support/capture-builders.ts';

const program = vi.hoisted(() => ({ code: '', limits: {} }));

vi.mock('../../../main/services/start-thread.ts', () => ({
  startThread: (_name: string, options: WorkerOptions) =>
    new Worker(program.code, { ...options, eval: true, resourceLimits: program.limits }),
}));

const folder = mkdtempSync(join(tmpdir(), 'ended-threads-'));
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  program.limits = {};
});

const EXIT = 'process.exit(0);';
const THROW = 'setImmediate(() => { throw new Error("a mistake"); });';
const EAT = 'const all = []; for (;;) all.push(new Array(100_000).fill(all.length));';

describe('the thread that reads a capture', () => {
  /** Resolves with what became of it, and of a question that it never answered. */
  async function outcome(code: string) {
    program.code = code;
    return new Promise((resolve) => {
      const thread = new CaptureThread('1', { kind: 'files', paths: ['x.pcap'], beside: null, uploads: null }, () => {
        if (thread.status.state === 'failed') setImmediate(() => question.then(resolve, resolve));
      });
      const question = thread
        .report('en', () => {})
        .then(
          () => 'answered',
          (error: Error) => ({ ...thread.status, asked: error.message }),
        );
    });
  }

  it.each([
    ['ends without a word', EXIT, 'thread-ended', 'the thread that reads it has ended unexpectedly'],
    ['takes too much memory', EAT, 'out-of-memory', 'there is not enough memory to read it'],
  ])('that %s is told, and nobody waits for it', async (_, code, trouble, message) => {
    program.limits = { maxOldGenerationSizeMb: 16 };
    expect(await outcome(code)).toMatchObject({
      state: 'failed',
      failure: message,
      trouble: { code: trouble },
      asked: message,
    });
  });

  it('that fails tells with what', async () => {
    expect(await outcome(THROW)).toMatchObject({ failure: 'a mistake', trouble: null, asked: 'a mistake' });
  });

  it('that is closed has not failed', async () => {
    program.code = 'setInterval(() => {}, 1000);';
    const thread = new CaptureThread('1', { kind: 'files', paths: ['x.pcap'], beside: null, uploads: null }, () => {});
    const asked = expect(thread.report('en', () => {})).rejects.toThrow('This capture was closed.');
    await thread.close();
    await asked;
    expect(thread.status.state).toBe('reading');
  });
});

describe('the thread that unpacks a capture', () => {
  /** Stored Zstandard blocks of 128 KiB: more than is unpacked without a thread. */
  const block = new Uint8Array(131_072).fill(7);
  const blocks = Array.from({ length: 48 }, () => concat([0, 0, 0x10], block));
  const path = join(folder, 'large.zst');
  writeFileSync(path, concat([0x28, 0xb5, 0x2f, 0xfd, 0, 0x58], ...blocks, [1, 0, 0]));
  const HAND_OVER = `const { parentPort } = require('node:worker_threads');
    parentPort.postMessage({ kind: 'bytes', buffer: new ArrayBuffer(1000), length: 1000, packed: 1 });
    parentPort.once('message', () => process.exit(0));`;

  it.each([
    ['ends without a word', EXIT, 0, 'thread-ended', 'the thread that unpacks it has ended unexpectedly'],
    ['ends amid its work', HAND_OVER, 1000, 'thread-ended', 'the thread that unpacks it has ended unexpectedly'],
    ['takes too much memory', EAT, 0, 'out-of-memory', 'there is not enough memory to unpack it'],
    ['fails', THROW, 0, 'read-failed', 'reading failed: a mistake'],
  ])('that %s: what came before stays, and the reason is told', async (_, code, given, kind, message) => {
    program.code = code;
    program.limits = { maxOldGenerationSizeMb: 16 };
    const file = captureFile(path);
    const into = new Uint8Array(1 << 20);
    let length = 0;
    let error: unknown;
    try {
      for (let read = await file.read(into); read > 0; read = await file.read(into)) length += read;
    } catch (thrown) {
      error = thrown;
    }
    await file.close();
    expect(error).toMatchObject({ code: kind, message });
    expect(length).toBe((1 << 20) + given);
  });
});
