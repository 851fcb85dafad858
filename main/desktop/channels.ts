import type { HostCalls } from '../host-contract.ts';

/** The names under which the window and its host talk over Electron's IPC. */
export const EVENT_CHANNEL = 'vrrpscope:event';

export function callChannel(call: keyof HostCalls): string {
  return `vrrpscope:call:${call}`;
}

/** A failure is an answer like others, because Electron puts words of its own before the message of an Error. */
export type CallAnswer<Result> = { kind: 'result'; result: Result } | { kind: 'failure'; message: string };
