import { Analysis } from '../../../decoder/analyze.ts';
import { type IntervalQuery, readIntervals } from '../../../decoder/packets/intervals.ts';
import { MessageIndex, type MessageQuery } from '../../../decoder/packets/message-index.ts';
import { PacketReader } from '../../../decoder/packets/packet-reader.ts';
import { MemoryBytes, PacketStore } from '../../../decoder/packets/packet-store.ts';
import type { Evidence, Report } from '../../../decoder/report.ts';
import { splitReport } from '../../../decoder/report-parts.ts';
import { toEpochSeconds } from '../../../decoder/time.ts';
import type { Language } from '../../../decoder/wording/language.ts';
import type { Abilities, CaptureStatus, HostEvent, SaveRequest, Settings } from '../../../main/host-contract.ts';
import type { ListeningPlaces } from '../../../main/live/live-contract.ts';
import type { Host } from '../../../renderer/host.ts';
import { sourceOf } from '../../support/story.ts';

export interface SampleHostOptions {
  /** Captures that are there from the start: name and bytes of each. */
  files: readonly { name: string; bytes: Uint8Array<ArrayBuffer> }[];
  settings?: Partial<Settings>;
  abilities?: Partial<Abilities>;
  /** Where it can listen. */
  places?: ListeningPlaces;
  /** What the status of the captures says otherwise than that all was read. */
  status?: Partial<CaptureStatus>;
  /** Changes the report before it is handed out. */
  change?: (report: Report) => Report;
}

interface Opened {
  status: CaptureStatus;
  analysis: Analysis;
  index: MessageIndex;
  packets: PacketReader;
}

const NO_VEIL = { message: <T>(message: T) => message, fields: <T>(fields: readonly T[]) => [...fields] };

/** A host in the page itself: reads captures that lie in memory, with the decoder that every host has. */
export class SampleHost implements Host {
  readonly calls: { name: string; args: readonly unknown[] }[] = [];
  readonly #listeners = new Set<(event: HostEvent) => void>();
  readonly #lost = new Set<() => void>();
  readonly #options: SampleHostOptions;
  readonly #captures: Opened[] = [];
  #settings: Settings;

  constructor(options: SampleHostOptions) {
    this.#options = options;
    this.#settings = { language: null, theme: 'system', times: 'utc', recent: [], ...options.settings };
  }

  async welcome() {
    for (const { name, bytes } of this.#options.files) {
      this.#captures.push(await openSample(`/captures/${name}`, bytes, this.#options.status));
    }
    const abilities: Abilities = {
      open: true,
      live: false,
      openPaths: false,
      save: ['html', 'json', 'csv', 'packets', 'svg', 'png'],
      ...this.#options.abilities,
    };
    return {
      tool: { name: 'vrrpscope', version: '0' },
      abilities,
      settings: this.#settings,
      captures: this.#statuses(),
    };
  }

  onEvent(listener: (event: HostEvent) => void) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onLost(listener: () => void) {
    this.#lost.add(listener);
    return () => this.#lost.delete(listener);
  }

  /** As when vrrpscope ended. */
  end(): void {
    for (const listener of this.#lost) listener();
  }

  report(id: string): Report {
    return this.#capture(id).analysis.report();
  }

  /** As when reading went on. */
  progress(status: Partial<CaptureStatus>): void {
    for (const capture of this.#captures) capture.status = { ...capture.status, ...status };
    this.#emit({ kind: 'captures', captures: this.#statuses() });
  }

  /** As when too much was heard: the oldest messages are kept no longer. */
  forget(): void {
    for (const { index } of this.#captures) index.forgetOldest();
  }

  async changeSettings(change: Partial<Settings>) {
    this.#settings = { ...this.#settings, ...change };
    this.#emit({ kind: 'settings', settings: this.#settings });
  }

  async chooseCaptures() {
    this.#note('chooseCaptures');
    return [];
  }

  /** By the names of the files: there are none. */
  async fileKinds(paths: readonly string[]) {
    const known = { pcap: 'capture', conf: 'configuration', log: 'log' } as const;
    return paths.map((path) => Object.entries(known).find(([suffix]) => path.endsWith(suffix))?.[1] ?? 'unknown');
  }

  async openCaptures(...set: Parameters<Host['openCaptures']>) {
    this.#note('openCaptures', ...set);
    return '1';
  }

  async pathsOfDropped(files: readonly File[]) {
    this.#note('pathsOfDropped', ...files.map(({ name }) => name));
    return files.map(({ name }) => `/captures/${name}`);
  }

  async listeningPlaces() {
    this.#note('listeningPlaces');
    return this.#options.places ?? { interfaces: [], tools: [] };
  }

  async startLive(networkInterface: string) {
    this.#note('startLive', networkInterface);
    return '1';
  }

  async stopReading(capture: string) {
    this.#note('stopReading', capture);
  }

  async closeCapture(capture: string) {
    const at = this.#captures.findIndex(({ status }) => status.id === capture);
    this.#captures.splice(at, 1);
    this.#emit({ kind: 'captures', captures: this.#statuses() });
  }

  async readReport(id: string, language: Language) {
    const { analysis, status } = this.#capture(id);
    const report = analysis.report(language);
    for (const part of splitReport(this.#options.change?.(report) ?? report)) {
      this.#emit({ kind: 'report-part', capture: id, revision: status.revision, part });
    }
  }

  async messages(id: string, query: MessageQuery, first: number, count: number) {
    const { packets } = this.#capture(id);
    const found = this.#select(id, query);
    const rows = Array.from(found.subarray(first, first + count)).flatMap((index) => packets.row(index, NO_VEIL) ?? []);
    return { total: found.length, complete: true, rows };
  }

  async findMessage(id: string, query: MessageQuery, packet: Evidence) {
    const place = this.#select(id, query).indexOf(this.#capture(id).index.find(packet) ?? -1);
    return Math.max(place, 0);
  }

  async packet(id: string, packet: Evidence) {
    const { index, packets } = this.#capture(id);
    const message = index.find(packet);
    return message === undefined ? null : packets.detail(message, NO_VEIL, 'eth0');
  }

  async intervals(id: string, query: IntervalQuery) {
    const { analysis, index } = this.#capture(id);
    const virtualRouter = analysis.report().virtualRouters.find((one) => one.id === query.virtualRouter);
    return virtualRouter ? readIntervals(query, { virtualRouter, index, sources: null, complete: true }) : [];
  }

  async save(id: string, what: SaveRequest) {
    this.#note('save', id, what);
    return { kind: 'saved' as const, path: '/home/me/split-brain.html' };
  }

  #select(id: string, query: MessageQuery): Uint32Array {
    const { analysis, index } = this.#capture(id);
    const virtualRouter = analysis.report().virtualRouters.find((one) => one.id === query.virtualRouter) ?? null;
    return index.select(query, virtualRouter, null);
  }

  #capture(id: string): Opened {
    const capture = this.#captures.find(({ status }) => status.id === id);
    if (!capture) throw new Error(`There is no capture ${id}.`);
    return capture;
  }

  #statuses(): CaptureStatus[] {
    return this.#captures.map(({ status }) => status);
  }

  #note(name: string, ...args: readonly unknown[]): void {
    this.calls.push({ name, args });
  }

  #emit(event: HostEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

let last = 0;

async function openSample(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  change: Partial<CaptureStatus> = {},
): Promise<Opened> {
  const analysis = new Analysis([sourceOf(bytes, name)], { tool: { name: 'vrrpscope', version: '0' } });
  const index = new MessageIndex();
  const store = new PacketStore(new MemoryBytes());
  await analysis.run((message, record) => {
    if (message.kind === 'other') return;
    index.add(message, toEpochSeconds(message.time, analysis.epochSeconds), store.add(record));
  });
  const status: CaptureStatus = {
    id: String(++last),
    paths: [name],
    state: 'read',
    done: bytes.length,
    total: bytes.length,
    elapsed: 0.1,
    packets: index.count,
    messages: index.count,
    revision: 1,
    failure: null,
    trouble: null,
    advice: null,
    beside: null,
    live: null,
    ...change,
  };
  return { status, analysis, index, packets: new PacketReader(index, store) };
}
