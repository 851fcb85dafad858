import type { Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import type { WindowSetup } from './mount-window.ts';
import { sampleWindows, withChromium } from './sample-windows.ts';

const windows = sampleWindows('window-use');

const opened: Page[] = [];
afterEach(async () => {
  for (const page of opened.splice(0)) await page.context().close();
});

async function windowOver(samples: string[], setup: Omit<WindowSetup, 'samples'> = {}): Promise<Page> {
  const page = await windows.open({ samples, ...setup });
  opened.push(page);
  if (samples.length > 0) await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

const list = (page: Page) => page.getByRole('listbox', { name: 'Packets' });
const chosenPacket = (page: Page) => list(page).locator('[aria-selected="true"]');

describe.skipIf(!withChromium)('findings', () => {
  test('a click lists the packets of the finding and shows the first', async () => {
    const page = await windowOver(['split-brain.pcapng']);
    await page.getByRole('button', { name: /Two masters for 11.6 s/ }).click();
    await page.getByText('50 in this span').waitFor();
    // What the report names as evidence: the last advertisement before and the first usurping one.
    await expect.poll(() => chosenPacket(page).textContent()).toContain('22');
    expect(await list(page).locator('[data-evidence]').count()).toBeGreaterThan(1);
    await page.getByLabel('Only evidence').check();
    await expect.poll(() => list(page).getByRole('option').count()).toBe(await evidenceCount(page));
  });

  test('a second click lets go of it', async () => {
    const page = await windowOver(['split-brain.pcapng']);
    const finding = page.getByRole('button', { name: /Two masters for 11.6 s/ });
    await finding.click();
    await finding.click();
    expect(await finding.getAttribute('aria-pressed')).toBe('false');
    await expect.poll(() => list(page).locator('[data-evidence]').count()).toBe(0);
  });

  test('arrow keys move between them', async () => {
    const page = await windowOver(['split-brain.pcapng']);
    await page.getByRole('button', { name: /Two masters for 11.6 s/ }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const second = page.getByRole('button', { name: /Hosts may hold the MAC/ });
    expect(await second.getAttribute('aria-pressed')).toBe('true');
  });

  test('a command is copied', async () => {
    const page = await windowOver(['split-brain.pcapng']);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page
      .getByRole('button', { name: /nft list ruleset/ })
      .first()
      .click();
    await page.getByTitle('Copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('nft list ruleset');
  });

  async function evidenceCount(page: Page): Promise<number> {
    return page.evaluate(() => window.sampleHost.report('1').findings[0]?.evidence.length ?? 0);
  }
});

describe.skipIf(!withChromium)('packets', () => {
  test('the fields and bytes of one choose each other', async () => {
    const page = await windowOver(['split-brain.pcapng']);
    await list(page).getByRole('option').first().click();
    const tree = page.getByRole('tree', { name: 'Fields' });
    await tree.getByRole('treeitem', { name: /^Priority/ }).click();
    const marked = page.getByRole('group', { name: 'Bytes' }).locator('[data-marked]');
    await expect.poll(() => marked.allTextContents()).toEqual(['af']);
    // Byte 35 is the VRID: 62.
    await page.locator('[data-byte="35"]').click();
    await expect.poll(() => tree.locator('.field[data-active]').textContent()).toContain('VRID62');
    expect(await page.getByText('Byte 35, length 1').count()).toBe(1);
  });

  test('arrow keys, pages and ends move, Enter goes to the fields', async () => {
    const page = await windowOver(['split-brain.pcapng']);
    await list(page).getByRole('option').first().waitFor();
    await list(page).focus();
    const numberAfter = async (key: string) => {
      await page.keyboard.press(key);
      return (await chosenPacket(page).locator('.packet-number').textContent()) ?? '';
    };
    expect(await numberAfter('ArrowDown')).toBe('5');
    expect(await numberAfter('ArrowDown')).toBe('6');
    expect(await numberAfter('End')).toBe('64');
    expect(Number(await numberAfter('PageUp'))).toBeLessThan(63);
    expect(await numberAfter('Home')).toBe('5');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('tree');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowLeft');
    expect(await page.getByRole('treeitem', { name: /^Ethernet/ }).getAttribute('aria-expanded')).toBe('false');
  });

  test('those of every virtual router can be listed', async () => {
    const page = await windowOver(['vrid-collision.pcap']);
    await page.getByText('13 in the whole capture').waitFor();
    await page.getByRole('radio', { name: 'All messages', exact: true }).check({ force: true });
    await expect.poll(() => page.locator('.packets .panel-note').textContent()).toMatch(/^(?!13 )\d+ in the whole/);
  });

  test('five million are a list like any other', async () => {
    const page = await windowOver(['split-brain.pcapng']);
    await page.evaluate(() => {
      const { messages } = window.sampleHost;
      window.sampleHost.messages = async (id, query, first, count) => {
        const { rows } = await messages.call(window.sampleHost, id, query, 0, 1);
        const [row] = rows;
        const some = Array.from({ length: count }, (_, i) => (row ? [{ ...row, packet: first + i + 1 }] : [])).flat();
        return { total: 5_000_000, complete: true, rows: some };
      };
    });
    await page.getByRole('radio', { name: 'All messages', exact: true }).check({ force: true });
    await page.getByText('5,000,000 in the whole capture').waitFor();
    const first = () => list(page).locator('.packet-number').first().textContent();
    await list(page).hover();
    // 24 pixels a row, and a few rows are drawn above those that are seen.
    await page.mouse.wheel(0, 24_000);
    await expect.poll(async () => Math.abs(Number(await first()) - 993) < 10).toBe(true);
    await list(page).focus();
    await page.keyboard.press('End');
    await expect.poll(() => chosenPacket(page).locator('.packet-number').textContent()).toBe('5000000');
    expect(await list(page).getByRole('option').count()).toBeLessThan(60);
  });

  test('one that is not at hand is told', async () => {
    const page = await windowOver(['split-brain.pcapng']);
    await page.evaluate(() => {
      window.sampleHost.packet = async () => null;
    });
    await list(page).getByRole('option').first().click();
    await page.getByText('This packet is not included in this report.').waitFor();
  });
});

describe.skipIf(!withChromium)('virtual routers', () => {
  test('are filtered, and chosen by keys', async () => {
    const page = await windowOver(['split-brain.pcapng'], { copies: 300 });
    await page.keyboard.press('Control+f');
    await page.keyboard.type('10.1.42.1');
    const routers = page.getByRole('listbox', { name: 'Virtual routers' });
    await expect.poll(() => routers.getByRole('option').count()).toBe(1);
    await page.getByText('1 of 301').waitFor();
    await routers.focus();
    await page.keyboard.press('End');
    await page.getByRole('heading', { level: 1, name: /10\.1\.42\.1/ }).waitFor();
  });

  test('three hundred draw only what is seen', async () => {
    const page = await windowOver(['split-brain.pcapng'], { copies: 300 });
    const routers = page.getByRole('listbox', { name: 'Virtual routers' });
    expect(await routers.getByRole('option').count()).toBeLessThan(30);
    expect(await routers.getByRole('option').first().getAttribute('aria-setsize')).toBe('301');
  });
});

describe.skipIf(!withChromium)('captures', () => {
  test('each keeps what was looked at', async () => {
    const page = await windowOver(['split-brain.pcapng', 'steady.pcapng']);
    await page.getByRole('button', { name: 'split-brain.pcapng', exact: true }).click();
    await page.getByRole('button', { name: /Two masters for 11.6 s/ }).click();
    await page.getByRole('button', { name: 'steady.pcapng', exact: true }).click();
    await page.getByText('Nothing alarming:').waitFor();
    await page.getByRole('button', { name: 'split-brain.pcapng', exact: true }).click();
    await page.getByText('50 in this span').waitFor();
    await page.getByRole('button', { name: 'Close split-brain.pcapng' }).click();
    await page.getByText('Nothing alarming:').waitFor();
  });

  test('more of one is read without losing the choice', async () => {
    const page = await windowOver(['split-brain.pcapng'], { status: { state: 'reading', done: 1, total: 3 } });
    await page.getByRole('button', { name: /Two masters for 11.6 s/ }).click();
    await page.evaluate(() => window.sampleHost.progress({ revision: 2, state: 'read' }));
    await expect.poll(() => page.getByText('So far').count()).toBe(0);
    await page.getByText('50 in this span').waitFor();
    expect(await page.getByRole('button', { name: /Two masters/ }).getAttribute('aria-pressed')).toBe('true');
  });

  test('reading is stopped', async () => {
    const page = await windowOver(['split-brain.pcapng'], { status: { state: 'reading', done: 1, total: 3 } });
    await page.getByRole('button', { name: 'Stop' }).click();
    expect(await calls(page)).toEqual(['stopReading']);
  });

  test('are opened by key, from the recent ones, and by dropping', async () => {
    const page = await windowOver([], { settings: { recent: [{ paths: ['/captures/a.pcap'], beside: null }] } });
    await page.getByRole('button', { name: 'Open captures' }).waitFor();
    await page.keyboard.press('Control+o');
    await page.getByRole('button', { name: /a\.pcap/ }).click();
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['x'], 'dropped.pcap'));
      window.dispatchEvent(new DragEvent('dragenter', { dataTransfer, cancelable: true }));
    });
    await page.getByText('Drop to open').waitFor();
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['x'], 'dropped.pcap'));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
    });
    await expect.poll(() => page.getByText('Drop to open').count()).toBe(0);
    expect(await calls(page)).toEqual(['chooseCaptures', 'openCaptures', 'pathsOfDropped', 'openCaptures']);
  });
});

describe.skipIf(!withChromium)('the window', () => {
  test('switches times, language and theme', async () => {
    const page = await windowOver(['split-brain.pcapng']);
    await page.getByRole('radio', { name: 'Relative' }).check({ force: true });
    await expect.poll(() => page.locator('.verdict-when').textContent()).toMatch(/^\+10\.7\d\d s$/);
    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByRole('button', { name: '简体中文' }).click();
    await page.getByText('双主 11.6 秒').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
    const light = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.getByRole('button', { name: '主题' }).click();
    await page.getByRole('button', { name: '深色' }).click();
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).not.toBe(light);
  });

  test('saves what is looked at', async () => {
    const page = await windowOver(['split-brain.pcapng']);
    await page.getByRole('button', { name: /Two masters for 11.6 s/ }).click();
    await page.getByLabel('Only evidence').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Listed packets as capture file' }).click();
    await page.getByText('Saved: /home/me/split-brain.html').waitFor();
    const [saved] = await page.evaluate(() => window.sampleHost.calls.filter(({ name }) => name === 'save'));
    expect(saved?.args).toMatchObject(['1', { form: 'packets', query: { virtualRouter: 'ipv4/62' } }]);
    expect(JSON.stringify(saved?.args)).toContain('"only":[{"source":0,"packet":22}');
  });

  test('F6 goes from region to region, and ? tells the keys', async () => {
    const page = await windowOver(['split-brain.pcapng']);
    const regions: (string | null)[] = [];
    for (let i = 0; i < 6; i++) {
      await page.keyboard.press('F6');
      regions.push(await page.evaluate(() => document.activeElement?.className.replace('panel ', '') ?? null));
    }
    expect(regions).toEqual(['header', 'sidebar', 'main', 'overview', 'findings', 'packets']);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  });

  test('a saved report has nothing to open', async () => {
    const page = await windowOver(['split-brain.pcapng'], { abilities: { open: false, save: ['json'] } });
    expect(await page.getByRole('button', { name: /^(Open|Close)/ }).count()).toBe(0);
    await page.emulateMedia({ media: 'print' });
    await expect.poll(() => page.getByRole('banner').count()).toBe(0);
    await expect.poll(() => page.locator('.evidence-on-paper tr:visible').count()).toBeGreaterThan(2);
    await page.pdf({ path: 'dist/screenshots/split-brain.pdf', format: 'A4', printBackground: true });
  });
});

function calls(page: Page): Promise<string[]> {
  return page.evaluate(() => window.sampleHost.calls.map(({ name }) => name));
}
