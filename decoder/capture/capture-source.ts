import type { Compression } from '../report.ts';

/** Where captured bytes come from. Decompression happens before: bytes here are pcap or pcapng. */
export interface CaptureSource {
  /** Path, interface, or '-'. */
  readonly name: string;
  /** Known once the first read has resolved. */
  readonly compression: Compression;
  /**
   * Fills `into` from its start and resolves to how many bytes it wrote, 0 at the end.
   * Rejects if nothing more can be read; what was delivered before stays valid.
   */
  read(into: Uint8Array): Promise<number>;
  /** How many reads may be under way at once, each for the bytes behind those of the one before. One if it does not say. */
  readonly readsAhead?: number;
  /** Stops reading and frees what is held. */
  close(): Promise<void>;
  /** The same source from its beginning; absent where it can be read only once. Known once the first read has resolved. */
  readonly reopen?: (() => CaptureSource) | undefined;
}
