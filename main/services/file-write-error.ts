import { errorClause } from '../error-clause.ts';

/** A file cannot be written. `message` is a sentence for the user. */
export class FileWriteError extends Error {
  override readonly name = 'FileWriteError';
  /** The place is good, and something was written to it before. */
  readonly begun: boolean;

  constructor(path: string, begun: boolean, cause: unknown) {
    super(`cannot write to ${path}: ${errorClause(cause)}`, { cause });
    this.begun = begun;
  }
}
