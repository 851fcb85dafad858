import { writeFile } from 'node:fs/promises';
import type { Beside, HostEvent, Settings } from '../../../main/host-contract.ts';
import type { HostConnection, HostFront, HostServices, SettingsStore } from '../../../main/services/host-services.ts';
import { DEFAULT_SETTINGS } from '../../../main/services/settings.ts';

/** Settings that are forgotten with it. */
export class MemorySettings implements SettingsStore {
  settings: Settings = DEFAULT_SETTINGS;

  change(change: Partial<Settings>): void {
    this.settings = { ...this.settings, ...change };
  }

  onChange(): () => void {
    return () => {};
  }
}

/** Services that note what reached them. */
export class HeardServices implements HostServices {
  readonly heard: unknown[][] = [];
  readonly pages = new Set<(event: HostEvent) => void>();
  closed = false;
  #front: HostFront | undefined;
  #settings: SettingsStore = new MemorySettings();

  serve(front: HostFront, settings: SettingsStore): HeardServices {
    this.#front = front;
    this.#settings = settings;
    return this;
  }

  connect(emit: (event: HostEvent) => void): HostConnection {
    const front = this.#front;
    if (front === undefined) throw new Error('not yet');
    const hear = (...call: unknown[]) => void this.heard.push(call);
    this.pages.add(emit);
    return {
      welcome: async () => ({
        tool: { name: 'vrrpscope', version: '1.2.3' },
        abilities: front.abilities,
        settings: this.#settings.settings,
        captures: [],
      }),
      changeSettings: async (change) => hear('changeSettings', change),
      chooseCaptures: async () => ['/etc/passwd'],
      fileKinds: async (paths) => paths.map(() => 'unknown' as const),
      openCaptures: async (paths, beside) => this.open(paths, beside),
      listeningPlaces: async () => ({ interfaces: [], tools: [] }),
      startLive: async (networkInterface) => {
        hear('startLive', networkInterface);
        return '1';
      },
      stopReading: async (capture) => hear('stopReading', capture),
      closeCapture: async () => {
        throw new Error('That capture is in use.');
      },
      readReport: async (...args) => hear('readReport', ...args),
      messages: async (...args) => {
        hear('messages', ...args);
        return { total: 0, complete: true, rows: [] };
      },
      findMessage: async () => -1,
      packet: async () => null,
      intervals: async (...args) => {
        hear('intervals', ...args);
        return [];
      },
      save: async (_capture, what) =>
        front.deliver(`Fehlerbericht "Ø" 報告.${what.form}`, (path) =>
          'content' in what ? writeFile(path, what.content) : Promise.reject(new Error('The disk is full.')),
        ),
      close: () => this.pages.delete(emit),
    };
  }

  open(paths: readonly string[], beside?: Beside): string {
    this.heard.push(['open', ...paths, ...(beside ? [beside] : [])]);
    this.#settings.change({
      recent: [{ paths: [...paths], beside: beside ?? null }, ...this.#settings.settings.recent],
    });
    return '1';
  }

  listen(networkInterface: string): string {
    this.heard.push(['listen', networkInterface]);
    return '1';
  }

  tell(event: HostEvent): void {
    for (const emit of this.pages) emit(event);
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}
