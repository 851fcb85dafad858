import type { Draw } from '../../lab/draw.ts';
import { finishIpv4, PAYLOAD, put16, put32, putHeaders, putTransportChecksum, type Station } from './frame-fields.ts';

const TCP = 6;
const UDP = 17;
const TCP_HEADER = 20;
const UDP_HEADER = 8;
export const FULL_SEGMENT = 1460;
const [FIN, SYN, PUSH, ACK] = [0x01, 0x02, 0x08, 0x10];
const MOST_TURNS = 40;

/** Two hosts that talk. `next` writes their next packet into the frame and says how long it is; 0 when they are done. */
export interface Flow {
  next(frame: Uint8Array): number;
}

interface Side {
  host: Station;
  port: number;
  sequence: number;
  identification: number;
}

/** Handshake, requests with answers of several segments of which each second is acknowledged, and the end. */
export class TcpFlow implements Flow {
  readonly #client: Side;
  readonly #server: Side;
  readonly #draw: Draw;
  readonly #steps: { from: Side; to: Side; flags: number; length: number }[] = [];
  readonly #largest: number;
  #turns: number;

  /** `largest`: bytes in a segment. */
  constructor(client: Station, server: Station, draw: Draw, largest = FULL_SEGMENT) {
    this.#largest = largest;
    this.#draw = draw;
    this.#client = newSide(client, 32_768 + Math.floor(draw.fraction() * 28_000), draw);
    this.#server = newSide(server, draw.fraction() < 0.7 ? 443 : 5432, draw);
    this.#turns = 1 + Math.floor(draw.fraction() * MOST_TURNS);
    this.#plan(this.#client, this.#server, SYN, 0);
    this.#plan(this.#server, this.#client, SYN | ACK, 0);
    this.#plan(this.#client, this.#server, ACK, 0);
  }

  next(frame: Uint8Array): number {
    if (this.#steps.length === 0 && this.#turns >= 0) this.#planTurn();
    const step = this.#steps.shift();
    if (!step) return 0;
    const { from, to, flags, length } = step;
    const end = PAYLOAD + TCP_HEADER + length;
    putHeaders(frame, from.host, to.host, TCP, 64);
    put16(frame, PAYLOAD, from.port);
    put16(frame, PAYLOAD + 2, to.port);
    put32(frame, PAYLOAD + 4, from.sequence);
    put32(frame, PAYLOAD + 8, flags & ACK ? to.sequence : 0);
    put16(frame, PAYLOAD + 12, ((TCP_HEADER / 4) << 12) | flags);
    put16(frame, PAYLOAD + 14, 0xffff);
    put32(frame, PAYLOAD + 16, 0);
    finishIpv4(frame, end, from.identification++ & 0xffff);
    putTransportChecksum(frame, PAYLOAD + 16, end, TCP);
    from.sequence = (from.sequence + length + (flags & (SYN | FIN) ? 1 : 0)) >>> 0;
    return end;
  }

  #planTurn(): void {
    const [client, server] = [this.#client, this.#server];
    if (this.#turns-- === 0) {
      this.#plan(client, server, FIN | ACK, 0);
      this.#plan(server, client, FIN | ACK, 0);
      this.#plan(client, server, ACK, 0);
      return;
    }
    this.#plan(client, server, PUSH | ACK, this.#someOf(540));
    const segments = Math.floor(this.#draw.fraction() * 6);
    for (let i = 0; i < segments; i++) {
      this.#plan(server, client, ACK, this.#largest);
      if (i % 2 === 1) this.#plan(client, server, ACK, 0);
    }
    this.#plan(server, client, PUSH | ACK, this.#someOf(FULL_SEGMENT));
    this.#plan(client, server, ACK, 0);
  }

  #someOf(most: number): number {
    return this.#draw.integer(1, Math.min(most, this.#largest));
  }

  #plan(from: Side, to: Side, flags: number, length: number): void {
    this.#steps.push({ from, to, flags, length });
  }
}

/** A question and its answer, as DNS. */
export class UdpFlow implements Flow {
  readonly #client: Side;
  readonly #server: Side;
  readonly #draw: Draw;
  #sent = 0;

  constructor(client: Station, server: Station, draw: Draw) {
    this.#draw = draw;
    this.#client = newSide(client, 32_768 + Math.floor(draw.fraction() * 28_000), draw);
    this.#server = newSide(server, 53, draw);
  }

  next(frame: Uint8Array): number {
    if (this.#sent === 2) return 0;
    const asks = this.#sent++ === 0;
    const [from, to] = asks ? [this.#client, this.#server] : [this.#server, this.#client];
    const length = (asks ? 28 : 44) + Math.floor(this.#draw.fraction() * (asks ? 40 : 400));
    const end = PAYLOAD + UDP_HEADER + length;
    putHeaders(frame, from.host, to.host, UDP, 64);
    put16(frame, PAYLOAD, from.port);
    put16(frame, PAYLOAD + 2, to.port);
    put16(frame, PAYLOAD + 4, end - PAYLOAD);
    finishIpv4(frame, end, from.identification++ & 0xffff);
    putTransportChecksum(frame, PAYLOAD + 6, end, UDP);
    return end;
  }
}

function newSide(host: Station, port: number, draw: Draw): Side {
  return {
    host,
    port,
    sequence: Math.floor(draw.fraction() * 2 ** 32),
    identification: Math.floor(draw.fraction() * 0xffff),
  };
}
