import { readFileSync } from 'node:fs';
import { type Browser, chromium, type Frame, type Page, type Request, type Route } from 'playwright-core';
import { note } from './control.ts';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'];

export interface PageRequest {
  method: string;
  url: string;
  navigation: boolean;
  mainFrame: boolean;
}

/** What a page asks of the process that hosts it. */
export interface PageOwner {
  /** Answers a request, or null where it is not let through. */
  answer(request: PageRequest): Promise<Response | null>;
  invoke(frame: { url: string; mainFrame: boolean }, channel: string, args: unknown[]): Promise<unknown>;
  navigated(): void;
  /** Whether a page may open another. */
  mayOpen(url: string): boolean;
}

/** A page in Chromium that thinks it is in Electron. Schemes that Chromium does not know travel as hosts of `.invalid`. */
export class ChromiumPage {
  readonly page: Page;
  /** What Chromium's console said of trouble. */
  readonly complaints: string[] = [];
  readonly #browser: Browser;
  #told: Promise<unknown> = Promise.resolve();

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.page = page;
  }

  static async open(owner: PageOwner, preload: string, size: { width: number; height: number }) {
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
    const context = await browser.newContext({ viewport: size, acceptDownloads: false });
    await context.route('**/*', (route) => fulfil(route, owner));
    await context.exposeBinding('standInInvoke', ({ frame }, channel: string, ...args: unknown[]) =>
      owner.invoke({ url: fromChromium(frame.url()), mainFrame: isMainFrame(frame) }, channel, args),
    );
    await context.addInitScript({ content: preloadScript(preload) });
    const page = await context.newPage();
    const opened = new ChromiumPage(browser, page);
    page.on('framenavigated', (frame) => {
      if (isMainFrame(frame)) owner.navigated();
    });
    page.on('pageerror', (error) => opened.complaints.push(error.message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) opened.complaints.push(message.text());
    });
    return opened;
  }

  async load(url: string): Promise<void> {
    await this.page.goto(toChromium(url));
  }

  /** In the order of the calls. A page that is going away hears nothing more. */
  send(channel: string, args: unknown[]): void {
    this.#told = this.#told
      .then(() => this.page.evaluate(`standInSend(${JSON.stringify(channel)}, ${JSON.stringify(args)})`))
      .catch((error: Error) => {
        if (!this.page.isClosed()) this.complaints.push(`${channel}: ${error.message}`);
      });
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}

function preloadScript(preload: string): string {
  const { STAND_IN_PAGE_SIDE = '', STAND_IN_DROPPED = '{}' } = process.env;
  const run = `(require, module, exports) => {\n${readFileSync(preload, 'utf8')}\n}`;
  return `{ ${readFileSync(STAND_IN_PAGE_SIDE, 'utf8')}; hostPreload(${run}, ${STAND_IN_DROPPED}); }`;
}

async function fulfil(route: Route, owner: PageOwner): Promise<void> {
  const request = route.request();
  const navigation = request.isNavigationRequest();
  const frame = navigation ? frameOf(request) : null;
  const url = fromChromium(request.url());
  if (navigation && frame === null && !owner.mayOpen(url)) {
    note({ kind: 'window-refused', url });
    return route.abort('aborted');
  }
  const mainFrame = navigation && isMainFrame(frame);
  const response = await owner.answer({ method: request.method(), url, navigation, mainFrame });
  // Navigation that is prevented leaves the page as it is
  if (response === null) return route.abort(navigation ? 'aborted' : 'blockedbyclient');
  const body = Buffer.from(await response.arrayBuffer());
  await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body });
}

/** Null is the frame of a page that is only about to be opened. */
function frameOf(request: Request): Frame | null {
  try {
    return request.frame();
  } catch {
    return null;
  }
}

function isMainFrame(frame: Frame | null): boolean {
  return (frame?.parentFrame() ?? null) === null;
}

function toChromium(url: string): string {
  return url.replace(/^(?!https?:)(\w+):\/\/([^/]+)/, 'https://$2.$1.invalid');
}

function fromChromium(url: string): string {
  return url.replace(/^https:\/\/([^/.]+)\.(\w+)\.invalid/, '$2://$1');
}
