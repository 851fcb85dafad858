import assert from 'node:assert/strict';
import { ascii, concat, Pcapng, payload, pcap, readCapture } from '../../support/capture-builders.ts';
import type { Target } from '../target.ts';
import { sampleCaptures } from './samples.ts';

const ng = new Pcapng();

/** Files that may be pcap or pcapng. */
export const CAPTURE_READER: Target = {
  name: 'capture',
  dialect: {
    unit: 4,
    longest: 4096,
    words: [
      pcap({ records: [] }),
      pcap({ littleEndian: false, variant: 'nanoseconds', records: [] }),
      pcap({ variant: 'modified', records: [] }),
      ng.section(),
      ng.interface(),
      ng.enhanced({ data: payload(20) }),
      ng.simple({ data: payload(6) }),
      ng.packet({ data: payload(5) }),
      ng.statistics({ ifdrop: 3n, end: 17n }),
      ng.names({ type: 1, value: concat([192, 0, 2, 1], ascii('lb01\0')) }),
      ng.interface({ tsresol: 9, name: 'eth0\x1b[2J' }),
      new Pcapng(false).section(),
    ],
  },
  *seeds() {
    yield new Uint8Array(0);
    yield pcap();
    yield pcap({ littleEndian: false, variant: 'nanoseconds', records: [{ data: payload(60) }, {}] });
    yield pcap({ variant: 'modified', records: [{}, {}] });
    yield concat(ng.section(), ng.interface(), ng.enhanced(), ng.simple({ data: payload(9) }), ng.statistics({}));
    for (const capture of sampleCaptures()) yield capture.slice(0, 1500);
  },
  run(input) {
    const whole = outcome(input);
    assert.deepEqual(outcome(input, [1]), whole, 'read byte by byte it is another capture');
    assert.deepEqual(outcome(input, [13, 400, 3]), whole, 'read in pieces it is another capture');
    checkOutcome(whole, input);
    checkCut(input, whole, input.length >> 1);
    checkCut(input, whole, input.length - 1);
    return [...whole.problems.map(({ code }) => code), `unreadable ${whole.unreadable?.code}`];
  },
};

/** Everything a reader says at the end. */
function outcome(bytes: Uint8Array, sizes?: number[]) {
  const { reader, records } = readCapture(bytes, sizes);
  const { format, interfaces, names, problems, packets, bytes: captured, dropped, unreadable } = reader;
  const times = [reader.earliest, reader.latest, reader.observedFrom, reader.observedUntil];
  return { records, format, interfaces, names: [...names], problems, packets, captured, dropped, unreadable, times };
}

type Outcome = ReturnType<typeof outcome>;

function checkOutcome({ records, problems, packets, captured, times, interfaces }: Outcome, file: Uint8Array): void {
  assert.ok(packets >= records.length, 'fewer packets than records');
  assert.equal(
    captured,
    records.reduce((sum, { data }) => sum + data.length, 0),
    'bytes are not those of the packets',
  );
  for (const { offset } of problems) assert.ok(offset >= 0 && offset <= file.length, `a problem at ${offset}`);
  let before = 0;
  for (const { nanoseconds, seconds, byteOffset, data, interfaceIndex, packet } of records) {
    // A coarse clock of 64 bits reaches beyond what is exact: such times are shown, not believed
    assert.ok(Number.isInteger(seconds), `a packet at ${seconds} s`);
    assert.ok(Number.isInteger(nanoseconds) && nanoseconds >= 0 && nanoseconds < 1e9, `${nanoseconds} ns`);
    assert.deepEqual([...file.subarray(byteOffset, byteOffset + data.length)], data, 'a packet is not where it says');
    assert.ok(interfaceIndex in interfaces, `interface ${interfaceIndex} is not there`);
    // Wireshark numbers journal entries and custom blocks, too, which are no packets
    assert.ok(packet > before, `packet ${packet} behind ${before}`);
    before = packet;
  }
  for (const time of times) {
    if (time) assert.ok(Number.isInteger(time.seconds) && time.nanoseconds >= 0 && time.nanoseconds < 1e9);
  }
}

/** A cut file gives what is before the cut. */
function checkCut(input: Uint8Array, whole: Outcome, length: number): void {
  if (length < 0) return;
  const { records } = outcome(input.subarray(0, length));
  const known = whole.records.slice(0, records.length);
  assert.deepEqual(records, known, 'cut, the file begins differently');
}
