import type { HostCalls, HostEvent } from '../main/host-contract.ts';
import type { UploadProgress } from './hosts/uploads.ts';

/** What the window talks to; it does not know which of the three hosts it is. */
export interface Host extends HostCalls {
  /** Calls `listener` for each event until the returned function is called. */
  onEvent(listener: (event: HostEvent) => void): () => void;
  /** `beside`: where a file lies that the chosen ones belong to. */
  chooseCaptures(beside?: string): Promise<string[]>;
  /** Where files lie, for the host, that were dropped on the window; empty if sending them was stopped. */
  pathsOfDropped(files: readonly File[], beside?: string): Promise<string[]>;
  /** Calls `listener` when the host has ended and nothing more can be asked; absent where that cannot happen. */
  onLost?(listener: () => void): () => void;
  /** Calls `listener` while files are sent to the host, and with null after it; absent where they need not be. */
  onUpload?(listener: (progress: UploadProgress | null) => void): () => void;
  /** Opens nothing of what is being sent. */
  stopUploads?(): void;
}
