import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll } from 'vitest';
import { launchChromium } from '../../support/chromium.ts';
import type { WindowSetup } from './mount-window.ts';

const SCREENSHOTS = 'dist/screenshots';

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

/** Windows over samples in a real browser, their host being in the page. */
export function sampleWindows(): SampleWindows {
  let server: ViteDevServer | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    const root = new URL('../../../', import.meta.url).pathname;
    server = await createServer({
      root,
      configFile: false,
      logLevel: 'error',
      cacheDir: 'dist/vite-panels',
      server: { host: '127.0.0.1', port: 0, hmr: false, ws: false, watch: null },
      optimizeDeps: {
        entries: ['test/renderer/panels/window.html'],
        include: ['react', 'react-dom/client', 'react/jsx-dev-runtime', 'react/jsx-runtime'],
      },
    });
    await server.listen();
    browser = await launchChromium();
    await mkdir(SCREENSHOTS, { recursive: true });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  return {
    async open(setup, { width = 1440, height = 900, colorScheme = 'light', locale = 'en-GB' } = {}) {
      const [base] = server?.resolvedUrls?.local ?? [];
      if (!browser || !base) throw new Error('The browser is not running.');
      const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale, timezoneId: 'UTC' });
      const page = await context.newPage();
      page.on('pageerror', (error) => console.error(error));
      await page.goto(`${base}test/renderer/panels/window.html#${encodeURIComponent(JSON.stringify(setup))}`);
      return page;
    },
    async picture(page, name) {
      await page.screenshot({ path: `${SCREENSHOTS}/${name}.png` });
    },
  };
}
