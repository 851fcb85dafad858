import type { Compression } from '../../decoder/report.ts';

export interface UnpackingInput {
  path: string;
  compression: Exclude<Compression, 'none'>;
  /** So many unpacked bytes are known already. */
  skip: number;
}

/** What the thread says: bytes, whose memory goes back to it when they have been used, and then how it ended. */
export type UnpackedPart =
  | { kind: 'bytes'; buffer: ArrayBuffer; length: number; packed: number }
  | { kind: 'end' }
  | { kind: 'failure'; code: string; message: string };
