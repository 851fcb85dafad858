/**
 * `npm run pictures`: the window in Chromium, light and dark, and an HTML report in Chinese, over samples as the README
 * shows them.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startBrowserHost } from '../../main/browser/browser-host.ts';
import type { CaptureSet } from '../../main/host-contract.ts';
import { packageFile } from '../../main/package-root.ts';
import { SettingsFile } from '../../main/services/settings-file.ts';
import { launchChromium } from '../support/chromium.ts';

const THEMES = ['light', 'dark'] as const;
const NODES = ['lb01', 'lb02'];
const PICTURES: readonly ({ name: string; height: number } & CaptureSet)[] = [
  { name: 'window', height: 900, paths: [packageFile('samples', 'split-brain.pcapng')], beside: null },
  {
    name: 'window-nodes',
    height: 760,
    paths: NODES.map((name) => ofNode(`${name}.pcap`)),
    beside: { views: NODES, configurations: ofNodes('.conf'), logs: ofNodes('.syslog') },
  },
];

const folder = mkdtempSync(join(tmpdir(), 'vrrpscope-pictures-'));
const settings = await SettingsFile.open(join(folder, 'settings.json'));
settings.change({ times: 'utc', language: 'en' });
const browser = await launchChromium();
try {
  for (const picture of PICTURES) await take(picture);
  await takeHtmlReport();
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}

async function take({ name, height, paths, beside }: (typeof PICTURES)[number]): Promise<void> {
  const host = await startBrowserHost({ listen: { host: '127.0.0.1', port: 0 }, settings });
  try {
    host.services.open(paths, beside ?? undefined);
    const context = await browser.newContext({ viewport: { width: 1440, height }, timezoneId: 'UTC' });
    const page = await context.newPage();
    await page.goto(host.url);
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.getByRole('listbox', { name: 'Packets' }).getByRole('option').first().waitFor();
      await page.screenshot({ path: packageFile('samples', 'pictures', `${name}-${colorScheme}.png`) });
    }
    await context.close();
  } finally {
    await host.close();
  }
}

async function takeHtmlReport(): Promise<void> {
  const path = join(folder, 'report.html');
  const words = ['report', '--html', path, '--lang', 'zh', '--utc', packageFile('samples', 'paused-machine.pcapng')];
  execFileSync(process.execPath, [packageFile('dist', 'bundle', 'cli.cjs'), ...words]);
  const context = await browser.newContext({ viewport: { width: 1440, height: 760 }, timezoneId: 'UTC' });
  const page = await context.newPage();
  await page.goto(pathToFileURL(path).href);
  await page.locator('.charts-axis text').first().waitFor();
  await page.getByRole('listbox').getByRole('option').first().waitFor();
  await page.screenshot({ path: packageFile('samples', 'pictures', 'html-report-zh.png') });
  await context.close();
}

function ofNodes(suffix: string) {
  return NODES.map((name) => ({ name, path: ofNode(name + suffix) }));
}

function ofNode(file: string): string {
  return packageFile('samples', 'both-nodes-partitioned', file);
}
