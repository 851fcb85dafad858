import type { EventEmitter } from 'node:events';
import type { BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { appEvents, onQuit } from './app.ts';
import { ChromiumPage, type PageOwner, type PageRequest } from './chromium-page.ts';
import { note } from './control.ts';
import { ask, KnownEvents, known } from './known.ts';
import { answerRequest } from './session.ts';
import { nativeTheme } from './system.ts';

const WINDOW_EVENTS = ['resize', 'move', 'maximize', 'unmaximize', 'ready-to-show', 'closed'];
const CONTENTS_EVENTS = [
  ...['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'],
  ...['did-navigate', 'did-finish-load', 'destroyed', 'render-process-gone'],
];

interface StandInFrame {
  url: string;
  origin: string;
  parent: StandInFrame | null;
}

type Handler = (event: { senderFrame: StandInFrame | null }, ...args: unknown[]) => Promise<unknown>;

const HARMLESS = new Set(['spellcheck', 'devTools']);

const windows: BrowserWindow[] = [];

/** A window: its page is one of Chromium's, its frame is only remembered. */
export class BrowserWindow extends KnownEvents {
  readonly webContents: WebContents;
  #bounds: Rectangle;
  #maximized = false;

  static getAllWindows(): BrowserWindow[] {
    return [...windows];
  }

  constructor(options: BrowserWindowConstructorOptions) {
    super('BrowserWindow', WINDOW_EVENTS);
    const { x = 0, y = 0, width = 800, height = 600, webPreferences = {} } = options;
    const { sandbox, contextIsolation, nodeIntegration, webviewTag, preload, ...others } = webPreferences;
    const isShutIn = sandbox && contextIsolation && !nodeIntegration && !webviewTag;
    // Everything else, such as webSecurity or experimentalFeatures, could only open it up
    if (!isShutIn || preload === undefined || Object.keys(others).some((name) => !HARMLESS.has(name))) {
      throw new Error('the stand-in hosts only pages that are shut in');
    }
    this.#bounds = { x, y, width, height };
    this.webContents = known('webContents', new WebContents(preload, { width, height }, this));
    note({ kind: 'background', colour: options.backgroundColor ?? '' });
    windows.push(this);
    appEvents.emit('web-contents-created', {}, this.webContents);
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.load(url);
  }

  show(): void {
    note({ kind: 'shown' });
  }

  focus(): void {}
  restore(): void {}

  isMinimized(): boolean {
    return false;
  }

  maximize(): void {
    this.#maximized = true;
    this.emit('maximize');
  }

  isMaximized(): boolean {
    return this.#maximized;
  }

  getNormalBounds(): Rectangle {
    return this.#bounds;
  }

  setBackgroundColor(colour: string): void {
    note({ kind: 'background', colour });
  }

  /** As if by hand. */
  moveTo(bounds: Rectangle): void {
    this.#bounds = bounds;
    this.emit('move');
    this.emit('resize');
  }

  async close(): Promise<void> {
    if (!windows.includes(this)) return;
    windows.splice(windows.indexOf(this), 1);
    await this.webContents.destroy();
    this.emit('closed');
  }
}

export class WebContents extends KnownEvents implements PageOwner {
  readonly handlers = new Map<string, Handler>();
  readonly ipc = known('ipc', {
    handle: (channel: string, handler: Handler) => {
      if (this.handlers.has(channel)) throw new Error(`${channel} is handled twice`);
      this.handlers.set(channel, handler);
    },
  });
  readonly mainFrame: StandInFrame = { url: '', origin: '', parent: null };
  readonly opened: Promise<ChromiumPage>;
  readonly #window: EventEmitter;
  #destroyed = false;
  #loading: string | null = null;
  #openHandler: ((details: { url: string }) => { action: string }) | null = null;

  constructor(preload: string, size: { width: number; height: number }, window: EventEmitter) {
    super('webContents', CONTENTS_EVENTS);
    this.#window = window;
    this.opened = ChromiumPage.open(this, preload, size);
    nativeTheme.on('updated', () => void this.#followTheme());
  }

  async load(url: string): Promise<void> {
    const chromium = await this.opened;
    await this.#followTheme();
    this.#loading = url;
    await chromium.load(url);
    this.#loading = null;
    Object.assign(this.mainFrame, frameAt(url, null));
    note({ kind: 'loaded' });
    this.emit('did-finish-load');
    this.#window.emit('ready-to-show');
  }

  isLoading(): boolean {
    return this.#loading !== null;
  }

  reload(): void {
    void this.load(this.mainFrame.url);
  }

  send(channel: string, ...args: unknown[]): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
    const copied = structuredClone(args);
    void this.opened.then((chromium) => chromium.send(channel, copied));
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.#openHandler = handler;
  }

  async destroy(): Promise<void> {
    this.#destroyed = true;
    this.emit('destroyed');
    await (await this.opened).close();
  }

  async answer(request: PageRequest): Promise<Response | null> {
    const response = this.#mayGo(request) ? await answerRequest(request.method, request.url) : null;
    if (response === null) note({ kind: 'refused', url: request.url });
    return response;
  }

  async invoke(sender: { url: string; mainFrame: boolean }, channel: string, args: unknown[]): Promise<unknown> {
    const handler = this.handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    if (!sender.mainFrame) return handler({ senderFrame: frameAt(sender.url, this.mainFrame) }, ...args);
    Object.assign(this.mainFrame, frameAt(sender.url, null));
    try {
      return structuredClone(await handler({ senderFrame: this.mainFrame }, ...args));
    } catch (error) {
      throw new Error(`Error invoking remote method '${channel}': ${error}`);
    }
  }

  navigated(): void {
    this.emit('did-navigate');
  }

  mayOpen(url: string): boolean {
    return this.#openHandler?.({ url }).action !== 'deny';
  }

  #mayGo({ url, navigation, mainFrame }: PageRequest): boolean {
    if (!navigation || url === this.#loading) return true;
    if (ask(this, 'will-frame-navigate', { url }).prevented) return false;
    return !(mainFrame && ask(this, 'will-navigate', { url }).prevented);
  }

  async #followTheme(): Promise<void> {
    const { page } = await this.opened;
    await page.emulateMedia({ colorScheme: nativeTheme.shouldUseDarkColors ? 'dark' : 'light' });
  }
}

function frameAt(url: string, parent: StandInFrame | null): StandInFrame {
  return { url, origin: /^\w+:\/\/[^/]+/.exec(url)?.[0] ?? 'null', parent };
}

onQuit(async () => {
  await Promise.all(windows.map((window) => window.close()));
});
