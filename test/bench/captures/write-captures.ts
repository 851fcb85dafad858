import { Draw } from '../../lab/draw.ts';
import { type Sink, VirtualRouterTraffic } from './advertisers.ts';
import { type Flow, TcpFlow, UdpFlow } from './flows.ts';
import type { Station } from './frame-fields.ts';
import { PcapWriter } from './pcap-writer.ts';

/** Microseconds since 1970. */
const START = 1_780_000_000e6;
const LONGEST_FRAME = 1600;
const SMALL_PACKET = 64;
/** Of Ethernet, IPv4 and TCP. */
const HEADERS = 54;
const FLOWS = 200;
const PACKETS_PER_SECOND = 20_000;
const SECONDS_BETWEEN_HANDOVERS = 1200;

/** A busy server segment: TCP and UDP flows of many sizes between many stations, and four virtual routers. */
export function writeMixed(path: string, bytes: number): void {
  const draw = new Draw(1);
  const begin = () => newFlow(draw);
  const flows = Array.from({ length: FLOWS }, begin);
  writeWithVirtualRouters(path, bytes, draw, (frame) => nextOfSome(flows, begin, draw, frame));
}

/** As many packets as a link can carry: a few bytes or none in each, padded to 64 bytes. */
export function writeSmallPackets(path: string, bytes: number): void {
  const draw = new Draw(2);
  const begin = () => new TcpFlow(newStation(draw), newStation(draw), draw, SMALL_PACKET - HEADERS);
  const flows = Array.from({ length: FLOWS }, begin);
  writeWithVirtualRouters(path, bytes, draw, (frame) => {
    frame.fill(0, 0, SMALL_PACKET);
    nextOfSome(flows, begin, draw, frame);
    return SMALL_PACKET;
  });
}

/** Nothing but VRRP and ARP, of 200 virtual routers that change hands now and then. */
export function writeFleet(path: string, bytes: number): void {
  const draw = new Draw(3);
  const fleet = newFleet(200, draw);
  const writer = new PcapWriter(path);
  const sink: Sink = (frame, length, time) => writer.add(frame, length, time);
  while (writer.bytes < bytes) firstOf(fleet)?.send(sink);
  writer.close();
}

/** The next packet of one of the flows; one that is done makes room for another. */
function nextOfSome(flows: Flow[], begin: () => Flow, draw: Draw, frame: Uint8Array): number {
  const at = draw.integer(0, flows.length - 1);
  const length = flows[at]?.next(frame) ?? 0;
  if (length > 0) return length;
  const fresh = begin();
  flows[at] = fresh;
  return fresh.next(frame);
}

/** `next` writes a packet into the frame and says how long it is. */
function writeWithVirtualRouters(path: string, bytes: number, draw: Draw, next: (frame: Uint8Array) => number): void {
  const fleet = newFleet(4, draw);
  const writer = new PcapWriter(path);
  const sink: Sink = (frame, length, time) => writer.add(frame, length, time);
  const frame = new Uint8Array(LONGEST_FRAME);
  for (let time = START; writer.bytes < bytes; ) {
    const first = firstOf(fleet);
    for (const end = Math.min(first?.due ?? time, time + 1e6); time < end && writer.bytes < bytes; ) {
      const length = next(frame);
      writer.add(frame, length, time);
      time += 1e6 / PACKETS_PER_SECOND;
    }
    if (first) first.send(sink);
  }
  writer.close();
}

function newFleet(virtualRouters: number, draw: Draw): VirtualRouterTraffic[] {
  return Array.from(
    { length: virtualRouters },
    (_, at) => new VirtualRouterTraffic(at + 1, START, SECONDS_BETWEEN_HANDOVERS, draw),
  );
}

function firstOf(fleet: readonly VirtualRouterTraffic[]): VirtualRouterTraffic | undefined {
  let first = fleet[0];
  for (const one of fleet) if (first && one.due < first.due) first = one;
  return first;
}

function newFlow(draw: Draw): Flow {
  const [client, server] = [newStation(draw), newStation(draw)];
  return draw.chance(0.9) ? new TcpFlow(client, server, draw) : new UdpFlow(client, server, draw);
}

function newStation(draw: Draw): Station {
  const host = draw.integer(1, 250);
  return { mac: [2, 0, 0, 0, 1, host], address: [10, 1, 0, host] };
}
