/** `npm run pictures`: the window in Chromium, light and dark, over a sample as the README shows it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBrowserHost } from '../../main/browser/browser-host.ts';
import { packageFile } from '../../main/package-root.ts';
import { SettingsFile } from '../../main/services/settings-file.ts';
import { launchChromium } from '../support/chromium.ts';

const SAMPLE = 'split-brain.pcapng';
const THEMES = ['light', 'dark'] as const;

const folder = mkdtempSync(join(tmpdir(), 'vrrpscope-pictures-'));
const settings = await SettingsFile.open(join(folder, 'settings.json'));
settings.change({ times: 'utc', language: 'en' });
const host = await startBrowserHost({ listen: { host: '127.0.0.1', port: 0 }, settings });
host.services.open([packageFile('samples', SAMPLE)]);
const browser = await launchChromium();
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, timezoneId: 'UTC' });
  const page = await context.newPage();
  await page.goto(host.url);
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.getByRole('listbox', { name: 'Packets' }).getByRole('option').first().waitFor();
    await page.screenshot({ path: packageFile('samples', 'pictures', `window-${colorScheme}.png`) });
  }
} finally {
  await browser.close();
  await host.close();
  rmSync(folder, { recursive: true });
}
