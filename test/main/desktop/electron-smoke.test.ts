import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright-core';
import { expect, it } from 'vitest';
import { electronProgram } from '../../../main/services/electron-program.ts';

const ROOT = join(import.meta.dirname, '../../..');

it('the real Electron opens a capture and shows what happened', { timeout: 60_000 }, async ({ skip }) => {
  const program = electronProgram();
  if (program === null) {
    const note = 'the Electron program is missing: npx install-electron fetches it';
    console.warn(`skipped: ${note}`);
    return skip(note);
  }
  const home = await mkdtemp(join(tmpdir(), 'vrrpscope-electron-'));
  const app = await _electron.launch({
    executablePath: program,
    args: [ROOT, join(ROOT, 'samples/split-brain.pcapng')],
    // Chromium's own sandbox does not start for root
    chromiumSandbox: process.getuid?.() !== 0,
    env: { ...process.env, XDG_CONFIG_HOME: home, HOME: home, LC_ALL: 'C.UTF-8' },
  });
  try {
    const page = await app.firstWindow();
    await page.getByText('Two masters for 11.6 s').first().waitFor();
    expect(page.url()).toBe('vrrpscope://window/index.html');
    expect(await page.evaluate('[typeof require, typeof vrrpscope.welcome]')).toEqual(['undefined', 'function']);
  } finally {
    await app.close();
    await rm(home, { recursive: true });
  }
});
