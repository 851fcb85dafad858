import type { Trouble } from '../../../decoder/wording/trouble.ts';
import type { Feed } from '../feed.ts';
import {
  type CaptureTool,
  type ListeningPlaces,
  LOCAL_TOOLS,
  type LocalTool,
  type NetworkInterface,
} from '../live-contract.ts';
import { grantOf, type Obstacle } from './grant.ts';
import { listInterfaces } from './interfaces.ts';
import { tryToOpen } from './local-input.ts';

/** Finds out by trying: what a program may do here depends on too much to be read off its file. */
export async function listeningPlaces(): Promise<ListeningPlaces> {
  const interfaces = listInterfaces();
  const trial = trialInterface(interfaces);
  const tools = await Promise.all(LOCAL_TOOLS.map((via) => trialOf(via, trial)));
  return { interfaces, tools };
}

/** One on which nothing is disturbed by it. */
function trialInterface(interfaces: readonly NetworkInterface[]): string {
  const up = interfaces.filter((one) => one.up);
  return (up.find(({ loopback }) => loopback) ?? up[0] ?? interfaces[0])?.name ?? 'lo';
}

async function trialOf(via: LocalTool, interfaceName: string): Promise<CaptureTool> {
  const outcome = await tryToOpen(via, interfaceName);
  if ('feed' in outcome) {
    void endTrial(outcome.feed);
    return { via, state: 'ready', reason: null, command: null };
  }
  const { fault } = outcome.fault;
  // It could have been opened
  if (fault === 'interface-lost') return { via, state: 'ready', reason: null, command: null };
  const grant = grantOf(outcome);
  const state = fault === 'not-permitted' ? 'not-permitted' : 'missing';
  return { via, state, reason: grant?.reason ?? reasonOf(outcome), command: grant?.remedy.command ?? null };
}

function reasonOf({ via, fault }: Obstacle): Trouble {
  return via === 'cap' && fault.fault === 'not-permitted' ? { code: 'cap-is-inside-node' } : fault.trouble;
}

async function endTrial(feed: Feed): Promise<void> {
  feed.stop();
  const rest = new Uint8Array(1 << 16);
  while ((await feed.read(rest)) > 0);
}
