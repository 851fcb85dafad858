/**
 * The child process that captures with the package `cap`: opens the device, gives up root, and writes pcapng to standard
 * output. Arguments: interface, filter, bytes of the kernel's buffer. Ends with its standard input.
 */

import { createRequire } from 'node:module';
import {
  enhancedPacket,
  interfaceDescription,
  interfaceStatistics,
  sectionHeader,
} from '../../../decoder/capture/pcapng-writer.ts';
import type { Timestamp } from '../../../decoder/capture/timestamp.ts';
import { LINK_TYPE } from '../../../decoder/frame/link-types.ts';
import { packageFile } from '../../package-root.ts';
import { later } from '../capture-clock.ts';
import { ArrivalClock } from './arrival-clock.ts';
import { ANY_INTERFACE } from './capture-filter.ts';
import { giveUpRoot } from './give-up-root.ts';
import { findInterface } from './interfaces.ts';
import { Standstill } from './standstill.ts';

/** What is used of the package, which has no types. */
interface CapPackage {
  Cap: new () => Cap;
}
interface Cap {
  open(device: string, filter: string, bufferSize: number, packet: Buffer): string;
  close(): void;
  on(event: 'packet', listener: (length: number, truncated: boolean) => void): void;
}

const LONGEST_PACKET = 65_535;
/** Bytes that are written at once, and those that wait at most while nobody reads. */
const BATCH = 1 << 16;
const BACKLOG = 1 << 26;
/** Milliseconds between two signs of life. */
const LIFE = 1000;
/** Milliseconds between two looks whether this process stood still, and those in which it gets what came meanwhile. */
const TURN = 100;
const CATCHING_UP = 50;

const LINK_TYPES: ReadonlyMap<string, number> = new Map([
  ['NULL', LINK_TYPE.null],
  ['ETHERNET', LINK_TYPE.ethernet],
  ['RAW', LINK_TYPE.raw],
  ['LINKTYPE_LINUX_SLL', LINK_TYPE.linuxCooked],
  ['IEEE802_11_RADIO', 127],
]);

const [interfaceName = '', filter = '', bufferSize = ''] = process.argv.slice(2);
const packet = Buffer.alloc(LONGEST_PACKET);
const clock = new ArrivalClock();
const standstill = new Standstill();
let linkType: number | undefined;
let isCatchingUp = false;
let batch: Uint8Array[] = [];
let batchLength = 0;
let received = 0;
let dropped = 0;

try {
  capture();
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}

function capture(): void {
  const { Cap }: CapPackage = createRequire(packageFile('package.json'))('cap');
  const cap = new Cap();
  cap.on('packet', keep);
  const name = cap.open(interfaceName, filter, Number(bufferSize), packet);
  giveUpRoot();
  linkType = LINK_TYPES.get(name);
  if (linkType === undefined) throw new Error(`packets of this interface are not read (${name})`);
  beginSection(linkType);
  flush();
  process.stderr.write('listening\n');
  setInterval(showLife, LIFE);
  setInterval(() => noteTurn(clock.now()), TURN);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(cap));
  process.stdout.on('error', () => process.exit(0));
  process.stdin.on('error', () => process.exit(0)).on('end', () => process.exit(0));
  process.stdin.resume();
}

function keep(length: number): void {
  const time = clock.now();
  noteTurn(time);
  received++;
  if (isCatchingUp || process.stdout.writableLength > BACKLOG) {
    dropped++;
    return;
  }
  const data = packet.subarray(0, length);
  put(enhancedPacket({ ...time, interfaceIndex: 0, data, originalLength: length, direction: 'unknown' }));
}

function beginSection(type: number): void {
  put(sectionHeader('vrrpscope'));
  put(interfaceDescription({ linkType: type, snapLength: LONGEST_PACKET, name: interfaceName }));
}

/** Nobody knows when the packets came that the kernel kept while this process stood still: they are dropped. */
function noteTurn(time: Timestamp): void {
  const since = standstill.ended(time, performance.now());
  if (since === null || isCatchingUp || linkType === undefined) return;
  put(statistics(since));
  [received, dropped] = [0, 0];
  // At once: whoever reads must not take the time in between for silence
  beginSection(linkType);
  put(interfaceStatistics({ interfaceIndex: 0, time: later(time, CATCHING_UP), begins: true }));
  isCatchingUp = true;
  setTimeout(() => {
    isCatchingUp = false;
  }, CATCHING_UP);
}

function put(block: Uint8Array): void {
  if (batch.length === 0) setImmediate(flush);
  batch.push(block);
  batchLength += block.length;
  // Under load packets follow each other without a turn for anything else
  if (batchLength >= BATCH) flush();
}

function flush(): void {
  if (batch.length === 0) return;
  process.stdout.write(Buffer.concat(batch, batchLength));
  batch = [];
  batchLength = 0;
}

/** Without an interface libpcap may go on in silence. */
function showLife(): void {
  const state = interfaceName === ANY_INTERFACE ? 'up' : findInterface(interfaceName);
  if (state === 'missing') fail('the interface disappeared');
  if (state === 'down') fail('the interface went down');
  if (!isCatchingUp && process.stdout.writableLength <= BACKLOG) put(statistics(clock.now()));
}

function statistics(time: Timestamp): Uint8Array {
  return interfaceStatistics({ interfaceIndex: 0, time, received, ...(dropped > 0 ? { dropped } : {}) });
}

function end(cap: Cap): void {
  cap.close();
  if (!isCatchingUp) put(statistics(clock.now()));
  flush();
  process.stdout.end(() => process.exit(0));
}

function fail(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
