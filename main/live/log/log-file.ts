import { type FileHandle, open, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Timestamp } from '../../../decoder/capture/timestamp.ts';
import type { WriteFault } from '../../../decoder/wording/en/troubles.ts';
import { errorClause, errorCode } from '../../error-clause.ts';
import { scanBlocks } from './log-blocks.ts';

/** VRRPv2 sends passwords in the clear. */
const OWNER_ONLY = 0o600;

/** Whole blocks that wait to be written. */
export interface Chunk {
  bytes: Uint8Array;
  length: number;
  /** The capture time up to which they reach. */
  until: Timestamp;
}

/** What others did to the file. */
class LogFileFault extends Error {
  readonly fault: 'deleted' | 'changed';

  constructor(fault: LogFileFault['fault']) {
    super(fault);
    this.fault = fault;
  }
}

/** One file of a capture log, which holds whole blocks only, also after a write that failed half way. */
export class LogFile {
  readonly path: string;
  readonly #handle: FileHandle;
  #length = 0;
  #until: Timestamp | null = null;
  /** What would survive a power cut. */
  #syncedUntil: Timestamp | null = null;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  /** Never opens what exists already. */
  static async create(path: string): Promise<LogFile> {
    const file = new LogFile(path, await open(path, 'wx', OWNER_ONLY));
    await syncDirectory(dirname(path));
    return file;
  }

  /** The capture time up to which it holds everything; null while it holds nothing. */
  get until(): Timestamp | null {
    return this.#until;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** Rejects where not all of it could be written; then the file ends with the last block that is whole. */
  async append({ bytes, length, until }: Chunk): Promise<void> {
    let written = 0;
    try {
      while (written < length) {
        const { bytesWritten } = await this.#handle.write(bytes, written, length - written, this.#length + written);
        written += bytesWritten;
      }
    } catch (error) {
      await this.#cutBack(bytes.subarray(0, written));
      throw error;
    }
    this.#length += length;
    this.#until = until;
  }

  /** Resolves when all of it would survive a power cut. Rejects also where somebody took the file away. */
  async sync(): Promise<void> {
    await this.#handle.datasync().catch((error) => {
      this.#until = this.#syncedUntil;
      throw error;
    });
    const { nlink, size } = await this.#handle.stat();
    if (nlink > 0 && size === this.#length) {
      this.#syncedUntil = this.#until;
      return;
    }
    this.#until = null;
    throw new LogFileFault(nlink === 0 ? 'deleted' : 'changed');
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  /** Closes it after a fault; a file that holds nothing is removed. */
  async abandon(): Promise<void> {
    await this.#handle.close().catch(() => {});
    if (this.#length === 0) await unlink(this.path).catch(() => {});
  }

  async #cutBack(partly: Uint8Array): Promise<void> {
    const { end, lastPacket } = scanBlocks(partly);
    this.#length += end;
    this.#until = lastPacket ?? this.#until;
    await this.#handle.truncate(this.#length).catch(() => {});
    await this.#handle.datasync().catch(() => {});
  }
}

/** Without it, a power cut may lose the name of a new file. */
async function syncDirectory(path: string): Promise<void> {
  try {
    const directory = await open(path, 'r');
    await directory.sync().finally(() => directory.close());
  } catch {
    // Not every system opens directories
  }
}

/** Why a file could not be written. */
export function writeFault(error: unknown): WriteFault {
  if (error instanceof LogFileFault) return { by: error.fault };
  const name = errorCode(error);
  return { by: 'system', name, text: errorClause(error) };
}
