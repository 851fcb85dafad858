import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { concat, Pcapng } from '../../support/capture-builders.ts';
import { address, advertisement } from '../../support/packet-builders.ts';
import { MadeCaptures, sample } from './captures.ts';
import { windowsInChromium, withChromium } from './window-page.ts';

const START = 1_780_000_000;
const made = new MadeCaptures();
afterAll(() => made.remove());

/** Both advertise for ten seconds, and the capture names them. */
function splitBrainOf(first: string, second: string): string {
  const file = new Pcapng();
  const name = (host: string, text: string) => ({
    type: 1,
    value: concat(address(host), new TextEncoder().encode(text), [0]),
  });
  const packet = (seconds: number, node: number, id: number) =>
    file.enhanced({
      units: BigInt(Math.round((START + seconds) * 1e6)),
      data: advertisement({
        src: `192.0.2.${node}`,
        srcMac: `02:00:00:00:00:0${node}`,
        priority: 150 - 50 * node,
        id,
      }),
    });
  const packets = Array.from({ length: 10 }, (_, i) => [packet(i, 1, i + 1), packet(i + 0.5, 2, i + 1)]).flat();
  const names = file.names(name('192.0.2.1', first), name('192.0.2.2', second));
  return made.write('named.pcapng', concat(file.section(), file.interface(), names, ...packets));
}

/** Of each text: what it says, where it begins and where it ends. */
function placesOf(page: Page, selector: string) {
  return page.locator(selector).evaluateAll((texts) =>
    texts.map((text) => {
      const { left, right } = text.getBoundingClientRect();
      return { text: text.textContent, left, right };
    }),
  );
}

describe.skipIf(!withChromium)('the layout of the window', { timeout: 30_000 }, () => {
  const open = windowsInChromium();

  it('shows a finding and its packets under the charts without scrolling', async () => {
    const { page } = await open([sample('split-brain.pcapng')], { width: 1440, height: 900 });
    const rows = page.getByRole('listbox', { name: 'Packets' }).getByRole('option');
    await rows.nth(9).waitFor();
    const bottomOf = async (row: ReturnType<Page['locator']>) => {
      const box = (await row.boundingBox()) ?? expect.fail('not there');
      return box.y + box.height;
    };
    expect(await bottomOf(rows.nth(8))).toBeLessThan(900);
    expect(await bottomOf(page.locator('.finding').first().locator('.finding-head'))).toBeLessThan(720);
  });

  it('keeps long names out of the charts, and the end of what they measure in sight', async () => {
    const long = (node: number) => `LOADBALANCER-FRONTEND-PRODUCTION-EU-CENTRAL-1A-NODE-000${node}.example.com`;
    const { page } = await open([splitBrainOf(long(1), long(2))], { width: 1000, height: 700 });
    await page.locator('.charts-levels .on-level-down').first().waitFor();
    const plots = (await page.locator('.charts-viewport').boundingBox()) ?? expect.fail('no charts');
    for (const { text, right } of await placesOf(page, '.charts-gutter text')) {
      expect(right, text ?? '').toBeLessThanOrEqual(plots.x);
    }
    for (const { text, left } of await placesOf(page, '.charts-levels text')) {
      expect(left, text ?? '').toBeGreaterThanOrEqual(plots.x);
    }
    const levels = (await placesOf(page, '.on-level-down')).map(({ text }) => text);
    expect(levels.join()).toMatch(/^Master_Down_Interval of LOADB.*\d s$/);
  });

  it.each([
    ['utc', '(UTC)'],
    ['relative', '(+0 s = 2026-11-20 13:02:59.854 UTC)'],
  ] as const)('a saved picture with %s times says whose clock they are of', async (times, said) => {
    const { page } = await open([sample('split-brain.pcapng')], { settings: { times } });
    await page.locator('.charts-stack text').first().waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Charts as SVG' }).click();
    const svg = readFileSync(await (await download).path(), 'utf8');
    expect(svg).toContain(`VRID 62 198.51.100.153 split-brain.pcapng ${said}</title>`);
  });

  it('a name cannot turn around the sentence that it stands in', async () => {
    const { page } = await open([splitBrainOf('lb\u202egnp.exe', 'lb02')]);
    await page.locator('.verdict-sentence').waitFor();
    const said = await page.locator('body').innerText();
    expect(said).toContain('lb\\u202egnp.exe');
    expect(said).not.toContain('\u202e');
  });
});
