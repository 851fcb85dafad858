import type { Timestamp } from '../../decoder/capture/timestamp.ts';

/** What a file of the stream begins and ends with, so that each is a capture of its own. */
export interface FileFrame {
  /** Section header, the interfaces described so far, and since when they are observed. */
  preamble(from: Timestamp): Uint8Array;
  /** Statistics of each interface: drops, and until when it was observed. */
  closing(until: Timestamp): Uint8Array;
}
