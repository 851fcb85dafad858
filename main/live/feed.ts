import { troubles } from '../../decoder/wording/en/troubles.ts';
import { type Remedy, type Trouble, tellTrouble } from '../../decoder/wording/trouble.ts';
import type { Via } from './live-contract.ts';

/** What can be listened to. */
export interface LiveInput {
  /** As the report calls its source: the interface, `-`, a path, or the command. */
  readonly name: string;
  readonly via: Via;
  /** False where nothing more can come after the end, as with standard input. */
  readonly reopens: boolean;
  /** Begins to capture: resolves once the device is open and no packet is missed any more. Rejects with a FeedError. */
  open(): Promise<Feed>;
}

/** One run of an input: pcap or pcapng bytes, from the file header to the end. */
export interface Feed {
  /**
   * Fills `into` from its start as soon as there is something, and resolves to how many bytes it wrote; 0 at the end.
   * Rejects with a FeedError where it ended by a fault: all that came before has been read by then.
   */
  read(into: Uint8Array): Promise<number>;
  /** Ends it soon. What the program still holds comes through `read` before the end. */
  stop(): void;
  /** Packets that the kernel has dropped in this run, as far as known; null where nobody tells. */
  readonly dropped: number | null;
  /** Whether nothing captured means nothing sent: the program lives and waits for packets. Never so for a pipe. */
  provesSilence(): boolean;
}

export type FeedFault =
  /** The capture program may not open the device. `advice` is the command that grants it. */
  | 'not-permitted'
  | 'program-missing'
  | 'no-such-interface'
  /** The interface was removed or went down while it was listened to. */
  | 'interface-lost'
  | 'program-failed'
  | 'command-failed'
  | 'cannot-read';

/** Nothing can be captured, or no more. `message` is for logs: people are told `trouble` in their language. */
export class FeedError extends Error {
  override readonly name = 'FeedError';
  readonly fault: FeedFault;
  readonly trouble: Trouble;
  /** What to do about it. */
  readonly advice: Remedy | null;

  constructor(fault: FeedFault, trouble: Trouble, advice: Remedy | null = null) {
    super(tellTrouble(trouble, troubles));
    this.fault = fault;
    this.trouble = trouble;
    this.advice = advice;
  }
}
