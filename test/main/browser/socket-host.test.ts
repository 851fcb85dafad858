import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { launchChromium } from '../../support/chromium.ts';
import { hasPeer } from '../../support/peer-programs.ts';
import { type Stage, startStage } from './stage.ts';

let browser: Browser;
let script = '';

/** The page of the host's own window is tested elsewhere; this one has nothing but the host in it. */
async function openPage(options: Parameters<typeof startStage>[0] = {}): Promise<{ stage: Stage; page: Page }> {
  const files = {
    'index.html': '<!doctype html><script type="module" src="./window.js"></script>',
    'window.js': script,
  };
  const readFile = async (name: string) => Buffer.from(name in files ? Reflect.get(files, name) : '');
  const stage = await startStage({ readFile, ...options });
  const context = await browser.newContext({ acceptDownloads: true });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(stage.host.url);
  await page.waitForFunction(() => window.underTest !== undefined);
  return { stage, page };
}

describe.runIf(hasPeer('chromium'))('the window over a socket', { timeout: 30_000 }, () => {
  beforeAll(async () => {
    const bundle = await rolldown({ input: join(import.meta.dirname, 'socket-page.ts'), platform: 'browser' });
    script = (await bundle.generate({ format: 'esm' })).output[0].code;
    browser = await launchChromium();
  }, 30_000);

  afterAll(() => browser?.close());

  test('comes in by the printed address, which is then clean and survives a reload and a second tab', async () => {
    const { stage, page } = await openPage();
    expect(page.url()).toBe(`${stage.host.addresses.origin}/`);
    expect(await page.evaluate(() => document.cookie)).toBe('');
    await page.reload();
    const second = await page.context().newPage();
    await second.goto(stage.host.addresses.origin);
    for (const one of [page, second]) {
      const { tool } = await one.evaluate(() => window.underTest.host.welcome());
      expect(tool.version).toBe('1.2.3');
    }
  });

  test('comes in also by a link on a page of another site', async () => {
    const { stage, page: stranger } = await openPage();
    const fresh = await startStage({ readFile: async () => Buffer.from('<!doctype html><h1>the window</h1>') });
    const elsewhere = createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html').end(`<a href="${fresh.host.url}">open</a>`);
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void elsewhere.close());
    await once(elsewhere, 'listening');
    const address = elsewhere.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const page = await stranger.context().newPage();
    await page.goto(`http://localhost:${port}`);
    await page.click('a');
    await page.waitForSelector('text=the window');
    expect(stage.services.closed).toBe(false);
  });

  test('asks, is answered, told why not, and told of events', async () => {
    const { stage, page } = await openPage();
    expect(await page.evaluate(() => window.underTest.host.packet('1', { source: 0, packet: 1 }))).toBeNull();
    const failure = page.evaluate(() => window.underTest.host.closeCapture('1'));
    await expect(failure).rejects.toThrow('That capture is in use.');
    await page.evaluate(() => window.underTest.host.changeSettings({ theme: 'dark' }));
    expect(stage.services.heard).toEqual([['changeSettings', { theme: 'dark' }]]);
    stage.services.tell({ kind: 'menu', command: 'find' });
    await page.waitForFunction(() => window.underTest.events.length === 1);
    expect(await page.evaluate(() => window.underTest.events)).toEqual([{ kind: 'menu', command: 'find' }]);
  });

  test('sends the files that were chosen', async () => {
    const { stage, page } = await openPage();
    const chooser = page.waitForEvent('filechooser');
    const chosen = page.evaluate(() => window.underTest.host.chooseCaptures());
    const samples = ['split-brain.pcapng', 'steady.pcapng'].map((name) => join('samples', name));
    await (await chooser).setFiles(samples);
    const paths = await chosen;
    expect(paths).toHaveLength(2);
    for (const [i, path] of paths.entries()) {
      expect((await readFile(path)).equals(await readFile(samples[i] ?? ''))).toBe(true);
    }
    const uploads = await page.evaluate(() => window.underTest.uploads);
    expect(uploads[0]).toMatchObject({ name: 'split-brain.pcapng', done: 0 });
    expect(uploads.at(-2)?.done).toBe(uploads[0]?.total);
    expect(uploads.at(-1)).toBeNull();
    expect(await page.locator('input').count()).toBe(0);
    expect(stage.services.heard).toEqual([]);
  });

  test('knows where what was dropped lies', async () => {
    const { stage, page } = await openPage();
    const paths = await page.evaluate(() => {
      const files = ['lb01.pcap', '../lb02.pcap'].map((name) => new File(['packets'], name));
      return window.underTest.host.pathsOfDropped(files);
    });
    expect(stage.services.heard).toEqual([]);
    expect(paths).toEqual([expect.stringMatching(/\/lb01\.pcap$/), expect.stringMatching(/\/lb02\.pcap$/)]);
  });

  test.each([0, 1])('stops sending once %i bytes or more were sent, and opens nothing then', async (most) => {
    const { stage, page } = await openPage();
    await page.evaluate((most) => {
      const { host } = window.underTest;
      host.onUpload((progress) => progress && progress.done >= most && host.stopUploads());
      return host.pathsOfDropped([new File([new Uint8Array(300_000_000)], 'huge.pcap')]);
    }, most);
    expect(stage.services.heard).toEqual([]);
    const files = () => readdir(stage.temporary, { recursive: true });
    await expect.poll(async () => (await files()).filter((name) => name.includes('huge'))).toEqual([]);
  });

  test('fetches what it saves as a download', async () => {
    const { page } = await openPage();
    const download = page.waitForEvent('download');
    const outcome = await page.evaluate(() =>
      window.underTest.host.save('1', { form: 'svg', name: 'chart', content: '<svg>✓</svg>' }),
    );
    expect(outcome.kind).toBe('download');
    const file = await download;
    expect(file.suggestedFilename()).toBe('Fehlerbericht _Ø_ 報告.svg');
    expect(await readFile(await file.path(), 'utf8')).toBe('<svg>✓</svg>');
  });

  test('says that its host has ended, to what was asked before and what is asked after', async () => {
    const { stage, page } = await openPage();
    await page.evaluate(() => window.underTest.host.welcome());
    await stage.host.close();
    await page.waitForFunction(() => window.underTest.lost === 1);
    const asked = page.evaluate(() => window.underTest.host.welcome());
    await expect(asked).rejects.toThrow('vrrpscope has ended; this page is no longer live.');
    const dropped = page.evaluate(() => window.underTest.host.pathsOfDropped([new File(['x'], 'lb01.pcap')]));
    await expect(dropped).rejects.toThrow('lb01.pcap could not be sent to vrrpscope');
  });

  test('the host ends when the tab is closed', async () => {
    const { stage, page } = await openPage({ graceMs: 0 });
    await page.evaluate(() => window.underTest.host.welcome());
    await page.close();
    await stage.host.closed;
  });
});
