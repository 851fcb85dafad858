import type { Draw } from '../../lab/draw.ts';
import { advertisement, arp } from '../../support/packet-builders.ts';
import { finishIpv4 } from './frame-fields.ts';

const ANNOUNCEMENTS = 5;
/** In microseconds. */
const SECOND = 1e6;
const SKEW_TIME = 0.6 * SECOND;

/** Who takes packets as they are made: the first `length` bytes of `frame`, at `time` in microseconds. */
export type Sink = (frame: Uint8Array, length: number, time: number) => void;

interface Node {
  advertises: Uint8Array;
  resigns: Uint8Array;
  announces: readonly Uint8Array[];
  identification: number;
}

/** One virtual router of two nodes: advertisements once a second, now and then a handover. */
export class VirtualRouterTraffic {
  readonly #nodes: readonly [Node, Node];
  readonly #secondsBetweenHandovers: number;
  readonly #draw: Draw;
  #master = 0;
  #handover: number;
  /** When its next packets are due, in microseconds. */
  due: number;

  /** `secondsBetweenHandovers` is a mean. */
  constructor(vrid: number, start: number, secondsBetweenHandovers: number, draw: Draw) {
    this.#nodes = [newNode(vrid, 1), newNode(vrid, 2)];
    this.#draw = draw;
    this.#secondsBetweenHandovers = secondsBetweenHandovers;
    this.due = start + Math.floor(draw.fraction() * SECOND);
    this.#handover = this.#nextHandover();
  }

  /** Sends what is due: an advertisement, a resignation, or what a new master begins with. */
  send(sink: Sink): void {
    const { due: time } = this;
    const node = this.#nodes[this.#master === 0 ? 0 : 1];
    if (time >= this.#handover) {
      number(node.resigns, node);
      sink(node.resigns, node.resigns.length, time);
      this.#master = 1 - this.#master;
      this.#nodes[this.#master === 0 ? 0 : 1].identification = 0;
      this.due += SKEW_TIME;
      this.#handover = this.#nextHandover();
      return;
    }
    number(node.advertises, node);
    sink(node.advertises, node.advertises.length, time);
    for (let i = 0; i < ANNOUNCEMENTS && node.identification === 1; i++) {
      for (const announcement of node.announces) sink(announcement, announcement.length, time);
    }
    this.due += SECOND;
  }

  #nextHandover(): number {
    return this.due + (0.5 + this.#draw.fraction()) * this.#secondsBetweenHandovers * SECOND;
  }
}

/** Even numbers speak VRRPv2, odd ones VRRPv3 with three addresses, which makes them as long. */
function newNode(vrid: number, host: number): Node {
  const version = vrid % 2 === 0 ? 2 : 3;
  const srcMac = `02:00:00:00:0${host}:${vrid.toString(16).padStart(2, '0')}`;
  const addresses = (version === 2 ? [0] : [0, 3, 4]).map((net) => `10.0.${net}.${vrid}`);
  const parts = { version, vrid, src: `10.0.${host}.${vrid}`, srcMac, addresses };
  return {
    advertises: advertisement({ ...parts, priority: 100 + host }),
    resigns: advertisement({ ...parts, priority: 0 }),
    announces: addresses.map((senderAddress) => arp({ senderMac: srcMac, senderAddress })),
    identification: 0,
  };
}

/** keepalived counts its advertisements in the identification. */
function number(frame: Uint8Array, node: Node): void {
  node.identification = (node.identification % 0xffff) + 1;
  finishIpv4(frame, frame.length, node.identification);
}
