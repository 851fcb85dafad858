import type { Nanos } from '../../time.ts';
import { configured, counted, duration, list } from './text.ts';

/** The virtual routers of an incident. */
export interface IncidentSubject {
  count: number;
  /** Empty where their numbers do not tell them apart. */
  vrids: readonly number[];
}

interface Move {
  /** Addresses of the machine that lost mastership, and of the one that took over. */
  from: readonly string[];
  to: readonly string[];
  virtualRouters: IncidentSubject;
}

/** How long it took until the takeovers. */
interface Wait {
  least: Nanos;
  most: Nanos;
}

interface LateMove extends Move {
  wait: Wait;
}

interface Lasting {
  virtualRouters: IncidentSubject;
  length: Nanos;
  isOver: boolean;
}

/** How the silence of virtual routers ended. */
export type Silence = 'together' | 'one-by-one' | 'to-the-end';

interface OfOne {
  router: readonly string[];
  virtualRouters: IncidentSubject;
}

/** One sentence about what happened together. */
export const incidents = {
  fellSilent: ({ from, to, virtualRouters, wait }: LateMove) =>
    `${list(from, 3)} fell silent on ${these(virtualRouters)}; ${list(to, 3)} took over ${after(wait)}`,
  enteredFault: ({ from, to, virtualRouters, wait }: LateMove) =>
    `${list(from, 3)} entered FAULT on ${these(virtualRouters)}; ${list(to, 3)} took over ${after(wait)}`,
  loweredPriority: ({ from, to, virtualRouters }: Move) =>
    `${list(from, 3)} lowered its priority on ${these(virtualRouters)}; ${list(to, 3)} took over`,
  resigned: ({ from, to, virtualRouters, wait }: LateMove) =>
    `${list(from, 3)} resigned on ${these(virtualRouters)}; ${list(to, 3)} took over ${after(wait)}`,
  preempted: ({ from, to, virtualRouters }: Move) =>
    `${list(to, 3)} took over ${these(virtualRouters)} from ${list(from, 3)} by higher priority`,
  moved: ({ from, to, virtualRouters, wait }: LateMove) =>
    `${these(virtualRouters)} moved together from ${list(from, 3)} to ${list(to, 3)} ${after(wait)}`,
  twoMasters: ({ masters, virtualRouters, length, isOver }: Lasting & { masters: readonly string[] }) =>
    `${list(masters, 3)} were master of ${these(virtualRouters)} at once for ${duration(length)}${isOver ? '' : ', until the capture ended'}`,
  stoodStill: ({
    router,
    successor,
    virtualRouters,
    length,
  }: OfOne & { successor: readonly string[]; length: Nanos }) =>
    successor.length === 0
      ? `${list(router, 3)} stood still for ${duration(length)} on ${these(virtualRouters)}`
      : `${list(router, 3)} stood still for ${duration(length)} on ${these(virtualRouters)}; ${list(successor, 3)} took over meanwhile`,
  restarted: ({ router, virtualRouters, length }: OfOne & { length: Nanos }) =>
    `The VRRP process of ${list(router, 3)} died and was back after ${duration(length)} on ${these(virtualRouters)}`,
  noMaster: ({ virtualRouters, length, how }: Omit<Lasting, 'isOver'> & { how: Silence }) => {
    const silence = `No master was heard on ${these(virtualRouters)} for ${duration(length)}`;
    if (how === 'to-the-end') return `${silence}, until the capture ended`;
    if (how === 'one-by-one') return silence;
    return `${silence}; ${virtualRouters.count === 2 ? 'both' : 'all'} came back together`;
  },
  flapping: ({ masters, virtualRouters, length }: Omit<Lasting, 'isOver'> & { masters: readonly string[] }) =>
    `Mastership of ${these(virtualRouters)} went back and forth between ${list(masters, 3)} for ${duration(length)}`,
  nearFailover: ({ router, virtualRouters }: OfOne) =>
    `Advertisements of ${list(router, 3)} stayed away on ${these(virtualRouters)}, nearly long enough for a takeover`,
  sameElsewhere: ({ title, more }: { title: string; more: number }) =>
    `${title}; the same on ${counted(more, 'more virtual router')}`,
  andOthers: ({ sentence, others }: { sentence: string; others: number }) =>
    `${sentence}; at the same time ${counted(others, 'other virtual router')} ${others === 1 ? 'was' : 'were'} affected`,
};

function these({ count, vrids }: IncidentSubject): string {
  return vrids.length === 0 || vrids.length > 3
    ? counted(count, 'virtual router')
    : list(vrids.map((vrid) => `VRID ${vrid}`));
}

function after({ least, most }: Wait): string {
  const long = configured(most);
  const short = least === most ? long : configured(least);
  return short === long ? `after ${long}` : `after ${short} to ${long}`;
}
