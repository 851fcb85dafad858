import type { EmbeddedCoverage, EmbeddedPackets, EmbeddedPart } from '../../decoder/packets/embedded-report.ts';
import { type IntervalQuery, type RouterIntervals, readIntervals } from '../../decoder/packets/intervals.ts';
import { MessageIndex, type MessageQuery } from '../../decoder/packets/message-index.ts';
import type { MessageRow } from '../../decoder/packets/message-row.ts';
import type { PacketDetail } from '../../decoder/packets/packet-detail.ts';
import { PacketReader } from '../../decoder/packets/packet-reader.ts';
import { MemoryBytes, PacketStore } from '../../decoder/packets/packet-store.ts';
import { translatedSources } from '../../decoder/packets/translated-sources.ts';
import type { Evidence, Report, Timing, VirtualRouter } from '../../decoder/report.ts';
import { ReportAssembly, type ReportPart } from '../../decoder/report-parts.ts';
import type { Language } from '../../decoder/wording/language.ts';
import type {
  CaptureStatus,
  HostEvent,
  MessagePage,
  SaveOutcome,
  SaveRequest,
  Settings,
  Welcome,
} from '../../main/host-contract.ts';
import type { Host } from '../host.ts';
import { download } from './download.ts';
import { readLines } from './embedded-lines.ts';
import { EmbeddedVeil } from './embedded-veil.ts';

const CAPTURE = '1';
const NOT_HERE = 'A saved report cannot open captures.';
const NOT_LIVE = 'A saved report cannot listen.';

/** The host of an HTML report: everything it answers lies in the page. */
export class EmbeddedHost implements Host {
  readonly #listeners = new Set<(event: HostEvent) => void>();
  readonly #parts: Record<Language, ReportPart[]> = { en: [], zh: [] };
  readonly #timings = new Map<string, Timing>();
  readonly #coverage = new Map<string, EmbeddedCoverage['spans']>();
  readonly #index = new MessageIndex();
  readonly #bytes = new MemoryBytes();
  readonly #packets = new PacketReader(this.#index, new PacketStore(this.#bytes));
  readonly #veil = new EmbeddedVeil();
  readonly #loaded: Promise<void>;
  #report: Report | null = null;
  #tool = { name: 'vrrpscope', version: '' };
  #names: string[] = [];
  #settings: Settings = { language: null, theme: 'system', times: 'utc', recent: [] };

  /** `packed` is the text of the page's data element. */
  constructor(packed: string) {
    this.#loaded = this.#load(packed);
  }

  async welcome(): Promise<Welcome> {
    await this.#loaded;
    return {
      tool: this.#tool,
      abilities: { open: false, live: false, openPaths: false, save: ['json', 'svg', 'png'] },
      settings: this.#settings,
      captures: [this.#status()],
    };
  }

  async changeSettings(change: Partial<Settings>): Promise<void> {
    this.#settings = { ...this.#settings, ...change };
    this.#tell({ kind: 'settings', settings: this.#settings });
  }

  async chooseCaptures(): Promise<string[]> {
    return [];
  }

  async fileKinds(): Promise<never[]> {
    return [];
  }

  async openCaptures(): Promise<string> {
    throw new Error(NOT_HERE);
  }

  async pathsOfDropped(): Promise<string[]> {
    throw new Error(NOT_HERE);
  }

  async listeningPlaces(): Promise<never> {
    throw new Error(NOT_LIVE);
  }

  async startLive(): Promise<string> {
    throw new Error(NOT_LIVE);
  }

  async stopReading(): Promise<void> {}

  async closeCapture(): Promise<void> {}

  async readReport(capture: string, language: Language): Promise<void> {
    for (const part of this.#parts[language]) this.#tell({ kind: 'report-part', capture, revision: 1, part });
  }

  async messages(_capture: string, query: MessageQuery, first: number, count: number): Promise<MessagePage> {
    const found = this.#select(query);
    const translated = translatedSources(this.#report ?? {});
    const rows = Array.from(found.subarray(first, first + count)).flatMap((message): MessageRow[] => {
      const indexed = this.#index.at(message);
      const row = this.#packets.row(message, this.#veil.of(indexed));
      if (!row) return [];
      return [translated.has(row.source) ? { ...row, time: indexed.time } : row];
    });
    return { total: found.length, complete: this.#covers(query), rows };
  }

  async findMessage(_capture: string, query: MessageQuery, packet: Evidence): Promise<number> {
    const found = this.#select(query);
    const message = this.#index.find(packet) ?? 0;
    const place = found.findIndex((one) => one >= message);
    return place < 0 ? found.length - 1 : place;
  }

  async packet(_capture: string, packet: Evidence): Promise<PacketDetail | null> {
    const message = this.#index.find(packet);
    return message === undefined ? null : this.#packets.detail(message, this.#veil.of(packet), null);
  }

  async intervals(_capture: string, query: IntervalQuery): Promise<RouterIntervals[]> {
    const virtualRouter = this.#virtualRouter(query.virtualRouter);
    if (!virtualRouter) return [];
    const complete = this.#covers(query);
    return readIntervals(query, { virtualRouter, index: this.#index, sources: null, complete });
  }

  async save(_capture: string, what: SaveRequest): Promise<SaveOutcome> {
    switch (what.form) {
      case 'json':
        return download('report.json', 'application/json', JSON.stringify(this.#whole(what.language), null, 2));
      case 'svg':
        return download(`${what.name}.svg`, 'image/svg+xml', what.content);
      case 'png':
        return download(
          `${what.name}.png`,
          'image/png',
          Uint8Array.from(atob(what.content), (c) => c.charCodeAt(0)),
        );
      default:
        throw new Error('A saved report cannot make this form.');
    }
  }

  onEvent(listener: (event: HostEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #load(packed: string): Promise<void> {
    for await (const line of readLines(packed)) this.#take(JSON.parse(line));
    this.#report = this.#whole('en');
  }

  #take(part: EmbeddedPart): void {
    switch (part.kind) {
      case 'about':
        this.#tool = part.tool;
        this.#names = part.names;
        this.#settings = { ...this.#settings, language: part.language, times: part.times };
        break;
      case 'report':
        this.#parts[part.language].push(part.part);
        break;
      case 'timing':
        this.#timings.set(timingKey(part.virtualRouter, part.router), part.timing);
        break;
      case 'coverage':
        this.#coverage.set(part.virtualRouter, part.spans);
        break;
      case 'packets':
        this.#takePackets(part);
        break;
    }
  }

  #takePackets({ sources, packets, times, data, secrets }: EmbeddedPackets): void {
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    let place = this.#bytes.append(bytes);
    for (const [i, packet] of packets.entries()) {
      const source = sources[i] ?? 0;
      place += this.#packets.adopt({ source, packet, time: times[i] ?? 0, place });
    }
    for (const [i, label, checksum] of secrets) {
      this.#veil.hide({ source: sources[i] ?? 0, packet: packets[i] ?? 0 }, label, checksum);
    }
  }

  /** The report put together, with its timing. */
  #whole(language: Language): Report | null {
    const assembly = new ReportAssembly();
    for (const part of structuredClone(this.#parts[language])) {
      const report = assembly.add(part);
      if (report) return this.#withTiming(report);
    }
    return null;
  }

  #withTiming(report: Report): Report {
    for (const { id, routers } of report.virtualRouters) {
      for (const router of routers) router.timing = this.#timings.get(timingKey(id, router.address)) ?? router.timing;
    }
    return report;
  }

  #select(query: MessageQuery): Uint32Array {
    const virtualRouter = query.virtualRouter === null ? null : this.#virtualRouter(query.virtualRouter);
    return virtualRouter === undefined ? new Uint32Array(0) : this.#index.select(query, virtualRouter, null);
  }

  #virtualRouter(id: string): VirtualRouter | undefined {
    return this.#report?.virtualRouters.find((one) => one.id === id);
  }

  /** Whether all messages of a span are included. */
  #covers({ virtualRouter, from, to }: { virtualRouter: string | null; from: number; to: number }): boolean {
    const spans = virtualRouter === null ? [] : (this.#coverage.get(virtualRouter) ?? []);
    const { start, end } = this.#report ?? { start: null, end: null };
    const [first, last] = [Math.max(from, start ?? from), Math.min(to, end ?? to)];
    return spans.some((span) => span[0] <= first && span[1] >= last);
  }

  #status(): CaptureStatus {
    const messages = this.#report?.sources.reduce((sum, { vrrp, announcements }) => sum + vrrp + announcements, 0) ?? 0;
    const packets = this.#report?.sources.reduce((sum, source) => sum + source.packets, 0) ?? 0;
    const none = {
      done: 0,
      total: null,
      elapsed: 0,
      failure: null,
      trouble: null,
      advice: null,
      live: null,
      beside: null,
    };
    return { ...none, id: CAPTURE, paths: this.#names, state: 'read', packets, messages, revision: 1 };
  }

  #tell(event: HostEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

function timingKey(virtualRouter: string, router: string): string {
  return `${virtualRouter} ${router}`;
}
