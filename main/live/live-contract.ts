/**
 * What live capture tells about itself: plain data, for terminals, metrics and windows alike. Times are seconds since the
 * Unix epoch, durations are seconds.
 */

import type { Trouble } from '../../decoder/wording/trouble.ts';

/** Programs that capture on this machine, the best first. */
export const LOCAL_TOOLS = ['dumpcap', 'tcpdump', 'cap'] as const;
export type LocalTool = (typeof LOCAL_TOOLS)[number];

/** How packets reach us: a capture program of this machine, standard input or a FIFO, or a command that writes packets. */
export type Via = LocalTool | 'pipe' | 'command';

/** How a live capture is doing. */
export interface LiveStatus {
  /** What is listened to: an interface, `-`, a path, or a command. */
  name: string;
  via: Via;
  state:
    | 'starting'
    | 'listening'
    /** Lost the interface, the program or the command; it is tried again. */
    | 'waiting'
    | 'ended';
  /** What went wrong last; null while all is well. */
  trouble: Trouble | null;
  /** Until the next try, in state `waiting`. */
  retryIn: number | null;
  /** The capture's own clock: the last packet's time plus the time since it arrived. Null before the first packet. */
  now: number | null;
  /** How long nothing has been received. */
  quiet: number;
  /** Whether that means silence on the wire: never for a pipe, and not while the capture program stands still. */
  silenceProven: boolean;
  packets: number;
  /** Packets dropped by the kernel; null where nobody tells. */
  dropped: number | null;
  /** Why `--write` could not go on. */
  writeFailure: Trouble | null;
}

/** Where live capture can listen on this machine, and with what. */
export interface ListeningPlaces {
  interfaces: NetworkInterface[];
  /** In the order of preference: dumpcap, tcpdump, cap. */
  tools: CaptureTool[];
}

export interface NetworkInterface {
  name: string;
  up: boolean;
  loopback: boolean;
  addresses: string[];
}

export interface CaptureTool {
  via: LocalTool;
  state: 'ready' | 'not-permitted' | 'missing';
  /** Why it cannot be used; null where it is ready. */
  reason: Trouble | null;
  /** The command that makes it ready; null where it is, or where none does. */
  command: string | null;
}
