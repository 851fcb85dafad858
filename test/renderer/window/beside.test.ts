import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepPicture } from '../../support/chromium.ts';
import { instance } from '../../support/configured.ts';
import { entering, precise } from '../../support/logged.ts';
import { seenFrom } from '../../support/places.ts';
import { pair } from '../../support/story.ts';
import { accessibilityViolations } from './axe.ts';
import { MadeCaptures } from './captures.ts';
import { type WindowOptions, windowsInChromium, withChromium } from './window-page.ts';

const made = new MadeCaptures();
const open = windowsInChromium();
/** Seconds that the clock of lb02 is ahead. */
const LB02_AHEAD = -7200.012;
let files: Record<'lb01' | 'lb02' | 'conf01' | 'conf02' | 'log01' | 'log02', string>;

beforeAll(() => {
  const { story, a, b } = pair();
  a.advertiseFrom(0, 60);
  b.advertiseFrom(23.8, 40);
  const cut = (from: string) => (packet: { from: string; time: number }) =>
    packet.from === from && packet.time > 20 && packet.time < 40.5;
  const bad = ['advert_int 2', 'noreempt', 'include lost.conf'];
  files = {
    lb01: made.write('lb01.pcap', seenFrom(story, { misses: cut('192.0.2.2') })),
    lb02: made.write('lb02.pcap', seenFrom(story, { ahead: LB02_AHEAD, misses: cut('192.0.2.1') })),
    conf01: made.write('lb01.conf', instance(100)),
    conf02: made.write('keepalived.conf', instance(50, { lines: bad })),
    log01: made.write('lb01.log', precise([[1, 'Starting Keepalived v2.2.7']])),
    log02: made.write(
      'lb02.log',
      precise([
        [23.8 + LB02_AHEAD, entering('MASTER')],
        [40.5 + LB02_AHEAD, entering('BACKUP')],
      ]),
    ),
  };
});
afterAll(() => made.remove());

async function choose(page: Page, button: string, ...paths: string[]): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: button }).first().click(),
  ]);
  await chooser.setFiles(paths);
}

/** Everything that there is of the story. */
async function openAll(options: WindowOptions = {}) {
  const window = await open([], options);
  const { page } = window;
  const zh = options.locale === 'zh-CN';
  const { lb01, lb02, conf01, conf02, log01, log02 } = files;
  await page.locator('.welcome').waitFor();
  await choose(page, zh ? '打开抓包文件' : 'Open captures', lb01, lb02, conf01, conf02, log01, log02);
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  return { ...window, dialog };
}

describe.skipIf(!withChromium)('captures, configurations and logs', { timeout: 60_000 }, () => {
  it('are told apart, asked for where they do not tell whose they are, and shown together', async () => {
    const { page, dialog, complaints } = await openAll();
    const kinds = await dialog
      .getByRole('combobox')
      .evaluateAll((all) => all.map((one) => 'value' in one && one.value));
    expect(kinds).toEqual(['capture', 'capture', 'configuration', 'configuration', 'log', 'log']);
    expect(await dialog.getByRole('radio').nth(0).isChecked()).toBe(false);
    await dialog.getByText('Give each of them the name').waitFor();
    expect(await dialog.getByRole('button', { name: 'Open', exact: true }).isDisabled()).toBe(true);
    expect(await accessibilityViolations(page)).toEqual([]);
    await dialog.getByLabel('Name for keepalived.conf').fill('lb02');
    await keepPicture(page, 'files-dialog');
    await dialog.getByRole('button', { name: 'Open', exact: true }).click();

    await page.locator('.charts-viewport').waitFor();
    await page.getByText('lb02: clock 2 h 0 min 0.012 s behind').waitFor();
    expect(await page.locator('.log-mark > text:first-of-type').allTextContents()).toEqual(['M', 'B']);
    const panel = page.getByRole('region', { name: 'Configuration', exact: true });
    expect(await panel.getByRole('row', { name: /^advert_int/ }).innerText()).toMatch(
      /differs[\s\S]*lb01\.conf:1[\s\S]*2[\s\S]*keepalived\.conf:5[\s\S]*sends 1/,
    );
    await panel.getByText('there is no file lost.conf').waitFor();
    await panel.getByRole('button', { name: /does not know noreempt/ }).click();
    await expect.poll(() => page.locator('.finding[data-chosen]').innerText()).toContain('noreempt');
    expect(await accessibilityViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('are reached by key and read out: a state that a log tells of', async () => {
    const { page, dialog } = await openAll();
    await dialog.getByLabel('Name for keepalived.conf').fill('lb02');
    await dialog.getByRole('button', { name: 'Open', exact: true }).click();
    await page.locator('.charts-viewport').focus();
    const tooltip = page.locator('.charts-tooltip');
    for (let i = 0; i < 8 && (await tooltip.getByText('Entering BACKUP').count()) === 0; i++)
      await page.keyboard.press(']');
    expect(await tooltip.innerText()).toMatch(/Log of lb02, lb02\.log\s+2\s+\(VI_1\) Entering BACKUP STATE/);
  });

  it('that include each other are sent together and found', async () => {
    const main = made.write('lb01-keepalived.conf', 'include /etc/keepalived/conf.d/vips.conf\n');
    const vips = made.write('vips.conf', instance(100, { lines: ['nopreemt'] }));
    const { page } = await open([]);
    await page.locator('.welcome').waitFor();
    await choose(page, 'Open captures', files.lb01, main);
    const dialog = page.getByRole('dialog');
    await choose(page, 'More files', vips);
    await expect.poll(() => dialog.getByLabel('What vips.conf is').inputValue()).toBe('included');
    expect(await dialog.getByLabel('Name for vips.conf').count()).toBe(0);
    await dialog.getByRole('button', { name: 'Open', exact: true }).click();
    const panel = page.getByRole('region', { name: 'Configuration', exact: true });
    await panel.getByRole('button', { name: /does not know nopreemt/ }).waitFor();
    expect(await panel.getByText('there is no file').count()).toBe(0);
    expect(await panel.getByRole('row', { name: /^priority/ }).innerText()).toContain('vips.conf:4');
  });

  it('go beside the capture that is shown when they come alone, and that one is replaced', async () => {
    const { page } = await open([files.lb01]);
    await page.locator('.charts-viewport').waitFor();
    await choose(page, 'Open', files.log02);
    const dialog = page.getByRole('dialog', { name: 'Add to lb01.pcap' });
    await dialog.getByRole('button', { name: 'Read again' }).click();
    await page.getByText(/^Log of lb02:/).waitFor();
    await expect.poll(() => page.locator('.tab').count()).toBe(1);
    await page.getByRole('button', { name: 'Recent files and paths' }).click();
    await page.getByRole('button', { name: 'Add configurations, logs or captures' }).waitFor();
  });

  it('look finished in Chinese, dark and narrow', async () => {
    const options = { locale: 'zh-CN', colorScheme: 'dark', width: 900 } as const;
    const { page, dialog, complaints } = await openAll(options);
    await dialog.getByLabel('keepalived.conf 的名称').fill('lb02');
    expect(await accessibilityViolations(page)).toEqual([]);
    await dialog.getByRole('button', { name: '打开', exact: true }).click();
    await page.locator('.charts-viewport').waitFor();
    await page.getByRole('region', { name: '配置', exact: true }).scrollIntoViewIfNeeded();
    await keepPicture(page, 'configuration-zh-dark');
    expect(await accessibilityViolations(page)).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect(wide).toBe(false);
    expect(complaints).toEqual([]);
  });
});
