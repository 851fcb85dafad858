import { existsSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { analyze } from '../../../decoder/analyze.ts';
import { captureFile } from '../../../main/services/read-capture-file.ts';
import { keepPicture } from '../../support/chromium.ts';
import { accessibilityViolations } from './axe.ts';
import { MadeCaptures, sample } from './captures.ts';
import { windowsInChromium, withChromium } from './window-page.ts';

const made = new MadeCaptures();
afterAll(() => made.remove());

const verdictOf = (page: Page) => page.locator('.verdict-sentence');
const plotsOf = (page: Page) => page.getByRole('application', { name: 'Timeline' });
const packetsOf = (page: Page) => page.getByRole('listbox', { name: 'Packets' });

/** The machine may be busy with other tests. */
const polled = <T>(value: () => Promise<T> | T) => expect.poll(value, { timeout: 15_000 });

/** Clock times along the axis, as they stand from left to right. */
async function axisTimes(page: Page): Promise<string[]> {
  await page.locator('.charts-axis text').first().waitFor();
  return page.locator('.charts-axis text').allTextContents();
}

describe.skipIf(!withChromium)('the window in Chromium, served by the browser host', { timeout: 30_000 }, () => {
  const open = windowsInChromium();

  it('says within one look what happened', async () => {
    const { page, complaints } = await open([sample('split-brain.pcapng')]);
    await page.getByText('Two masters for 11.6 s: lb01 and lb02 do not hear each other').first().waitFor();
    expect(await plotsOf(page).getByRole('img').first().getAttribute('aria-label')).toContain(
      '2 masters from 13:03:10.562 to 13:03:22.172',
    );
    await packetsOf(page).getByRole('option').first().waitFor();
    expect(complaints).toEqual([]);
    await keepPicture(page, 'window-split-brain');
  });

  it('shows the numbers of the report in its table of transitions', async () => {
    const { page } = await open([sample('kill-9-compressed.pcap.gz')]);
    const report = await analyze([captureFile(sample('kill-9-compressed.pcap.gz'))]);
    const rows = page.getByRole('table', { name: 'Transitions' }).getByRole('row');
    await rows.nth(1).waitFor();
    const transitions = report.virtualRouters.flatMap((one) => one.transitions);
    expect(await rows.count()).toBe(transitions.length + 1);
    for (const [i, { time }] of transitions.entries()) {
      const iso = new Date(Math.floor(time * 1000)).toISOString();
      expect(await rows.nth(i + 1).textContent()).toContain(iso.slice(11, 23));
    }
  });

  it('zooms with the wheel, pans, and shows everything again', async () => {
    const { page } = await open([sample('split-brain.pcapng')]);
    const plots = plotsOf(page);
    await plots.waitFor();
    const before = await axisTimes(page);
    const box = (await plots.boundingBox()) ?? expect.fail('no charts');
    await page.mouse.move(box.x + box.width / 2, box.y + 60);
    for (let i = 0; i < 6; i++) await page.mouse.wheel(0, -240);
    await polled(() => axisTimes(page)).not.toEqual(before);
    const zoomed = await axisTimes(page);
    await page.mouse.dblclick(box.x + box.width / 2, box.y + 200);
    await polled(() => axisTimes(page)).toEqual(before);
    expect(zoomed).not.toEqual(before);
  });

  it('a double click on the split brain shows everything and keeps the finding that was chosen', async () => {
    const { page } = await open([sample('split-brain.pcapng')]);
    const before = await axisTimes(page);
    const finding = page.getByRole('button', { name: /Two masters for 11.6 s/ });
    await finding.click();
    await polled(() => axisTimes(page)).not.toEqual(before);
    const box = (await plotsOf(page).boundingBox()) ?? expect.fail('no charts');
    await page.mouse.dblclick(box.x + box.width * 0.55, box.y + 60);
    await polled(() => axisTimes(page)).toEqual(before);
    expect(await finding.getAttribute('aria-pressed')).toBe('true');
    await page.mouse.click(box.x + box.width * 0.55, box.y + 60);
    await polled(() => finding.getAttribute('aria-pressed')).toBe('false');
  });

  it('a finding leads to its time and its packets, and a packet to its bytes', async () => {
    const { page } = await open([sample('split-brain.pcapng')]);
    await page.getByRole('button', { name: /Two masters for 11.6 s/ }).click();
    const evidence = packetsOf(page).locator('[data-evidence="true"]');
    await evidence.first().waitFor();
    await evidence.first().click();
    const tree = page.getByRole('tree');
    await tree.waitFor();
    const priority = tree.getByRole('treeitem', { name: /Priority/ }).last();
    await priority.click();
    await polled(() => page.locator('.hex-byte[data-marked="true"]').count()).toBe(1);
  });

  it('lists every packet, whatever it carries, where its file can be read anywhere', async () => {
    const { page, complaints } = await open([made.amongOthers(6000)]);
    const every = page.getByRole('radio', { name: 'Every packet' });
    await every.check({ force: true });
    await page.getByText('6,000 in the whole capture').waitFor();
    await packetsOf(page).focus();
    await page.keyboard.press('End');
    const chosen = packetsOf(page).getByRole('option', { selected: true });
    await polled(() => chosen.textContent()).toMatch(
      /^6000.*198\.51\.100\.7 → 198\.51\.100\.53UDP 5353 → 53 · 242 bytes$/,
    );
    await page.keyboard.press('PageUp');
    await page.getByRole('treeitem', { name: /^IPv4/ }).waitFor();
    expect(complaints).toEqual([]);
    await keepPicture(page, 'window-every-packet');
  });

  it('does not offer every packet of a packed capture', async () => {
    const { page } = await open([sample('kill-9-compressed.pcap.gz')]);
    await page.getByRole('radio', { name: 'All messages' }).waitFor();
    expect(await page.getByRole('radio', { name: 'Every packet' }).count()).toBe(0);
  });

  it('is used with the keyboard alone', async () => {
    const { page } = await open([sample('split-brain.pcapng')]);
    await plotsOf(page).waitFor();
    const before = await axisTimes(page);
    await plotsOf(page).focus();
    for (let i = 0; i < 4; i++) await page.keyboard.press('+');
    await polled(() => axisTimes(page)).not.toEqual(before);
    await page.keyboard.press('0');
    await polled(() => axisTimes(page)).toEqual(before);
    await packetsOf(page).focus();
    await page.keyboard.press('End');
    await packetsOf(page).getByRole('option', { name: /^64/ }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('speaks Chinese and turns dark when asked, and remembers both', async () => {
    const { page } = await open([sample('split-brain.pcapng')]);
    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByRole('button', { name: '简体中文' }).click();
    await page.getByText('lb01 和 lb02 互相收不到对方的通告').first().waitFor();
    await page.getByRole('button', { name: '主题' }).click();
    await page.getByRole('button', { name: '深色' }).click();
    await polled(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
    await page.reload();
    await page.getByText('lb01 和 lb02 互相收不到对方的通告').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
    await keepPicture(page, 'window-split-brain-zh-dark');
  });

  it('shows first results while it reads, and stops when asked', async () => {
    const { page, host } = await open([]);
    await page.getByRole('button', { name: 'Open', exact: false }).first().waitFor();
    host.services.open([made.long()]);
    await page.getByRole('progressbar').waitFor();
    await plotsOf(page).waitFor();
    await keepPicture(page, 'window-reading');
    await page.getByRole('button', { name: /Stop|Cancel/ }).click();
    await page
      .getByText(/stopped at/)
      .first()
      .waitFor();
    await page.getByRole('progressbar').waitFor({ state: 'detached' });
    await plotsOf(page).waitFor();
  });

  it('a second capture can be opened while the first is being read', async () => {
    const { page, host } = await open([made.long()]);
    await page.getByRole('progressbar').waitFor();
    host.services.open([sample('steady.pcapng')]);
    await page.getByRole('button', { name: 'steady.pcapng', exact: true }).click();
    await page
      .getByText(/remained so/)
      .first()
      .waitFor();
  });

  it('takes files from the browser, and keeps them no longer than they are open', async () => {
    const { page } = await open([]);
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('main').getByRole('button', { name: /Open/ }).first().click();
    await (await chooser).setFiles(sample('kill-9-compressed.pcap.gz'));
    const tab = page.getByRole('button', { name: 'kill-9-compressed.pcap.gz', exact: true });
    await plotsOf(page).waitFor();
    const kept = (await tab.getAttribute('title')) ?? '';
    expect(existsSync(kept)).toBe(true);
    await page.getByRole('button', { name: /^Close kill-9/ }).click();
    await polled(() => existsSync(kept)).toBe(false);
  });

  it('saves a report that opens from disk and says the same', async () => {
    const { page } = await open([sample('split-brain.pcapng')]);
    await plotsOf(page).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: /HTML/ }).click();
    const path = `${made.folder}/saved.html`;
    const file = await download;
    expect(file.suggestedFilename()).toBe('split-brain.html');
    await file.saveAs(path);
    const verdict = await verdictOf(page).textContent();
    await page.goto(`file://${path}`);
    await plotsOf(page).waitFor();
    expect(await verdictOf(page).textContent()).toBe(verdict);
  });

  describe('what is wrong with a file', () => {
    it.each([
      ['cut in the middle', () => sample('cut-mid-record.pcap'), /in packet 36, at byte 2,278/],
      ['empty', () => made.write('empty.pcap', ''), /the file is empty/],
      ['no capture at all', () => made.write('notes.pcap', 'these are my notes'), /neither pcap nor pcapng/],
      ['not there', () => `${made.folder}/gone.pcap`, /there is no such file/],
      ['without VRRP', () => made.withoutVrrp(), /No VRRP in this capture/],
      ['without packets', () => made.withoutPackets(), /No packets/i],
    ])('%s: is said plainly', async (name, path, text) => {
      const { page, complaints } = await open([path()]);
      await page.getByText(text).first().waitFor();
      expect(await accessibilityViolations(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await keepPicture(page, `window-${name.replaceAll(' ', '-')}`);
    });
  });

  it('two hundred virtual routers: the worst first, found by typing, each a key press away', async () => {
    const { page } = await open([made.ofManyVirtualRouters()]);
    const list = page.getByRole('listbox', { name: 'Virtual routers' });
    await list.waitFor();
    expect(await list.getByRole('option').count()).toBeLessThan(60);
    await page.keyboard.press('Control+f');
    await page.keyboard.type('198.51.100.177');
    await polled(() => list.getByRole('option').count()).toBe(1);
    await list.getByRole('option').click();
    await page.getByRole('heading', { level: 1, name: /VRID 177/ }).waitFor();
    await keepPicture(page, 'window-two-hundred');
    expect(await accessibilityViolations(page)).toEqual([]);
  });

  it.each([
    ['light', 'en-GB'],
    ['dark', 'zh-CN'],
  ] as const)('keeps nobody out (%s, %s)', async (colorScheme, locale) => {
    const { page } = await open([sample('split-brain.pcapng')], { colorScheme, locale });
    await page.locator('.charts').waitFor();
    await page.locator('.finding-head').first().click();
    await page.getByRole('listbox').last().getByRole('option').first().click();
    await page.getByRole('tree').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
  });
});
