import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../../../decoder/analyze.ts';
import { captureFile } from '../../../main/services/read-capture-file.ts';
import { keepPicture } from '../../support/chromium.ts';
import { ADDRESSES, canMakeSegments, LiveSegment } from '../../support/live-segment.ts';
import { accessibilityViolations } from './axe.ts';
import { windowsInChromium, withChromium } from './window-page.ts';

const PATIENT = { timeout: 20_000 };
const packetsOf = (page: Page) => page.getByRole('listbox', { name: 'Packets' });

async function listenTo(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Listen…' }).first().click();
  await page.getByRole('radio', { name: new RegExp(`^${name} `) }).check();
  await page.getByText('dumpcap will be used').waitFor();
  await page.getByRole('button', { name: 'Start listening' }).click();
  await page.getByText(`Listening to ${name}`).first().waitFor();
}

/** Causes in the table of transitions. */
async function causes(page: Page): Promise<(string | null)[]> {
  return page.getByRole('table', { name: 'Transitions' }).locator('tbody tr td:nth-child(4)').allTextContents();
}

describe.skipIf(!withChromium || !canMakeSegments())('a window over a live segment', { timeout: 90_000 }, () => {
  const open = windowsInChromium();
  const segment = new LiveSegment();
  beforeAll(() => segment.create());
  afterAll(() => segment.remove());

  it('shows a failover as it happens, and what it saves tells the same', async () => {
    const { page, complaints } = await open([]);
    await listenTo(page, segment.bridge);
    await page.getByText(`${ADDRESSES.a} became master of VRID`).waitFor(PATIENT);
    await page.getByRole('button', { name: 'Following', pressed: true }).waitFor();
    await packetsOf(page).getByRole('option').first().click();
    const fields = page.getByRole('tree', { name: 'Fields' });
    await fields.getByRole('treeitem', { name: /^Priority/ }).waitFor();

    segment.link('a', 'down');
    const down = Date.now();
    await page.getByText(`Failover from ${ADDRESSES.a} to ${ADDRESSES.b}`).first().waitFor(PATIENT);
    // Master_Down_Interval is 3.6 s; what a window adds to that must not be felt
    expect(Date.now() - down).toBeLessThan(8000);
    expect(await fields.getByRole('treeitem', { name: /^Priority/ }).count()).toBe(1);
    expect(await accessibilityViolations(page)).toEqual([]);
    await keepPicture(page, 'live-failover');
    segment.link('a', 'up');
    await page
      .getByText('preemption')
      .first()
      .waitFor({ ...PATIENT, state: 'attached' });

    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save packets' }).click();
    const download = await saving;
    expect(download.suggestedFilename()).toBe(`${segment.bridge}.vrrp.pcapng`);
    const saved = await analyze([captureFile(await download.path())]);
    const moved = saved.virtualRouters.flatMap(({ transitions }) => transitions.map(({ cause }) => cause));
    expect(moved).toEqual(['initial', 'master-down', 'preemption']);

    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByText(/has ended after/).waitFor(PATIENT);
    expect(await causes(page)).toHaveLength(3);
    await expect.poll(() => segment.listeners(), PATIENT).toEqual([]);
    await keepPicture(page, 'live-stopped');
    expect(complaints).toEqual([]);
  });

  it('goes on when the interface comes back', async () => {
    const { page } = await open([]);
    await listenTo(page, segment.bridge);
    await page.getByText('VRID 51').first().waitFor(PATIENT);
    segment.removeBridge();
    await page.getByText(`${segment.bridge} has disappeared`).waitFor(PATIENT);
    await page.getByText(`${segment.bridge} is lost`).waitFor();
    await keepPicture(page, 'live-lost');
    segment.addBridge();
    segment.plugIn();
    await page.getByText(`Listening to ${segment.bridge}`).waitFor(PATIENT);
    await expect.poll(() => page.getByText(`${segment.bridge} has disappeared`).count(), PATIENT).toBe(0);
    await keepPicture(page, 'live-back');
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect.poll(() => segment.listeners(), PATIENT).toEqual([]);
  });

  it('leaves no capture program behind when its tab is closed', async () => {
    const { page, host } = await open([]);
    await listenTo(page, segment.bridge);
    await page.getByText('VRID 51').first().waitFor(PATIENT);
    expect(segment.listeners()).not.toEqual([]);
    await page.getByRole('button', { name: `Close ${segment.bridge}` }).click();
    await expect.poll(() => segment.listeners(), PATIENT).toEqual([]);
    await listenTo(page, segment.bridge);
    await host.close();
    await expect.poll(() => segment.listeners(), PATIENT).toEqual([]);
  });
});
