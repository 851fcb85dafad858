import { ETHER_TYPE } from '../ethernet.ts';
import type { Frame } from '../frame.ts';

/** What begins at `frame.offset`: an Ethernet frame, a packet of `frame.etherType`, or nothing that is read. */
export type Carried = 'ethernet' | 'network' | 'nothing';

/** By the type that tunnels name their payload with. */
export function carriedAs(frame: Frame, type: number): Carried {
  if (type === ETHER_TYPE.transparentEthernet) return 'ethernet';
  frame.etherType = type;
  return 'network';
}

/** Both ends of a tunnel, in the same order for both directions. */
export function endpointsOf(frame: Frame): string {
  const [from, to] = [frame.address(frame.srcOffset), frame.address(frame.dstOffset)];
  return from < to ? `${from}-${to}` : `${to}-${from}`;
}

/** Leaves out what follows the IP payload, as padding does. */
export function cutToPayload(frame: Frame): void {
  frame.end = frame.offset + frame.capturedPayload;
}
