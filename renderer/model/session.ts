import { ReportAssembly } from '../../decoder/report-parts.ts';
import type { Language } from '../../decoder/wording/language.ts';
import type {
  Beside,
  CaptureId,
  CaptureSet,
  CaptureStatus,
  HostEvent,
  MenuCommand,
  SaveOutcome,
  SaveRequest,
  Settings,
} from '../../main/host-contract.ts';
import type { Host } from '../host.ts';
import type { Action, AppState } from './app-state.ts';
import {
  type Asked,
  arePlaces,
  askedFiles,
  filesOfSet,
  firstOf,
  isPlain,
  knownIncluded,
  setOf,
} from './asked-files.ts';
import { FIRST_STATE, reduce, viewOf } from './reducer.ts';

interface Reading {
  revision: number;
  language: Language;
}

/** Connects the state of the window with its host: what the host tells becomes actions, new reports are asked for. */
export class Session {
  readonly host: Host;
  readonly #systemLanguage: Language;
  #state = FIRST_STATE;
  readonly #listeners = new Set<() => void>();
  readonly #menuListeners = new Set<(command: MenuCommand) => void>();
  readonly #menu: MenuCommand[] = [];
  readonly #assemblies = new Map<CaptureId, ReportAssembly>();
  /** The last report of each capture that was asked for. */
  readonly #asked = new Map<CaptureId, Reading>();
  /** Whose report is on its way: one of each capture at a time, so that parts do not mix. */
  readonly #reading = new Set<CaptureId>();

  constructor(host: Host, systemLanguage: Language) {
    this.host = host;
    this.#systemLanguage = systemLanguage;
  }

  /** Returns what ends it. */
  start(): () => void {
    const endEvents = this.host.onEvent((event) => this.#take(event));
    const endLost = this.host.onLost?.(() => this.dispatch({ kind: 'lost' }));
    const endUpload = this.host.onUpload?.((progress) => this.dispatch({ kind: 'upload', progress }));
    this.#ask(async () => {
      this.dispatch({ kind: 'welcomed', welcome: await this.host.welcome() });
      this.#passMenu();
    });
    return () => {
      endEvents();
      endLost?.();
      endUpload?.();
    };
  }

  readonly state = (): AppState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly onMenu = (listener: (command: MenuCommand) => void): (() => void) => {
    this.#menuListeners.add(listener);
    this.#passMenu();
    return () => this.#menuListeners.delete(listener);
  };

  readonly dispatch = (action: Action): void => {
    this.#state = reduce(this.#state, action);
    this.#followReport();
    for (const listener of this.#listeners) listener();
  };

  get language(): Language {
    return this.#state.settings.language ?? this.#systemLanguage;
  }

  chooseAndOpen(): void {
    this.#ask(async () => this.#openOrAsk(await this.host.chooseCaptures(), null));
  }

  /** Reads the capture again with more beside it. */
  chooseAndAdd(to: CaptureStatus): void {
    this.#ask(async () => this.#openOrAsk(await this.host.chooseCaptures(firstOf(filesOfSet(to))), to));
  }

  openDropped(dropped: readonly File[]): void {
    this.#ask(async () => {
      const before = this.#state.asked;
      const paths = await this.host.pathsOfDropped(dropped, firstOf(before?.files ?? []));
      if (before === null) await this.#openOrAsk(paths, null);
      else await this.#askMore(before, paths);
    });
  }

  /** A path that was typed is as one that was chosen. */
  openPath(path: string): void {
    this.#ask(() => this.#openOrAsk([path], null));
  }

  open({ paths, beside }: CaptureSet): void {
    this.#ask(async () => {
      await this.#open(paths, beside);
    });
  }

  chooseMore(asked: Asked): void {
    this.#ask(async () => this.#askMore(asked, await this.host.chooseCaptures(firstOf(asked.files))));
  }

  askMore(asked: Asked, paths: readonly string[]): void {
    this.#ask(() => this.#askMore(asked, paths));
  }

  openAsked(asked: Asked): void {
    const { paths, beside } = setOf(asked);
    this.dispatch({ kind: 'ask', asked: null });
    this.#ask(async () => {
      const opened = await this.#open(paths, beside);
      if (asked.replaces !== null && asked.replaces !== opened) await this.host.closeCapture(asked.replaces);
    });
  }

  async #open(paths: readonly string[], beside: Beside | null): Promise<CaptureId> {
    const capture = await (beside ? this.host.openCaptures(paths, beside) : this.host.openCaptures(paths));
    this.dispatch({ kind: 'select-capture', capture });
    return capture;
  }

  /** Configurations and logs alone go beside the capture that is looked at. */
  async #openOrAsk(paths: readonly string[], to: CaptureStatus | null): Promise<void> {
    if (paths.length === 0) return;
    const chosen = askedFiles(paths, await this.host.fileKinds(paths));
    const isBeside = chosen.every(({ kind }) => kind !== 'capture' && kind !== 'unknown');
    const replaced = to ?? (isBeside ? this.#shownFiles() : null);
    if (replaced === null && isPlain(chosen)) await this.#open(paths, null);
    else {
      const files = [...(replaced ? filesOfSet(replaced) : []), ...chosen];
      const places = replaced ? (replaced.beside?.views.length ?? 0) > 0 : arePlaces(files);
      this.dispatch({ kind: 'ask', asked: { replaces: replaced?.id ?? null, files, places } });
    }
  }

  async #askMore(asked: Asked, paths: readonly string[]): Promise<void> {
    if (paths.length === 0) return;
    const before = asked.files.map(({ path }) => path);
    const kinds = await this.host.fileKinds([...before, ...paths]);
    const files = [...knownIncluded(asked.files, kinds), ...askedFiles(paths, kinds.slice(before.length))];
    this.dispatch({ kind: 'ask', asked: { ...asked, files, places: asked.places || arePlaces(files) } });
  }

  /** The capture that is looked at, where it is of files. */
  #shownFiles(): CaptureStatus | null {
    const { captures, selected } = this.#state;
    return captures.find(({ id, live }) => id === selected && live === null) ?? null;
  }

  listen(networkInterface: string): void {
    this.#ask(async () => {
      const capture = await this.host.startLive(networkInterface);
      this.dispatch({ kind: 'select-capture', capture });
    });
  }

  /** What failed before makes room for it. */
  listenAgain({ id, state, paths: [networkInterface], live }: CaptureStatus): void {
    if (networkInterface === undefined) return;
    if (state === 'failed' || live?.packets === 0) this.close(id);
    this.listen(networkInterface);
  }

  close(capture: CaptureId): void {
    this.#ask(() => this.host.closeCapture(capture));
  }

  stop(capture: CaptureId): void {
    this.#ask(() => this.host.stopReading(capture));
  }

  changeSettings(change: Partial<Settings>): void {
    this.dispatch({ kind: 'settings', settings: { ...this.#state.settings, ...change } });
    this.#ask(() => this.host.changeSettings(change));
  }

  /** `describe` says what was done; null is nothing to say. */
  save(what: SaveRequest, describe: (outcome: SaveOutcome) => string | null): void {
    const capture = this.#state.selected;
    if (capture === null || this.#state.saving) return;
    this.dispatch({ kind: 'saving' });
    this.#ask(async () => {
      const message = describe(await this.host.save(capture, what));
      this.dispatch({ kind: 'notice', notice: message === null ? null : { kind: 'done', message } });
    });
  }

  fail(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    if (!this.#state.lost) this.dispatch({ kind: 'notice', notice: { kind: 'failed', message } });
  }

  #take(event: HostEvent): void {
    switch (event.kind) {
      case 'captures':
        this.dispatch({ kind: 'captures', captures: event.captures });
        break;
      case 'settings':
        this.dispatch({ kind: 'settings', settings: event.settings });
        break;
      case 'report-part':
        this.#takePart(event);
        break;
      case 'menu':
        this.#menu.push(event.command);
        this.#passMenu();
        break;
    }
  }

  /** What was chosen before the window knew what its host can do waits until it knows. */
  #passMenu(): void {
    if (this.#state.welcome === null || this.#menuListeners.size === 0) return;
    for (const command of this.#menu.splice(0)) {
      for (const listener of this.#menuListeners) listener(command);
    }
  }

  #takePart({ capture, revision, part }: Extract<HostEvent, { kind: 'report-part' }>): void {
    if (revision < viewOf(this.#state, capture).revision) return;
    const assembly = this.#assemblies.get(capture) ?? new ReportAssembly();
    this.#assemblies.set(capture, assembly);
    const report = assembly.add(part);
    if (report === null) return;
    const language = this.#asked.get(capture)?.language ?? this.language;
    this.dispatch({ kind: 'report', capture, revision, language, report });
  }

  /** Asks for the report of the capture that is looked at where it is newer, or in another language, than the shown. */
  #followReport(): void {
    const { selected, captures, lost } = this.#state;
    const status = captures.find(({ id }) => id === selected);
    if (!status || status.revision === 0 || lost || this.#reading.has(status.id)) return;
    const { id, revision } = status;
    const wanted: Reading = { revision, language: this.language };
    if (isAsNew(viewOf(this.#state, id), wanted) || isAsNew(this.#asked.get(id), wanted)) return;
    this.#asked.set(id, wanted);
    this.#reading.add(id);
    this.host
      .readReport(id, wanted.language)
      .catch((error: unknown) => {
        if (this.#state.captures.some((capture) => capture.id === id)) this.fail(error);
      })
      .finally(() => this.#readingEnded(id));
  }

  #readingEnded(capture: CaptureId): void {
    this.#reading.delete(capture);
    this.#followReport();
  }

  #ask(call: () => Promise<void>): void {
    call().catch((error: unknown) => this.fail(error));
  }
}

function isAsNew(known: { revision: number; language: Language | null } | undefined, wanted: Reading): boolean {
  return known !== undefined && known.revision >= wanted.revision && known.language === wanted.language;
}
