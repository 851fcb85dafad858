/** `npm run bench -- --window`: zooming and panning over five million advertisements with 10,000 transitions. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startBrowserHost } from '../../main/browser/browser-host.ts';
import { SettingsFile } from '../../main/services/settings-file.ts';
import { launchChromium } from '../support/chromium.ts';
import { writeLongHistory } from './long-history.ts';

const ADVERTISEMENTS = 5_000_000;
const TRANSITIONS = 10_000;
/** Of one gesture. */
const STEPS = 180;
const STEP_MS = 16;

interface Frames {
  perSecond: number;
  longestMs: number;
}

export async function benchWindow(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vrrpscope-bench-'));
  const path = join(folder, 'long.pcap');
  writeLongHistory(path, ADVERTISEMENTS, TRANSITIONS);
  const settings = await SettingsFile.open(join(folder, 'settings.json'));
  const host = await startBrowserHost({ listen: { host: '127.0.0.1', port: 0 }, settings });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript(recordLongTasks);
    await page.goto(host.url);
    const opened = Date.now();
    host.services.open([path]);
    const plots = page.getByRole('application', { name: 'Timeline' });
    await plots.waitFor();
    console.log(`first results after ${Date.now() - opened} ms`);
    await page.getByRole('progressbar').waitFor({ state: 'detached', timeout: 120_000 });
    console.log(`everything after ${Date.now() - opened} ms, longest task ${await longestTask(page)} ms`);
    const box = await plots.boundingBox();
    if (!box) throw new Error('the charts are not to be seen');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 3];
    await page.mouse.move(x, y);
    await gesture(page, 'zoom in', (step) => page.mouse.wheel(0, step % 30 < 20 ? -120 : 120));
    await page.mouse.down();
    await gesture(page, 'pan', (step) => page.mouse.move(x + 300 * Math.sin(step / 20), y));
    await page.mouse.up();
    await gesture(page, 'zoom out', () => page.mouse.wheel(0, 60));
    console.log(`longest task while zooming and panning ${await longestTask(page)} ms`);
  } finally {
    await browser.close();
    await host.close();
    rmSync(folder, { recursive: true });
  }
}

async function gesture(page: Page, name: string, move: (step: number) => Promise<void>): Promise<void> {
  const frames = page.evaluate(countFrames, STEPS * STEP_MS);
  for (let step = 0; step < STEPS; step++) {
    await move(step);
    await page.waitForTimeout(STEP_MS / 2);
  }
  const { perSecond, longestMs } = await frames;
  console.log(`${name}: ${perSecond.toFixed(1)} frames a second, longest frame ${longestMs.toFixed(0)} ms`);
}

function countFrames(during: number): Promise<Frames> {
  return new Promise((resolve) => {
    const start = performance.now();
    let [frames, last, longestMs] = [0, start, 0];
    const next = (now: number) => {
      frames++;
      longestMs = Math.max(longestMs, now - last);
      last = now;
      if (now - start < during) requestAnimationFrame(next);
      else resolve({ perSecond: (frames / (now - start)) * 1000, longestMs });
    };
    requestAnimationFrame(next);
  });
}

function recordLongTasks(): void {
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      const longest = Number(document.documentElement.dataset.longestTask ?? 0);
      if (duration > longest) document.documentElement.dataset.longestTask = String(duration);
    }
  }).observe({ entryTypes: ['longtask'] });
}

async function longestTask(page: Page): Promise<number> {
  return page.evaluate(() => {
    const longest = Number(document.documentElement.dataset.longestTask ?? 0);
    delete document.documentElement.dataset.longestTask;
    return longest;
  });
}
