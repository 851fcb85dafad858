import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepPicture } from '../../support/chromium.ts';
import { hasPeer } from '../../support/peer-programs.ts';
import { accessibilityViolations } from '../window/axe.ts';
import { ChartsBrowser } from './charts-page.ts';

const CHROMIUM = { skip: !hasPeer('chromium'), timeout: 60_000 };

let browser: ChartsBrowser;
beforeAll(async () => {
  if (!CHROMIUM.skip) browser = await ChartsBrowser.start();
}, 60_000);
afterAll(() => browser?.stop());

const SPLIT = { sample: 'split-brain.pcapng' } as const;

async function viewport(page: Page) {
  const box = await page.locator('.charts-viewport').boundingBox();
  if (!box) throw new Error('no charts');
  const { start, end } = await page.evaluate(() => ({
    start: window.charts.report.start ?? 0,
    end: window.charts.report.end ?? 0,
  }));
  const inner = box.width - 16;
  return {
    ...box,
    start,
    end,
    /** Where a time stands while everything is shown. */
    xOf: (time: number) => box.x + 8 + ((time - start) / (end - start)) * inner,
    timeOf: (x: number) => start + ((x - box.x - 8) / inner) * (end - start),
    perSecond: inner / (end - start),
  };
}

const spans = (page: Page, count: number) =>
  page
    .waitForFunction((n) => window.charts.spans.length >= n, count)
    .then(() => page.evaluate(() => window.charts.spans));
const splitBrain = (page: Page) =>
  page.evaluate(() => {
    const [first] = window.charts.report.virtualRouters[0]?.splitBrains ?? [];
    if (!first) throw new Error('no split brain');
    return first;
  });

describe('pointer', CHROMIUM, () => {
  test('the wheel zooms at the pointer, and a double-click shows everything again', async () => {
    const page = await browser.open(SPLIT);
    const at = await viewport(page);
    const x = at.x + 300;
    await page.mouse.move(x, at.y + 200);
    await page.mouse.wheel(0, -200);
    const [zoomed] = await spans(page, 1);
    const factor = Math.exp(0.4);
    const length = (at.end - at.start) / factor;
    expect((zoomed?.end ?? 0) - (zoomed?.start ?? 0)).toBeCloseTo(length, 3);
    const under = at.timeOf(x);
    const share = (under - at.start) / (at.end - at.start);
    expect(zoomed?.start).toBeCloseTo(under - share * length, 3);
    await page.mouse.dblclick(x, at.y + 200);
    expect((await spans(page, 2)).at(-1)).toBeNull();
    await page.close();
  });

  test('dragging moves, and what is drawn is moved with it before it is drawn anew', async () => {
    const page = await browser.open(SPLIT);
    const at = await viewport(page);
    await page.mouse.move(at.x + 400, at.y + 200);
    await page.mouse.wheel(0, -500);
    const [zoomed] = await spans(page, 1);
    const transforms = await page.locator('.charts-stack').evaluateHandle((stack: HTMLElement) => {
      const seen: string[] = [];
      new MutationObserver(() => seen.push(stack.style.transform)).observe(stack, { attributeFilter: ['style'] });
      return seen;
    });
    await page.mouse.down();
    await page.mouse.move(at.x + 340, at.y + 200, { steps: 4 });
    await page.mouse.up();
    const moved = (await spans(page, 2)).at(-1);
    const seen = await transforms.jsonValue();
    expect(seen).toContain('translateX(-60px) scaleX(1)');
    await expect.poll(async () => (await transforms.jsonValue()).at(-1)).toBe('translateX(0px) scaleX(1)');
    const seconds = ((zoomed?.end ?? 0) - (zoomed?.start ?? 0)) * (60 / (at.width - 16));
    expect((moved?.start ?? 0) - (zoomed?.start ?? 0)).toBeCloseTo(seconds, 3);
    await page.close();
  });

  test('Shift and dragging chooses a span', async () => {
    const page = await browser.open(SPLIT);
    const at = await viewport(page);
    await page.keyboard.down('Shift');
    await page.mouse.move(at.x + 200, at.y + 200);
    await page.mouse.down();
    await page.mouse.move(at.x + 500, at.y + 200, { steps: 3 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    const [chosen] = await spans(page, 1);
    expect(chosen?.start).toBeCloseTo(at.timeOf(at.x + 200), 2);
    expect(chosen?.end).toBeCloseTo(at.timeOf(at.x + 500), 2);
    await page.close();
  });

  test('the tooltip tells what the report tells; a click holds it and shows the packets', async () => {
    const page = await browser.open(SPLIT);
    const at = await viewport(page);
    const { start, end, evidence } = await splitBrain(page);
    await page.mouse.move(at.xOf(((end ?? 0) + start) / 2), at.y + 80);
    const tooltip = page.locator('.charts-tooltip');
    const text = await tooltip.innerText();
    expect(text).toContain('Split brain: lb01, lb02 are masters for 11.6 s');
    expect(text).toContain('from 13:03:10.562551 to 13:03:22.172714');
    expect(text).toContain('lb01 is master, priority 175');
    expect(text).toContain('lb02 is master, priority 155');
    await page.mouse.down();
    await page.mouse.up();
    await expect.poll(() => page.evaluate(() => window.charts.packets)).toEqual([{ evidence, span: { start, end } }]);
    await page.mouse.move(at.x + 20, at.y + 80);
    expect(await tooltip.innerText()).toContain('Split brain');
    await tooltip.getByRole('button', { name: 'Show packets' }).click();
    expect(await page.evaluate(() => window.charts.packets.length)).toBe(2);
    await page.keyboard.press('Escape');
    await tooltip.waitFor({ state: 'detached' });
    await page.close();
  });

  test('the transition under the pointer tells its cause to the microsecond', async () => {
    const page = await browser.open(SPLIT);
    const at = await viewport(page);
    const { start } = await splitBrain(page);
    await page.mouse.move(at.xOf(start), at.y + 80);
    const text = await page.locator('.charts-tooltip').innerText();
    expect(text).toContain('2026-11-20 13:03:10.562551');
    expect(text).toContain('lb01 → lb02 · usurpation');
    expect(text).toContain('393 ms after the last packet of the master before');
    await page.close();
  });
});

describe('keyboard', CHROMIUM, () => {
  test('zooms, moves, jumps to events, holds what is shown, and shows everything again', async () => {
    const page = await browser.open(SPLIT);
    const { start, evidence } = await splitBrain(page);
    await page.locator('.charts-viewport').focus();
    await page.keyboard.press('+');
    const [zoomed] = await spans(page, 1);
    await page.keyboard.press('ArrowLeft');
    const moved = (await spans(page, 2)).at(-1);
    const length = (zoomed?.end ?? 0) - (zoomed?.start ?? 0);
    expect((zoomed?.start ?? 0) - (moved?.start ?? 0)).toBeCloseTo(length / 10, 3);
    await page.keyboard.press('[');
    const tooltip = page.locator('.charts-tooltip');
    expect(await tooltip.innerText()).toContain('13:03:10.562551');
    await page.keyboard.press('Enter');
    const [shown] = await page.evaluate(() => window.charts.packets);
    expect(shown?.evidence).toEqual(evidence);
    expect(shown?.span?.start).toBe(start);
    await page.keyboard.press('Escape');
    await tooltip.waitFor({ state: 'detached' });
    await page.keyboard.press('0');
    expect((await spans(page, 3)).at(-1)).toBeNull();
    await page.close();
  });

  test('charts say in words what they show', async () => {
    const page = await browser.open(SPLIT);
    const lanes = page.getByRole('img', { name: /lb01 master from 13:03:03\.165 to 13:03:30\.174/ });
    expect(await lanes.getAttribute('aria-label')).toContain('2 masters from 13:03:10.562 to 13:03:22.172');
    const rows = page.getByRole('table', { name: 'Transitions' }).getByRole('row');
    expect(await rows.allInnerTexts()).toEqual(
      expect.arrayContaining([expect.stringMatching(/13:03:10\.562551\s+lb01\s+lb02\s+usurpation\s+393 ms/)]),
    );
    await page.close();
  });
});

describe('reachable by all', CHROMIUM, () => {
  test.each(['light', 'dark'] as const)('axe finds nothing in %s, with a moment held', async (theme) => {
    const page = await browser.open({ ...SPLIT, theme });
    const at = await viewport(page);
    const { start } = await splitBrain(page);
    await page.mouse.click(at.xOf(start), at.y + 80);
    await page.locator('.charts-tooltip.is-pinned').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.close();
  });
});

describe('overview', CHROMIUM, () => {
  test('dragging chooses, an edge moves by drag and by key', async () => {
    const page = await browser.open(SPLIT);
    const strip = page.locator('.overview-strip svg');
    const box = await strip.boundingBox();
    const { start, end } = await viewport(page);
    if (!box) throw new Error('no overview');
    const timeOf = (x: number) => start + ((x - 8) / (box.width - 16)) * (end - start);
    await page.mouse.move(box.x + 300, box.y + 24);
    await page.mouse.down();
    await page.mouse.move(box.x + 600, box.y + 24, { steps: 3 });
    await page.mouse.up();
    const [chosen] = await spans(page, 1);
    expect(chosen?.start).toBeCloseTo(timeOf(300), 2);
    expect(chosen?.end).toBeCloseTo(timeOf(600), 2);
    await page.mouse.move(box.x + 600, box.y + 24);
    await page.mouse.down();
    await page.mouse.move(box.x + 700, box.y + 24, { steps: 3 });
    await page.mouse.up();
    expect((await spans(page, 2)).at(-1)?.end).toBeCloseTo(timeOf(700), 2);
    await page.getByRole('slider', { name: 'End of what is shown' }).focus();
    await page.keyboard.press('ArrowLeft');
    expect((await spans(page, 3)).at(-1)?.end).toBeCloseTo(timeOf(700) - (end - start) / 100, 2);
    await page.close();
  });
});

describe('pictures', CHROMIUM, () => {
  test('an SVG of its own: text as text, colours written out, nothing of the page needed', async () => {
    const page = await browser.open(SPLIT);
    const svg = await page.evaluate(() => window.charts.svg());
    expect(svg).toContain('<title>VRID 62 &lt;198.51.100.153&gt;</title>');
    expect(svg).toMatch(/<text[^>]*>split brain 11\.6 s<\/text>/);
    expect(svg).not.toMatch(/var\(|class=|light-dark/);
    const png = Buffer.from(await page.evaluate(() => window.charts.png()), 'base64');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.readUInt32BE(16)).toBeGreaterThan(2000);
    await page.setContent(svg.replace(/^<\?xml.*\n/, ''));
    expect(await page.locator('text', { hasText: /^lb01$/ }).count()).toBe(1);
    await keepPicture(page, 'charts-picture');
    await page.close();
  });

  test.each([
    ['light', 1440, 900],
    ['dark', 1440, 900],
    ['light', 1000, 700],
    ['dark', 1000, 700],
  ] as const)('%s at %d × %d: nothing reaches beyond the window', async (theme, width, height) => {
    const page = await browser.open({ ...SPLIT, theme, language: theme === 'dark' ? 'zh' : 'en' }, { width, height });
    await page.locator('.charts-stack text').first().waitFor();
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(beyond).toBe(0);
    await keepPicture(page, `charts-${theme}-${width}`);
    await page.close();
  });
});
