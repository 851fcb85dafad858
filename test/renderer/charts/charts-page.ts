import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build, type PreviewServer, preview } from 'vite';
import { vi } from 'vitest';
import { launchChromium } from '../../support/chromium.ts';
import type { ChartsSetup } from './mount-charts.tsx';

const HERE = dirname(fileURLToPath(import.meta.url));
const SAMPLES = join(HERE, '../../../samples');
/** Real Chromium over the charts of samples. */
export class ChartsBrowser {
  readonly #server: PreviewServer;
  readonly #outDir: string;
  readonly #browser: Browser;

  private constructor(server: PreviewServer, outDir: string, browser: Browser) {
    this.#server = server;
    this.#outDir = outDir;
    this.#browser = browser;
  }

  static async start(): Promise<ChartsBrowser> {
    const shared = { configFile: false, root: HERE, base: './', logLevel: 'error' } as const;
    const outDir = await mkdtemp(join(tmpdir(), 'vrrpscope-charts-'));
    const page = join(HERE, 'charts-page.html');
    // As it is shipped: the test runner's own setting would bring the slow build of React.
    vi.stubEnv('NODE_ENV', 'production');
    await build({
      ...shared,
      build: { outDir, emptyOutDir: true, target: 'es2023', rolldownOptions: { input: page } },
    });
    const server = await preview({ ...shared, build: { outDir }, preview: { port: 0, host: '127.0.0.1' } });
    return new ChartsBrowser(server, outDir, await launchChromium());
  }

  async open(setup: ChartsSetup, size = { width: 1100, height: 760 }): Promise<Page> {
    const page = await this.#browser.newPage({ viewport: size, timezoneId: 'Europe/Berlin' });
    const address = this.#server.resolvedUrls?.local[0] ?? '';
    const setupText = encodeURIComponent(JSON.stringify(setup));
    await page.route('**/samples/*', (route) =>
      route.fulfill({ path: join(SAMPLES, basename(new URL(route.request().url()).pathname)) }),
    );
    await page.goto(`${address}charts-page.html#${setupText}`);
    await page.locator('.charts-stack').waitFor();
    await page.waitForFunction(() => window.charts.asked.length > 0);
    return page;
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
    await rm(this.#outDir, { recursive: true, force: true });
  }
}
