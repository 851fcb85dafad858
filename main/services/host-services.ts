import type { Abilities, HostCalls, HostEvent, SaveOutcome } from '../host-contract.ts';

/** What differs between the hosts. */
export interface HostFront {
  abilities: Abilities;
  /** Empty if nothing was chosen. */
  chooseCaptures(): Promise<string[]>;
  /** Lets `write` make a file under a path of the host's choice, and tells where it went. */
  deliver(suggestedName: string, write: (path: string) => Promise<void>): Promise<SaveOutcome>;
}

/** One window: answers its calls and tells it of changes through `emit`, until it is closed. */
export interface HostConnection extends HostCalls {
  close(): void;
}

/** The services behind every host: plain Node, and the same for desktop and browser. */
export interface HostServices {
  connect(emit: (event: HostEvent) => void): HostConnection;
  /** As `openCaptures` of a window, for the command line and file associations. */
  open(paths: readonly string[]): string;
  /** Stops all reading and removes temporary files. */
  close(): Promise<void>;
}
