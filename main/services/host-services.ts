import type {
  Abilities,
  Beside,
  CaptureId,
  HostCalls,
  HostEvent,
  MessagePage,
  SaveOutcome,
  SaveRequest,
  Settings,
} from '../host-contract.ts';
import { listeningPlaces } from '../live/inputs/listening-places.ts';
import { baseName, CAPTURE_SUFFIX } from '../output/capture-name.ts';
import { toolVersion } from '../version.ts';
import { absoluteSet, filesOf, isSameSet } from './capture-set.ts';
import { CaptureThread } from './capture-thread.ts';
import { fileKinds } from './file-kinds.ts';
import type { ReadingSource } from './reading-calls.ts';

/** What differs between the hosts. */
export interface HostFront {
  abilities: Abilities;
  /** Empty if nothing was chosen. */
  chooseCaptures(): Promise<string[]>;
  /** The folder of files that windows have sent. */
  uploads?: string;
  /** Captures of these paths are closed: what the host kept for them, and for none of `stillRead`, can go. */
  release?(paths: readonly string[], stillRead: readonly string[]): Promise<void>;
  /** Lets `write` make a file under a path of the host's choice, and tells where it went. */
  deliver(suggestedName: string, write: (path: string) => Promise<void>): Promise<SaveOutcome>;
}

/** Settings that outlive the program; of recent captures they keep the first of each, as many as are of use. */
export interface SettingsStore {
  readonly settings: Settings;
  change(change: Partial<Settings>): void;
  /** Calls `listener` after each change until the returned function is called. */
  onChange(listener: (settings: Settings) => void): () => void;
}

/** One window: answers its calls and tells it of changes through `emit`, until it is closed. */
export interface HostConnection extends HostCalls {
  close(): void;
}

/** The services behind every host: plain Node, and the same for desktop and browser. */
export interface HostServices {
  connect(emit: (event: HostEvent) => void): HostConnection;
  /** As `openCaptures` of a window, for the command line and file associations. */
  open(paths: readonly string[], beside?: Beside): CaptureId;
  /** As `startLive` of a window. */
  listen(networkInterface: string): CaptureId;
  /** Stops all reading and removes temporary files. */
  close(): Promise<void>;
}

export function createHostServices(front: HostFront, settings: SettingsStore): HostServices {
  return new Services(front, settings);
}

const NO_MESSAGES: MessagePage = { total: 0, complete: true, rows: [] };
const SUFFIX: Record<SaveRequest['form'], string> = {
  html: '.html',
  json: '.json',
  csv: '.csv',
  packets: '.vrrp.pcapng',
  svg: '.svg',
  png: '.png',
};

class Services implements HostServices {
  readonly #front: HostFront;
  readonly #settings: SettingsStore;
  readonly #threads = new Map<CaptureId, CaptureThread>();
  readonly #windows = new Set<(event: HostEvent) => void>();
  #opened = 0;

  constructor(front: HostFront, settings: SettingsStore) {
    this.#front = front;
    this.#settings = settings;
    settings.onChange((changed) => this.#tellAll({ kind: 'settings', settings: changed }));
  }

  connect(emit: (event: HostEvent) => void): HostConnection {
    const thread = (capture: CaptureId) => this.#threads.get(capture);
    this.#windows.add(emit);
    return {
      welcome: async () => ({
        tool: toolVersion(),
        abilities: this.#front.abilities,
        settings: this.#settings.settings,
        captures: this.#statuses(),
      }),
      changeSettings: async (change) => this.#settings.change(change),
      chooseCaptures: () => this.#front.chooseCaptures(),
      fileKinds,
      openCaptures: async (paths, beside) => this.open(paths, beside),
      listeningPlaces,
      startLive: async (networkInterface) => this.listen(networkInterface),
      stopReading: async (capture) => thread(capture)?.ask((calls) => calls.stop()),
      closeCapture: (capture) => this.#closeCapture(capture),
      readReport: async (capture, language) =>
        thread(capture)?.report(language, (revision, part) => {
          if (this.#windows.has(emit)) emit({ kind: 'report-part', capture, revision, part });
        }),
      messages: async (capture, ...query) =>
        (await thread(capture)?.ask((calls) => calls.messages(...query))) ?? NO_MESSAGES,
      findMessage: async (capture, ...query) =>
        (await thread(capture)?.ask((calls) => calls.findMessage(...query))) ?? -1,
      packet: async (capture, packet) => (await thread(capture)?.ask((calls) => calls.packet(packet))) ?? null,
      intervals: async (capture, query) => (await thread(capture)?.ask((calls) => calls.intervals(query))) ?? [],
      save: (capture, what) => this.#save(capture, what),
      close: () => this.#windows.delete(emit),
    };
  }

  open(paths: readonly string[], beside: Beside | null = null): CaptureId {
    const set = absoluteSet(paths, beside);
    const known = this.#statuses().find((status) => status.live === null && isSameSet(status, set));
    if (known) return known.id;
    const id = this.#start({ kind: 'files', uploads: this.#front.uploads ?? null, ...set });
    this.#settings.change({ recent: [set, ...this.#settings.settings.recent] });
    return id;
  }

  listen(networkInterface: string): CaptureId {
    const known = this.#statuses().find(({ live, state }) => live?.name === networkInterface && state === 'reading');
    return known?.id ?? this.#start({ kind: 'interface', name: networkInterface });
  }

  #start(source: ReadingSource): CaptureId {
    const id = String(++this.#opened);
    this.#threads.set(id, new CaptureThread(id, source, () => this.#tellStatuses()));
    this.#tellStatuses();
    return id;
  }

  async close(): Promise<void> {
    this.#windows.clear();
    await Promise.all([...this.#threads.values()].map((thread) => thread.close()));
    this.#threads.clear();
  }

  async #closeCapture(capture: CaptureId): Promise<void> {
    const thread = this.#threads.get(capture);
    if (!thread) return;
    this.#threads.delete(capture);
    this.#tellStatuses();
    await thread.close();
    if (thread.status.live !== null) return;
    await this.#front.release?.(filesOf(thread.status), this.#statuses().flatMap(filesOf));
  }

  async #save(capture: CaptureId, what: SaveRequest): Promise<SaveOutcome> {
    const thread = this.#threads.get(capture);
    if (!thread) throw new Error('This capture is closed.');
    const suffix = SUFFIX[what.form];
    const name = 'name' in what ? what.name : nameOf(thread.status.paths);
    return this.#front.deliver(name + suffix, (path) => thread.ask((calls) => calls.save(what, path)));
  }

  #statuses() {
    return [...this.#threads.values()].map(({ status }) => status);
  }

  #tellStatuses(): void {
    this.#tellAll({ kind: 'captures', captures: this.#statuses() });
  }

  #tellAll(event: HostEvent): void {
    for (const emit of this.#windows) emit(event);
  }
}

/** `incident` of `/var/tmp/incident.pcapng.gz`. */
function nameOf([first = 'capture']: readonly string[]): string {
  return baseName(first).replace(CAPTURE_SUFFIX, '') || 'capture';
}
