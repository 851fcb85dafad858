import { FeedError, type FeedFault } from '../feed.ts';
import { ANY_INTERFACE } from './capture-filter.ts';
import { findInterface, listInterfaces } from './interfaces.ts';

const SAID_FAULTS: readonly [RegExp, FeedFault][] = [
  [/not permitted|permission|CAP_NET_RAW|access is denied/i, 'not-permitted'],
  [
    /interface disappeared|interface went down|no longer (running|attached)|network is down|is not up/i,
    'interface-lost',
  ],
  [/no such device|no device named|SIOCGIFHWADDR|BIOCSETIF|doesn't exist/i, 'no-such-interface'],
];

/** What a capture program means that ended with these lines. */
export function faultSaid(lines: readonly string[]): FeedFault {
  const text = lines.join('\n');
  return SAID_FAULTS.find(([words]) => words.test(text))?.[1] ?? 'program-failed';
}

/** What is wrong with the interface before anything is tried; null where nothing is, or nobody knows. */
export function interfaceFault(name: string): FeedError | null {
  const state = name === ANY_INTERFACE ? 'up' : findInterface(name);
  // Nothing that a capture program would take for an option, a number, a file or another host
  const plausible = /^[^-\s/][^/@]*$/.test(name) || state !== null;
  if (state === 'missing' || !plausible) return noSuchInterface(name);
  return state === 'down'
    ? new FeedError(
        'interface-lost',
        { code: 'interface-is-down', name },
        { code: 'bring-up', command: `ip link set ${name} up` },
      )
    : null;
}

export function noSuchInterface(name: string): FeedError {
  const names = listInterfaces().map((one) => one.name);
  const advice = names.length === 0 ? null : ({ code: 'choose-interface', names, command: null } as const);
  return new FeedError('no-such-interface', { code: 'no-such-interface', name }, advice);
}

/** Why a program that was capturing has stopped, where its interface is to blame. */
export function lostInterface(name: string, lines: readonly string[]): FeedError | null {
  const state = name === ANY_INTERFACE ? null : findInterface(name);
  if (state === 'missing') return new FeedError('interface-lost', { code: 'interface-disappeared', name });
  if (state === 'down') return new FeedError('interface-lost', { code: 'interface-went-down', name });
  const fault = faultSaid(lines);
  const lost = fault === 'interface-lost' || fault === 'no-such-interface';
  return lost ? new FeedError('interface-lost', { code: 'interface-lost-for-a-moment', name }) : null;
}
