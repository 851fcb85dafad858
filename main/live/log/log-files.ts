import { lstat, readdir, unlink } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { Timestamp } from '../../../decoder/capture/timestamp.ts';
import { errorClause, errorCode } from '../../error-clause.ts';
import { LogFile } from './log-file.ts';

const DIGITS = 5;

/** Where a capture log gets its files from. */
export interface LogFiles {
  /** What has been made and not been deleted since, the oldest first. */
  readonly paths: readonly string[];
  /** What the next file will be called, as far as that is known. */
  readonly path: string;
  /** `time`: of the first packet in it. */
  next(time: Timestamp): Promise<LogFile>;
  /** A file that was removed, because nothing could be written to it. */
  forget(path: string): void;
  /** Leaves nothing behind where nothing was written. */
  discard(): Promise<void>;
}

/** A log cannot be written there. `message` is a sentence for the user. */
export class CaptureLogError extends Error {
  override readonly name = 'CaptureLogError';
}

/** Exactly one file, made at once. */
export class SingleFile implements LogFiles {
  readonly path: string;
  #file: LogFile | null;

  private constructor(file: LogFile) {
    this.path = file.path;
    this.#file = file;
  }

  static async create(path: string): Promise<SingleFile> {
    return new SingleFile(await firstFile(path));
  }

  get paths(): readonly string[] {
    return [this.path];
  }

  async next(): Promise<LogFile> {
    if (this.#file === null) throw new Error('there is one file only');
    const file = this.#file;
    this.#file = null;
    return file;
  }

  /** It was to be the only one. */
  forget(): void {}

  async discard(): Promise<void> {
    await this.#file?.abandon();
    this.#file = null;
  }
}

/** Numbered files, named after the time of their first packet; of these, and of earlier runs', no more than `keep` remain. */
export class FileRing implements LogFiles {
  readonly path: string;
  readonly #keep: number;
  /** Of earlier runs, the oldest first. */
  readonly #left: string[];
  #paths: string[] = [];
  #number = 0;

  private constructor(path: string, keep: number, left: string[]) {
    this.path = path;
    this.#keep = Math.max(1, keep);
    this.#left = left;
  }

  /** Tries whether a file can be made there: what it is called is not known before the first packet. */
  static async create(path: string, keep: number): Promise<FileRing> {
    const probe = await firstFile(numbered(path, `${process.pid}.part`));
    await probe.abandon();
    return new FileRing(path, keep, Number.isFinite(keep) ? await filesOfSeries(path) : []);
  }

  get paths(): readonly string[] {
    return this.#paths;
  }

  async next(time: Timestamp): Promise<LogFile> {
    while (this.#left.length + this.#paths.length >= this.#keep) await this.#deleteOldest();
    const file = await this.#create(time);
    this.#paths.push(file.path);
    return file;
  }

  forget(path: string): void {
    this.#paths = this.#paths.filter((other) => other !== path);
  }

  async discard(): Promise<void> {}

  /** The number counts what is there already, of another run that began in the same second. */
  async #create(time: Timestamp): Promise<LogFile> {
    for (;;) {
      this.#number += 1;
      const number = String(this.#number).padStart(DIGITS, '0');
      try {
        return await LogFile.create(numbered(this.path, `${number}_${fileTime(time)}`));
      } catch (error) {
        if (errorCode(error) !== 'EEXIST') {
          this.#number -= 1;
          throw error;
        }
      }
    }
  }

  /** What cannot be deleted, or was by somebody else, is nothing to stop for. */
  async #deleteOldest(): Promise<void> {
    const oldest = this.#left.shift() ?? this.#paths.shift();
    if (oldest !== undefined) await unlink(oldest).catch(() => {});
  }
}

const SERIES = /^_\d{5,}_(\d{8}T\d{6}Z)$/;

/** What earlier runs have left of a series, by the time in the name. */
async function filesOfSeries(path: string): Promise<string[]> {
  const suffix = extname(path);
  const stem = basename(path, suffix);
  const names = await readdir(dirname(path));
  const found = names.flatMap((name) => {
    if (!name.startsWith(stem) || !name.endsWith(suffix)) return [];
    const [, time] = SERIES.exec(name.slice(stem.length, name.length - suffix.length)) ?? [];
    return time === undefined ? [] : [{ time, path: join(dirname(path), name) }];
  });
  return found.sort((one, other) => one.time.localeCompare(other.time)).map((one) => one.path);
}

async function firstFile(path: string): Promise<LogFile> {
  try {
    return await LogFile.create(path);
  } catch (error) {
    throw new CaptureLogError(await whyNot(path, error), { cause: error });
  }
}

async function whyNot(path: string, error: unknown): Promise<string> {
  const code = errorCode(error);
  if (code === 'ENOENT') return `cannot write to ${path}: there is no directory ${dirname(path)}`;
  if (code !== 'EEXIST' && code !== 'EISDIR') return `cannot write to ${path}: ${errorClause(error)}`;
  const there = await lstat(path).catch(() => null);
  if (there === null || there.isFile()) return `${path} exists already, and a capture is never overwritten`;
  if (there.isDirectory()) return `${path} is a directory: name a file that does not exist yet`;
  return `${path} is not a file: name one that does not exist yet`;
}

/** `ring.pcapng` → `ring_00001_20261121T090230Z.pcapng` */
function numbered(path: string, part: string): string {
  const suffix = extname(path);
  return `${path.slice(0, path.length - suffix.length)}_${part}${suffix}`;
}

function fileTime({ seconds }: Timestamp): string {
  return new Date(seconds * 1000).toISOString().replace(/[-:]|\.\d+/g, '');
}
