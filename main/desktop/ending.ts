import { app } from 'electron';
import type { HostServices } from '../services/host-services.ts';
import type { SettingsFile } from '../services/settings-file.ts';

/** The app ends with its window, except on macOS, and not before temporary files are gone and settings are written. */
export function setupEnding(settings: SettingsFile, services: HostServices): void {
  let ended = false;
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('will-quit', async (event) => {
    if (ended) return;
    event.preventDefault();
    await Promise.allSettled([services.close(), settings.flush()]);
    ended = true;
    app.quit();
  });
}
