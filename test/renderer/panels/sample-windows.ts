import { createReadStream } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, vi } from 'vitest';
import { keepPicture, launchChromium } from '../../support/chromium.ts';
import { hasPeer } from '../../support/peer-programs.ts';
import type { WindowSetup } from './mount-window.ts';

const ROOT = join(import.meta.dirname, '../../..');
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

export const withChromium = hasPeer('chromium');

export interface PageOptions {
  width?: number;
  height?: number;
  colorScheme?: 'light' | 'dark';
  locale?: string;
}

export interface SampleWindows {
  open(setup: WindowSetup, options?: PageOptions): Promise<Page>;
  /** Kept for looking at; nothing is compared. */
  picture(page: Page, name: string): Promise<void>;
}

/** Windows over samples in a real browser, their host being in the page. `name` is the test file's own. */
export function sampleWindows(name: string): SampleWindows {
  const built = join(ROOT, 'dist/test-windows', name);
  let server: Server | undefined;
  let browser: Browser | undefined;
  vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });
  beforeAll(async () => {
    if (!withChromium) return;
    await build({
      root: import.meta.dirname,
      configFile: false,
      logLevel: 'error',
      base: './',
      build: {
        outDir: built,
        emptyOutDir: true,
        target: 'es2023',
        minify: false,
        chunkSizeWarningLimit: 10_000,
        rolldownOptions: { input: join(import.meta.dirname, 'window.html') },
      },
    });
    server = await serve({ '/samples/': join(ROOT, 'samples'), '/': built });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });
  return {
    async open(setup, { width = 1440, height = 900, colorScheme = 'light', locale = 'en-GB' } = {}) {
      const address = server?.address();
      if (!browser || !isBound(address)) throw new Error('The browser is not running.');
      const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale, timezoneId: 'UTC' });
      const page = await context.newPage();
      const fragment = encodeURIComponent(JSON.stringify(setup));
      await page.goto(`http://127.0.0.1:${address.port}/window.html#${fragment}`);
      return page;
    },
    picture: keepPicture,
  };
}

/** Folders by the beginning of their addresses. */
async function serve(folders: Record<string, string>): Promise<Server> {
  const server = createServer(({ url = '/' }, answer) => {
    const path = normalize(decodeURIComponent(url));
    const [prefix, folder] = Object.entries(folders).find(([beginning]) => path.startsWith(beginning)) ?? ['', ROOT];
    const file = createReadStream(join(folder, path.slice(prefix.length)));
    file.on('open', () =>
      answer.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }),
    );
    file.on('error', () => answer.writeHead(404).end());
    file.pipe(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function isBound(address: AddressInfo | string | null | undefined): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
