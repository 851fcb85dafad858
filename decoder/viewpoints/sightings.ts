import type { VrrpMessage } from '../message.ts';
import type { Nanos } from '../time.ts';
import { isMulticast, isVirtualMac } from '../timeline/addresses.ts';

const PACKETS_OF_A_FILE = 2 ** 32;

/** A moment of a view: by its own clock, and where in its files. A clock may show a time twice, positions only grow. */
export interface Moment {
  time: Nanos;
  position: number;
}

/** An advertisement as one view saw it. */
export interface Sighting extends Moment {
  sender: string;
  interval: Nanos;
  /** By which its sender numbered it. */
  number: number | null;
  payloadHash: number;
  priority: number;
  /** The sender's own, on its own segment: a virtual MAC is the same in all of them, and a router on the way puts in its own. */
  mac: string | null;
  tunnel: string | null;
  vlans: readonly number[];
}

/** An advertisement that two views saw. */
export interface Match {
  one: Sighting;
  other: Sighting;
}

export function positionOf(file: number, packet: number): number {
  return file * PACKETS_OF_A_FILE + packet;
}

export function fileOf({ position }: Moment): number {
  return Math.floor(position / PACKETS_OF_A_FILE);
}

/** The packet of a file where a position lies: 0 before its first, Infinity behind its last. */
export function packetAt(moment: Moment, file: number): number {
  const at = fileOf(moment);
  if (at === file) return moment.position % PACKETS_OF_A_FILE;
  return at < file ? 0 : Infinity;
}

export function sightingOf(message: VrrpMessage, { time, position }: Moment): Sighting {
  const { family, src, vrid, srcMac, dst, tunnel, vlans, interval, ipId, sequence, payloadHash, priority } = message;
  const mac = srcMac !== null && isMulticast(dst) && !isVirtualMac(srcMac) ? srcMac : null;
  const sender = `${family}/${src}/${vrid}`;
  return { time, position, sender, interval, number: sequence ?? ipId, payloadHash, priority, mac, tunnel, vlans };
}
