import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { type BrowserHost, startBrowserHost } from '../../../main/browser/browser-host.ts';
import type { Settings } from '../../../main/host-contract.ts';
import type { SettingsStore } from '../../../main/services/host-services.ts';
import { launchChromium } from '../../support/chromium.ts';
import { hasPeer } from '../../support/peer-programs.ts';

export const withChromium = hasPeer('chromium');

export interface WindowOptions {
  settings?: Partial<Settings>;
  width?: number;
  height?: number;
  colorScheme?: 'light' | 'dark';
  locale?: string;
}

/** A window in Chromium, served by the browser host as `vrrpscope open --browser` does. */
export interface WindowPage {
  page: Page;
  host: BrowserHost;
  /** What the page complained about in its console: must stay empty. */
  complaints: string[];
}

/** Gives a function that opens windows; they are closed after the tests of the file. */
export function windowsInChromium(): (files: readonly string[], options?: WindowOptions) => Promise<WindowPage> {
  let browser: Browser | undefined;
  const hosts: BrowserHost[] = [];
  beforeAll(async () => {
    if (withChromium) browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    for (const host of hosts) await host.close();
  });
  return async (files, { settings, width = 1440, height = 900, colorScheme = 'light', locale = 'en-GB' } = {}) => {
    if (!browser) throw new Error('Chromium is not running');
    const host = await startBrowserHost({
      listen: { host: '127.0.0.1', port: 0 },
      settings: settingsInMemory({ times: 'utc', ...settings }),
      graceMs: 60_000,
    });
    hosts.push(host);
    if (files.length > 0) host.services.open(files);
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale, timezoneId: 'UTC' });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    await page.goto(host.url);
    return { page, host, complaints };
  };
}

function settingsInMemory(change: Partial<Settings>): SettingsStore {
  const listeners = new Set<(settings: Settings) => void>();
  let settings: Settings = { language: null, theme: 'system', times: 'utc', recent: [], ...change };
  return {
    get settings() {
      return settings;
    },
    change(more) {
      settings = { ...settings, ...more };
      for (const listener of listeners) listener(settings);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
