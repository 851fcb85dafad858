import { errorClause, errorCode } from '../error-clause.ts';
import { FileReplacedError, FileShrankError } from './raw-input.ts';
import { UnpackError } from './unpack-error.ts';

export type CaptureFileErrorCode =
  | 'not-found'
  | 'is-a-directory'
  | 'no-permission'
  | 'file-shrank'
  | 'file-replaced'
  | 'read-failed'
  | 'thread-ended'
  | 'out-of-memory'
  | 'unsupported-compression'
  | UnpackError['code'];

/** A capture file cannot be read, or not to its end. `message` is a clause without the path. */
export class CaptureFileError extends Error {
  override readonly name = 'CaptureFileError';
  readonly code: CaptureFileErrorCode;
  readonly path: string;

  constructor(code: CaptureFileErrorCode, path: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.path = path;
  }
}

const KNOWN_ERRORS = new Map<string, [CaptureFileErrorCode, string]>([
  ['ENOENT', ['not-found', 'there is no such file']],
  ['ENOTDIR', ['not-found', 'there is no such file']],
  ['EISDIR', ['is-a-directory', 'it is a directory']],
  ['EACCES', ['no-permission', 'you are not allowed to read it']],
  ['EPERM', ['no-permission', 'you are not allowed to read it']],
  ['thread-ended', ['thread-ended', 'the thread that unpacks it has ended unexpectedly']],
  ['ERR_WORKER_OUT_OF_MEMORY', ['out-of-memory', 'there is not enough memory to unpack it']],
]);

/** Whatever went wrong, in one class. */
export function captureFileError(path: string, error: unknown): CaptureFileError {
  if (error instanceof CaptureFileError) return error;
  if (error instanceof FileShrankError)
    return new CaptureFileError('file-shrank', path, 'the file became shorter while it was read', error);
  if (error instanceof FileReplacedError)
    return new CaptureFileError(
      'file-replaced',
      path,
      'another file has taken its place since it was looked at',
      error,
    );
  if (error instanceof UnpackError) return new CaptureFileError(error.code, path, error.message, error);
  const code = errorCode(error);
  const [ours, message] = KNOWN_ERRORS.get(code) ?? ['read-failed', `reading failed: ${errorClause(error)}`];
  return new CaptureFileError(ours, path, message, error);
}
