import { app, BrowserWindow, dialog, nativeTheme, screen } from 'electron';
import type { HostEvent, MenuCommand } from '../host-contract.ts';
import { packageFile } from '../package-root.ts';
import type { HostServices } from '../services/host-services.ts';
import type { SettingsFile } from '../services/settings-file.ts';
import { EVENT_CHANNEL } from './channels.ts';
import { desktopWords } from './desktop-words.ts';
import { setupHostCalls } from './host-calls.ts';
import { WINDOW_URL } from './window-address.ts';
import { boundsOnScreens, SMALLEST } from './window-bounds.ts';

/** `--page` of the style sheet, for the moment before the page is there. */
const PAGE_COLOURS = { light: '#f6f8fa', dark: '#14181f' };

/** The one window. Where closing it does not end the app, as on macOS, it comes back with its captures. */
export class MainWindow {
  readonly #settings: SettingsFile;
  readonly #services: HostServices;
  #window: BrowserWindow | null = null;
  /** Whether the page can be looked at. */
  #ready = false;
  /** Whether the page hears events. */
  #listening = false;
  #commands: MenuCommand[] = [];

  constructor(settings: SettingsFile, services: HostServices) {
    this.#settings = settings;
    this.#services = services;
    nativeTheme.on('updated', () => this.#window?.setBackgroundColor(pageColour()));
  }

  /** Opens it, or brings it to the front. */
  show(): void {
    this.#window ??= this.#open();
    if (!this.#ready) return;
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  /** What a menu item asks of the page, as soon as the page hears it. */
  command(command: MenuCommand): void {
    this.show();
    this.#commands.push(command);
    this.#sendCommands();
  }

  #sendCommands(): void {
    if (!this.#listening) return;
    for (const command of this.#commands.splice(0)) {
      this.#window?.webContents.send(EVENT_CHANNEL, { kind: 'menu', command } satisfies HostEvent);
    }
  }

  #open(): BrowserWindow {
    const known = this.#settings.window;
    const window = new BrowserWindow({
      ...boundsOnScreens(
        known,
        screen.getAllDisplays().map(({ workArea }) => workArea),
      ),
      minWidth: SMALLEST.width,
      minHeight: SMALLEST.height,
      show: false,
      title: 'vrrpscope',
      backgroundColor: pageColour(),
      ...(process.platform === 'linux' && { icon: packageFile('main', 'build', 'icon.png') }),
      webPreferences: {
        preload: packageFile('dist', 'desktop', 'preload.cjs'),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
        devTools: !app.isPackaged,
      },
    });
    if (known?.maximized) window.maximize();
    setupHostCalls(window.webContents, this.#services, (listening) => {
      this.#listening = listening;
      this.#sendCommands();
    });
    this.#rememberBounds(window);
    this.#surviveCrashes(window);
    window.once('ready-to-show', () => {
      this.#ready = true;
      this.show();
    });
    window.on('closed', () => {
      this.#window = null;
      this.#ready = false;
    });
    window.loadURL(WINDOW_URL).catch((error: Error) => {
      if (window.isDestroyed()) return;
      dialog.showErrorBox('vrrpscope', error.message);
      app.quit();
    });
    return window;
  }

  #rememberBounds(window: BrowserWindow): void {
    const remember = () =>
      this.#settings.rememberWindow({ ...window.getNormalBounds(), maximized: window.isMaximized() });
    window.on('resize', remember);
    window.on('move', remember);
    window.on('maximize', remember);
    window.on('unmaximize', remember);
  }

  #surviveCrashes(window: BrowserWindow): void {
    window.webContents.on('render-process-gone', async (_event, { reason }) => {
      if (reason === 'clean-exit') return;
      const words = desktopWords(this.#settings.settings);
      const { response } = await dialog.showMessageBox(window, {
        type: 'error',
        message: words.crashed,
        detail: words.crashedDetail,
        buttons: [words.loadAgain, words.quitNow],
      });
      if (response === 0) window.webContents.reload();
      else app.quit();
    });
  }
}

function pageColour(): string {
  return nativeTheme.shouldUseDarkColors ? PAGE_COLOURS.dark : PAGE_COLOURS.light;
}
