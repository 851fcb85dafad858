/** `npm run bench -- --interactive [CAPTURE]`: how soon a large file shows progress, is cancelled, and gives any of its packets. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { MessageQuery } from '../../decoder/packets/message-index.ts';
import { startBrowserHost } from '../../main/browser/browser-host.ts';
import { packageFile } from '../../main/package-root.ts';
import { CaptureReading } from '../../main/services/capture-reading.ts';
import { captureFile } from '../../main/services/read-capture-file.ts';
import { SettingsFile } from '../../main/services/settings-file.ts';
import { launchChromium } from '../support/chromium.ts';
import { writeMixed } from './captures/write-captures.ts';
import { median } from './measure.ts';

const ROUNDS = 5;
/** Milliseconds of reading before it is cancelled. */
const READ_BEFORE = 100;
const QUESTIONS = 200;
const PAGE_ROWS = 200;

export async function benchInteractive(given: string | undefined): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vrrpscope-bench-'));
  const path = given === undefined ? join(folder, 'mixed.pcap') : resolve(given);
  try {
    if (given === undefined) writeMixed(path, 1e9);
    console.log(
      `${path}, ${(statSync(path).size / 1e6).toFixed(0)} MB; milliseconds: the median, and what 99 of 100 stay below\n`,
    );
    await benchTerminal(path);
    await benchBrowser(path, folder);
    await benchRandomAccess(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function benchTerminal(path: string): Promise<void> {
  const [first, cancelled]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now();
    const child = onTerminal(path);
    await once(child.stdout ?? child, 'data');
    first.push(performance.now() - began);
    await setTimeout(READ_BEFORE);
    const asked = performance.now();
    child.stdin?.write('\x03');
    await once(child, 'close');
    cancelled.push(performance.now() - asked);
  }
  tell('terminal: the start to the first progress', first);
  tell('terminal: Ctrl-C to the end', cancelled);
}

/** On a terminal of its own, which script(1) makes; what it prints is the progress alone. */
function onTerminal(path: string): ChildProcess {
  const words = [process.execPath, packageFile('dist', 'bundle', 'cli.cjs'), 'report', path].map((word) => `'${word}'`);
  return spawn('script', ['-qfec', `exec ${words.join(' ')} > /dev/null`, '/dev/null'], { stdio: 'pipe' });
}

async function benchBrowser(path: string, folder: string): Promise<void> {
  const settings = await SettingsFile.open(join(folder, 'settings.json'));
  const browser = await launchChromium();
  const [first, cancelled, closed]: [number[], number[], number[]] = [[], [], []];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const host = await startBrowserHost({ listen: { host: '127.0.0.1', port: 0 }, settings });
      const page = await browser.newPage();
      await page.addInitScript(watchProgress);
      await page.goto(host.url);
      await page.getByRole('button', { name: 'Open' }).first().waitFor();
      const began = Date.now();
      host.services.open([path]);
      await page.getByRole('button', { name: 'Stop', exact: true }).waitFor();
      await setTimeout(READ_BEFORE);
      const asked = Date.now();
      await page.getByRole('button', { name: 'Stop', exact: true }).click();
      await page.getByRole('progressbar').waitFor({ state: 'detached' });
      cancelled.push(Date.now() - asked);
      while (isOpen(path)) await setTimeout(1);
      closed.push(Date.now() - asked);
      first.push((await progressShown(page)) - began);
      await page.close();
      await host.close();
    }
  } finally {
    await browser.close();
  }
  tell('window: opening to the progress bar', first);
  tell('window: Stop to what was read until then', cancelled);
  tell('window: Stop to the file being closed', closed);
}

/** Takes down when a progress bar is shown for the first time. */
function watchProgress(): void {
  new MutationObserver(() => {
    if (document.querySelector('[role=progressbar]')) document.documentElement.dataset.shown ??= String(Date.now());
  }).observe(document, { subtree: true, childList: true });
}

function progressShown(page: Page): Promise<number> {
  return page.evaluate(() => Number(document.documentElement.dataset.shown));
}

/** Whether this program holds the file open, in whichever thread. */
function isOpen(path: string): boolean {
  return readdirSync('/proc/self/fd').some((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`) === path;
    } catch {
      return false;
    }
  });
}

/** What a window asks for: pages of a list anywhere in it, from a time on, and the packets themselves. */
async function benchRandomAccess(path: string): Promise<void> {
  const reading = new CaptureReading([captureFile(path)], {});
  await reading.run();
  const { start, end } = reading.report();
  const all: MessageQuery = { virtualRouter: null, from: -Number.MAX_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };
  const lists: [string, MessageQuery][] = [
    ['messages', all],
    ['packets', { ...all, every: true }],
  ];
  for (const [what, query] of lists) {
    const { total } = reading.messages(query, 0, 1);
    const [pages, spans, packets]: [number[], number[], number[]] = [[], [], []];
    for (let question = 0; question < QUESTIONS; question++) {
      const first = Math.floor(Math.random() * Math.max(1, total - PAGE_ROWS));
      const from = (start ?? 0) + Math.random() * ((end ?? 0) - (start ?? 0));
      const { rows } = timed(pages, () => reading.messages(query, first, PAGE_ROWS));
      timed(spans, () => reading.messages({ ...query, from, to: from + 1 }, 0, PAGE_ROWS));
      const [row] = rows;
      if (row) timed(packets, () => reading.packet({ source: row.source, packet: row.packet }));
    }
    tell(`${PAGE_ROWS} of ${total} ${what}, anywhere`, pages);
    tell(`${what} of a second, any`, spans);
    tell(`fields and bytes of one of the ${what}`, packets);
  }
  reading.close();
}

function timed<T>(into: number[], work: () => T): T {
  const began = performance.now();
  const result = work();
  into.push(performance.now() - began);
  return result;
}

function tell(what: string, milliseconds: readonly number[]): void {
  const sorted = [...milliseconds].sort((one, other) => one - other);
  const nearlyWorst = sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN;
  console.log(`${what.padEnd(52)}${median(sorted).toFixed(1).padStart(8)}${nearlyWorst.toFixed(1).padStart(10)}`);
}
