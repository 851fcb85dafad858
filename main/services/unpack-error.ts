/** Compressed bytes cannot be unpacked any further. What came out before stays valid. */
export class UnpackError extends Error {
  override readonly name = 'UnpackError';
  readonly code: 'compressed-truncated' | 'compressed-damaged';

  constructor(code: UnpackError['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
