import type { Nanos } from '../../time.ts';
import { configured, duration, sentences } from './text.ts';

interface Move {
  from: string;
  to: string;
}

/** `since`: how long ago the old master had last been heard. */
interface LateMove extends Move {
  since: Nanos;
}

interface PriorityMove extends Move {
  priority: number;
}

interface Ending {
  loser: string;
  survivor: string;
}

/** Why mastership moved, for the transition itself and for findings about it. */
export const transitions = {
  sentences,
  initial: (router: string) => `${router} is the first master seen.`,
  resignedAndBack: ({ to, since }: LateMove) =>
    `${to} had resigned with priority 0 and became master again ${duration(since)} later.`,
  resignation: ({ from, to, since }: LateMove) =>
    `${from} resigned with priority 0; ${to} took over ${duration(since)} later.`,
  processWentOn: (router: string) =>
    `When ${router} came back its identifications went on: its process had not been stopped.`,
  silentAndBack: ({ to, since }: LateMove) =>
    `${to} was not heard for ${duration(since)} and then went on as master; nobody took over in between.`,
  masterDown: ({ from, to, since }: LateMove) =>
    `${from} had not been heard for ${duration(since)}; ${to} took over when its Master_Down_Interval ran out.`,
  preemption: ({ from, to, priority }: PriorityMove) =>
    `${to} took over with the higher priority (${priority}) while ${from} was master.`,
  priorityDrop: ({ from, to, priority }: PriorityMove) =>
    `${from} had lowered its priority below ${priority}; ${to} took over with the higher one.`,
  usurpation: ({ from, to, priority, since }: PriorityMove & LateMove) =>
    `${to} claimed mastership with priority ${priority} although ${from} had been on the wire ${duration(since)} before: ${to} did not hear or accept it.`,
  interruption: ({ from, to, priority, since }: PriorityMove & LateMove) =>
    `${to} claimed mastership with priority ${priority} when ${from} had not been heard for ${duration(since)}: ${from} was still master, but advertisements that it rejects kept it from sending its own.`,
  loserResigned: ({ loser, survivor }: Ending) => `${loser} resigned; ${survivor} is the only master left.`,
  loserFellSilent: ({ loser, survivor }: Ending) => `${loser} fell silent; ${survivor} is the only master left.`,
  loserYielded: ({ loser, survivor }: Ending) => `${loser} gave up to ${survivor}, which went on as the only master.`,
  timing: ({ router, waited, masterDownInterval }: { router: string; waited: Nanos; masterDownInterval: Nanos }) =>
    `${router} waited ${duration(waited)}; its Master_Down_Interval is ${configured(masterDownInterval)}.`,
};
