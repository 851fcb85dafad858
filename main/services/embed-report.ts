import type { EmbeddedPackets, EmbeddedPart } from '../../decoder/packets/embedded-report.ts';
import { MemoryBytes, PacketStore } from '../../decoder/packets/packet-store.ts';
import type { Evidence, Report, VirtualRouter } from '../../decoder/report.ts';
import { splitReport } from '../../decoder/report-parts.ts';
import { LANGUAGES, type Language } from '../../decoder/wording/language.ts';
import type { Settings } from '../host-contract.ts';
import type { Reading } from './reading.ts';

/** Seconds before and after each transition of which all packets are included. */
const AROUND_TRANSITION = 10;
const MOST_PACKET_BYTES = 5_000_000;
const PACKETS_A_PART = 1000;

export interface EmbedOptions {
  /** Null follows the reader's system. */
  language: Language | null;
  times: Settings['times'];
  /** What is shown of the report: names, a span, pseudonyms. */
  change: (report: Report) => Report;
  /** False where packets would tell what `change` hides. */
  packets: boolean;
}

/** Everything that an HTML report holds, in parts. */
export function* embedReport(reading: Reading, options: EmbedOptions): Generator<EmbeddedPart> {
  const whole = options.change(reading.report());
  const { language: chosen, times } = options;
  yield { kind: 'about', tool: whole.tool, names: captureNames(whole), language: chosen, times };
  for (const language of LANGUAGES) {
    for (const part of splitReport(options.change(reading.report(language)))) yield { kind: 'report', language, part };
  }
  for (const { id, routers } of whole.virtualRouters) {
    for (const { address, timing } of routers) yield { kind: 'timing', virtualRouter: id, router: address, timing };
  }
  if (options.packets) yield* embedPackets(reading, whole);
}

export function captureNames({ sources, unreadable }: Report): string[] {
  return [...sources, ...unreadable].map(({ name }) => name);
}

function* embedPackets(reading: Reading, report: Report): Generator<EmbeddedPart> {
  const chosen = new Set<number>();
  let room = MOST_PACKET_BYTES;
  const include = (messages: readonly number[]): boolean => {
    const fresh = messages.filter((message) => !chosen.has(message));
    const length = fresh.reduce((sum, message) => sum + reading.packets.length(message), 0);
    if (length > room) return false;
    room -= length;
    for (const message of fresh) chosen.add(message);
    return true;
  };
  for (const evidence of evidenceOf(report)) include(evidence.flatMap((packet) => reading.index.find(packet) ?? []));
  for (const virtualRouter of report.virtualRouters) {
    const spans = spansAround(virtualRouter, report, (from, to) =>
      include([...reading.select({ virtualRouter: virtualRouter.id, from, to })]),
    );
    yield { kind: 'coverage', virtualRouter: virtualRouter.id, spans };
  }
  const inOrder = [...chosen].sort((a, b) => a - b);
  for (let start = 0; start < inOrder.length; start += PACKETS_A_PART) {
    yield packetsPart(reading, inOrder.slice(start, start + PACKETS_A_PART));
  }
}

/** The most severe first, so that what does not fit matters least. */
function evidenceOf({ findings, virtualRouters }: Report): Evidence[][] {
  return [
    ...findings.map(({ evidence }) => evidence),
    ...virtualRouters.flatMap(({ splitBrains, transitions, priorityChanges }) =>
      [...splitBrains, ...transitions, ...priorityChanges].map(({ evidence }) => evidence),
    ),
  ];
}

/** Spans around transitions, of the part that is told, for which there is room; those that touch made one. */
function spansAround(
  { transitions }: VirtualRouter,
  { start, end }: Report,
  include: (from: number, to: number) => boolean,
): [number, number][] {
  const spans: [number, number][] = [];
  for (const { time } of transitions) {
    const from = Math.max(time - AROUND_TRANSITION, start ?? time);
    const to = Math.min(time + AROUND_TRANSITION, end ?? time);
    if (!include(from, to)) continue;
    const last = spans.at(-1);
    if (last && from <= last[1]) last[1] = to;
    else spans.push([from, to]);
  }
  return spans;
}

function packetsPart(reading: Reading, messages: readonly number[]): EmbeddedPackets {
  const bytes = new MemoryBytes();
  const store = new PacketStore(bytes);
  const secrets: EmbeddedPackets['secrets'] = [];
  const indexed = messages.map((message) => reading.index.at(message));
  messages.forEach((message, i) => {
    const secret = reading.secretOf(message);
    const record = reading.packets.record(message);
    if (secret) {
      secrets.push([i, secret.label, secret.checksum]);
      for (const { byteOffset, byteLength } of secret.fields) {
        record.bytes.fill(0, record.start + byteOffset, record.start + byteOffset + byteLength);
      }
    }
    store.add(record);
  });
  return {
    kind: 'packets',
    sources: indexed.map(({ source }) => source),
    packets: indexed.map(({ packet }) => packet),
    times: indexed.map(({ time }) => time),
    data: Buffer.from(bytes.all()).toString('base64'),
    secrets,
  };
}
