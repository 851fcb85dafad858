import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { LogReader } from '../../decoder/logs/log-reader.ts';
import type { NodeLog } from '../../decoder/logs/node-log.ts';
import type { NamedFile } from '../host-contract.ts';
import { sniffPacking } from './compression.ts';
import { UnpackError } from './unpack-error.ts';

/** Unpacked; a packed one could be endless. */
const LARGEST_LOG = 2 ** 32;
const LONGEST_LINE = 64 * 1024;

/** Reads `NAME=FILE` of each node, plain or gzip, or says in a sentence which cannot be read. */
export async function readLogs(named: readonly NamedFile[]): Promise<NodeLog[] | string> {
  const logs: NodeLog[] = [];
  for (const { name, path } of named) {
    const log = await readLog({ name, path });
    if (typeof log === 'string') return `cannot read the log of ${name}: ${path}: ${log}`;
    logs.push(log);
  }
  return logs;
}

/** The log, or a clause on why there is none. */
export async function readLog({ name, path }: NamedFile): Promise<NodeLog | string> {
  try {
    const kind = await stat(path);
    if (kind.isDirectory()) return 'it is a directory';
    if (kind.isCharacterDevice() || kind.isBlockDevice()) return 'it is a device';
    const reader = new LogReader(name, path);
    const failure = await readLines(path, reader);
    return failure ?? reader.finish();
  } catch (error) {
    if (error instanceof UnpackError) return error.message;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such file';
    return code === 'EACCES' ? 'you are not allowed to read it' : 'it cannot be read';
  }
}

async function readLines(path: string, reader: LogReader): Promise<string | undefined> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  let read = 0;
  for await (const chunk of unpacked(path)) {
    read += chunk.length;
    if (read > LARGEST_LOG) return 'it is too large for a log';
    if (chunk.includes(0)) return 'it is not text';
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
    for (const line of lines) reader.line(line.slice(0, LONGEST_LINE));
  }
  if (rest !== '') reader.line(rest);
  return undefined;
}

async function* unpacked(path: string): AsyncGenerator<Uint8Array> {
  const bytes: AsyncIterable<Uint8Array> = createReadStream(path);
  yield* (await isGzip(path)) ? (await import('./unpack-gzip.ts')).unpackGzip(bytes) : bytes;
}

async function isGzip(path: string): Promise<boolean> {
  const start: AsyncIterable<Uint8Array> = createReadStream(path, { end: 3 });
  for await (const piece of start) {
    const packing = sniffPacking(piece);
    return 'compression' in packing && packing.compression === 'gzip';
  }
  return false;
}
