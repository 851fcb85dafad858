import type { Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import { listening, liveStatus, NOTHING_READY, PLACES, SPLIT_BRAIN_END } from './live-setups.ts';
import type { WindowSetup } from './mount-window.ts';
import { sampleWindows, withChromium } from './sample-windows.ts';

const windows = sampleWindows('live-use');

const opened: Page[] = [];
afterEach(async () => {
  for (const page of opened.splice(0)) await page.context().close();
});

async function windowOver(setup: WindowSetup): Promise<Page> {
  const page = await windows.open(setup);
  opened.push(page);
  await page.getByRole('banner').waitFor();
  return page;
}

const calls = (page: Page, name: string) =>
  page.evaluate((called) => window.sampleHost.calls.filter((call) => call.name === called), name);
const plots = (page: Page) => page.getByRole('application', { name: 'Timeline' });
const list = (page: Page) => page.getByRole('listbox', { name: 'Packets' });

/** Times along the axis, as they stand from left to right. */
async function axisTimes(page: Page): Promise<string[]> {
  await page.locator('.charts-axis text').first().waitFor();
  return page.locator('.charts-axis text').allTextContents();
}

/** As when so many more seconds have passed. */
async function pass(page: Page, seconds: number): Promise<void> {
  const status = liveStatus({ now: SPLIT_BRAIN_END + 20 + seconds, packets: 64, dropped: 0 });
  await page.evaluate((changed) => window.sampleHost.progress(changed), status);
}

describe.skipIf(!withChromium)('choosing an interface', () => {
  const setup: WindowSetup = { samples: [], abilities: { live: true }, places: PLACES };

  test('begins with the first that is up and no loopback, and starts with Enter', async () => {
    const page = await windowOver(setup);
    await page.keyboard.press('Control+Shift+L');
    await page.getByRole('dialog', { name: 'Listen to an interface' }).waitFor();
    await page.getByText('will be used').waitFor();
    const names = await page.locator('.interface-name').allTextContents();
    expect(names).toEqual(['eth0', 'lo', 'eth1']);
    await page.getByRole('radio', { name: /eth0/ }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => calls(page, 'startLive')).toEqual([{ name: 'startLive', args: ['lo'] }]);
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  test('Escape starts nothing', async () => {
    const page = await windowOver(setup);
    await page.getByRole('button', { name: 'Listen…' }).first().click();
    await page.getByText('will be used').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    expect(await calls(page, 'startLive')).toEqual([]);
  });

  test('where nothing is permitted, gives the command and looks again', async () => {
    const page = await windowOver({ ...setup, places: NOTHING_READY });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Listen…' }).first().click();
    expect(await page.getByRole('button', { name: 'Start listening' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: /setcap/ }).click();
    await page.getByTitle('Copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      'sudo setcap cap_net_raw=ep /usr/bin/tcpdump',
    );
    const before = (await calls(page, 'listeningPlaces')).length;
    await page.getByRole('button', { name: 'Look again' }).click();
    await expect.poll(async () => (await calls(page, 'listeningPlaces')).length).toBe(before + 1);
  });

  test('is not offered where nothing can be listened to', async () => {
    const page = await windowOver({ samples: [] });
    await page.getByRole('button', { name: 'Open', exact: true }).waitFor();
    await page.keyboard.press('Control+Shift+L');
    expect(await page.getByRole('button', { name: 'Listen…' }).count()).toBe(0);
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});

describe.skipIf(!withChromium)('a timeline that follows', () => {
  test('moves with the time until something else is looked at, and after Follow again', async () => {
    const page = await windowOver(listening());
    const before = await axisTimes(page);
    await pass(page, 400);
    await expect.poll(() => axisTimes(page)).not.toEqual(before);
    await page.getByRole('button', { name: 'Following', pressed: true }).waitFor();

    await page.getByRole('button', { name: /Two masters for 11.6 s/ }).click();
    const follow = page.getByRole('button', { name: 'Follow', exact: true, pressed: false });
    await follow.waitFor();
    await expect.poll(() => axisTimes(page)).toContain('13:03:15');
    const held = await axisTimes(page);
    await pass(page, 800);
    await expect
      .poll(async () => (await page.locator('.overview-strip text').allTextContents()).join())
      .toContain('13:17:15');
    expect(await axisTimes(page)).toEqual(held);

    await page.keyboard.press('Control+Shift+F');
    await page.getByRole('button', { name: 'Following', pressed: true }).waitFor();
    await expect.poll(() => axisTimes(page)).not.toEqual(held);
  });

  test('goes on with the wheel at its right edge, and stops where it is panned', async () => {
    const page = await windowOver(listening());
    await pass(page, 400);
    const box = (await plots(page).boundingBox()) ?? expect.fail('no charts');
    await page.mouse.move(box.x + box.width - 9, box.y + 60);
    await page.mouse.wheel(0, -400);
    await page.getByRole('button', { name: 'Following', pressed: true }).waitFor();
    await plots(page).focus();
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('button', { name: 'Follow', exact: true, pressed: false }).waitFor();
    await page.keyboard.press('End');
    await page.getByRole('button', { name: 'Following', pressed: true }).waitFor();
  });

  test('lets what goes on last until now, and keeps a tooltip that is pinned', async () => {
    const page = await windowOver(listening());
    await axisTimes(page);
    const box = (await plots(page).boundingBox()) ?? expect.fail('no charts');
    await page.mouse.click(box.x + box.width * 0.6, box.y + 60);
    const tooltip = page.locator('.charts-tooltip.is-pinned');
    await tooltip.waitFor();
    const time = await tooltip.locator('.moment-time').textContent();
    const lanes = plots(page).getByRole('img').first();
    await expect.poll(() => lanes.getAttribute('aria-label')).toMatch(/lb01 master from .* to 13:03:5\d/);
    await pass(page, 10);
    await expect.poll(() => lanes.getAttribute('aria-label')).toMatch(/lb01 master from .* to 13:04:0\d/);
    expect(await tooltip.locator('.moment-time').textContent()).toBe(time);
  });

  test('keeps the place in the packets when the oldest are forgotten', async () => {
    const page = await windowOver(listening());
    await list(page).getByRole('option').first().waitFor();
    await list(page).evaluate((element) => element.scrollTo(0, 24 * 20));
    const first = () =>
      list(page).evaluate((element) => {
        const top = element.getBoundingClientRect().top;
        const rows = [...element.querySelectorAll('.packet-row')];
        return rows.find((row) => row.getBoundingClientRect().bottom > top + 1)?.textContent;
      });
    await expect.poll(first).toMatch(/\d/);
    const before = await first();
    await page.evaluate(() => window.sampleHost.forget());
    await page.evaluate(() => window.sampleHost.progress({ revision: 2 }));
    await page.getByText('54 in the whole capture').waitFor();
    await expect.poll(first).toBe(before);
  });
});

describe.skipIf(!withChromium)('an interface that is listened to', () => {
  test('is stopped and saved from its bar', async () => {
    const page = await windowOver(listening());
    await page.getByRole('button', { name: 'Save packets' }).click();
    await page.getByText('Saved: /home/me/split-brain.html').waitFor();
    const [saved] = await calls(page, 'save');
    expect(saved?.args[1]).toMatchObject({ form: 'packets' });
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect.poll(async () => (await calls(page, 'stopReading')).length).toBe(1);
  });

  test('does not beat where motion is not wanted', async () => {
    const page = await windowOver(listening());
    const mark = page.locator('.live-bar .live-mark');
    const beats = () => mark.evaluate((element) => getComputedStyle(element, '::after').display);
    expect(await beats()).toBe('block');
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await beats()).toBe('none');
  });

  test('is not listened to any more when vrrpscope has ended', async () => {
    const page = await windowOver(listening());
    await page.getByText('Listening to eth0').waitFor();
    await page.evaluate(() => window.sampleHost.end());
    await page.getByText('vrrpscope has ended.').waitFor();
    expect(await page.getByText('Listening to eth0').count()).toBe(0);
    expect(await page.locator('.live-mark').count()).toBe(0);
  });

  test('that was listened to can be listened to again', async () => {
    const page = await windowOver(listening({ state: 'ended' }, { state: 'stopped' }));
    await page.getByRole('button', { name: 'Listen again' }).click();
    await expect.poll(() => calls(page, 'startLive')).toEqual([{ name: 'startLive', args: ['eth0'] }]);
  });
});
