import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepPicture, launchChromium } from '../../support/chromium.ts';
import { type FirefoxPage, openFirefox } from '../../support/firefox.ts';
import { hasPeer } from '../../support/peer-programs.ts';
import { runCli } from '../../support/run-cli.ts';
import { accessibilityViolations } from './axe.ts';
import { MadeCaptures, sample } from './captures.ts';

const VERDICT = 'Two masters for 11.6 s: lb01 and lb02 do not hear each other';
const MOST_BYTES_WITHOUT_DATA = 1_000_000;
const made = new MadeCaptures();
let path: string;

beforeAll(async () => {
  path = await write(sample('split-brain.pcapng'), '--utc');
});
afterAll(() => made.remove());

async function write(capture: string, ...options: string[]): Promise<string> {
  const out = join(made.folder, `${basename(capture)}${options.join('')}.html`);
  const run = await runCli(['report', '--html', out, ...options, capture]);
  expect(run).toMatchObject({ stdout: '', status: 0 });
  return out;
}

/** What is packed into the page. */
function dataOf(html: string): string {
  return /id="embedded-report">([^<]*)</.exec(html)?.[1] ?? expect.fail('no data');
}

/** The numbers of the packets that a page includes. */
async function packetsIn(file: string): Promise<number[]> {
  const packed = Buffer.from(dataOf(readFileSync(file, 'utf8')), 'base64');
  const lines = gunzipSync(packed).toString('utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line)).flatMap(({ kind, packets }) => (kind === 'packets' ? packets : []));
}

it('is at most 1 MB and its data', () => {
  const html = readFileSync(path, 'utf8');
  expect(Buffer.byteLength(html) - dataOf(html).length).toBeLessThan(MOST_BYTES_WITHOUT_DATA);
});

it('is not written where the arguments are wrong, and says why it cannot be written', async () => {
  const nowhere = join(made.folder, 'nowhere', 'x.html');
  const run = await runCli(['report', '--html', nowhere, sample('steady.pcapng')]);
  expect(run.status).toBe(2);
  expect(run.stderr).toContain(`cannot write to ${nowhere}`);
  const both = await runCli(['report', '--json', '--html', join(made.folder, 'y.html'), sample('steady.pcapng')]);
  expect(both.status).toBe(2);
  expect(existsSync(join(made.folder, 'y.html'))).toBe(false);
});

it('with pseudonyms holds no address, name or file name of the capture', async () => {
  const out = await write(sample('split-brain.pcapng'), '--pseudonyms');
  const packed = Buffer.from(dataOf(readFileSync(out, 'utf8')), 'base64');
  const text = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
  for (const known of ['198.51.100.153', '198.51.100.16', 'lb01', '52:54:00:27:36:51', 'split-brain.pcapng']) {
    expect(text).not.toContain(known);
  }
  expect(text).not.toContain('"kind":"packets"');
  expect(readFileSync(out, 'utf8')).not.toContain('split-brain.pcapng');
});

it('of a part of the time holds packets of that part and evidence, no others', async () => {
  const all = await packetsIn(path);
  const part = await packetsIn(await write(sample('split-brain.pcapng'), '--from', '+10', '--to', '+15'));
  expect(part.length).toBeGreaterThan(5);
  expect(part.length).toBeLessThan(all.length / 2);
});

describe.skipIf(!hasPeer('chromium'))('in Chromium, from disk', { timeout: 30_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  async function open(
    file: string,
    colorScheme: 'light' | 'dark' = 'light',
  ): Promise<{ page: Page; complaints: string[] }> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme, locale: 'en-GB' });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (!/^(file|data|blob):/.test(request.url())) complaints.push(`asked for ${request.url()}`);
    });
    await page.goto(pathToFileURL(file).href);
    return { page, complaints };
  }

  it('says what happened, shows packets, and offers nothing that it cannot do', async () => {
    const { page, complaints } = await open(path, 'dark');
    await page.getByText(VERDICT).first().waitFor();
    await page.getByRole('button', { name: VERDICT }).click();
    await page.getByRole('listbox', { name: 'Packets' }).locator('[data-evidence]').first().click();
    await page.getByRole('tree').waitFor();
    expect(await page.getByRole('button', { name: /^Open/ }).count()).toBe(0);
    expect(await accessibilityViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await keepPicture(page, 'html-split-brain-dark');
  });

  it('says that packets far from what happened are not included', async () => {
    const { page } = await open(await write(made.long(30_000), '--utc'));
    await page
      .getByText(/Only the packets around events/)
      .first()
      .waitFor();
  });

  it('prints on A4 with all findings and without controls', async () => {
    const { page } = await open(path);
    await page.getByText(VERDICT).first().waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('button', { name: 'Save' }).isVisible()).toBe(false);
    expect(await page.locator('.finding').count()).toBe(2);
    const heading = page.locator('.paper-heading');
    expect(await heading.isVisible()).toBe(true);
    expect(await heading.textContent()).toMatch(
      /^split-brain\.pcapng · 2026-11-20 13:02:59\.854 – 13:03:30\.174 UTC · vrrpscope \d/,
    );
    const pdf = join(made.folder, 'report.pdf');
    await page.pdf({ path: pdf, format: 'A4', printBackground: true });
    expect(statSync(pdf).size).toBeGreaterThan(10_000);
    const { width, inner } = await page.evaluate(() => ({
      width: document.documentElement.scrollWidth,
      inner: window.innerWidth,
    }));
    expect(width).toBeLessThanOrEqual(inner);
  });
});

describe.skipIf(!hasPeer('firefox-esr'))('in Firefox, from disk', { timeout: 60_000 }, () => {
  let firefox: FirefoxPage;
  beforeAll(async () => {
    firefox = await openFirefox();
  }, 60_000);
  afterAll(() => firefox?.close());

  it('says what happened and draws it', async () => {
    await firefox.open(pathToFileURL(path).href);
    const drawn = "document.querySelector('[role=application]') ? document.body.innerText : ''";
    await expect.poll(() => firefox.text(drawn), { timeout: 30_000 }).toContain(VERDICT);
    const bars = "String(document.querySelectorAll('[role=application] svg path').length)";
    await expect.poll(async () => Number(await firefox.text(bars)), { timeout: 30_000 }).toBeGreaterThan(4);
    const rows = "String(document.querySelectorAll('.packet-row .packet-what').length)";
    await expect.poll(async () => Number(await firefox.text(rows)), { timeout: 30_000 }).toBeGreaterThan(5);
  });
});
