import { app } from 'electron';
import { createHostServices } from '../services/host-services.ts';
import { SettingsFile, settingsPath } from '../services/settings-file.ts';
import { type AskedCaptures, setupAskedCaptures } from './asked-captures.ts';
import { desktopFront } from './dialogs.ts';
import { setupEnding } from './ending.ts';
import { setupIdentity } from './identity.ts';
import { MainWindow } from './main-window.ts';
import { setupMenu } from './menu.ts';
import { setupRecentDocuments } from './recent-documents.ts';
import { setupPageRefusals, setupSessionRefusals } from './refusals.ts';
import { setupTheme } from './theme.ts';
import { setupWindowProtocol, setupWindowScheme } from './window-protocol.ts';

// Waiting here for the app to be ready would wait for ever: Electron is not ready before this module has run
const asked = setupAskedCaptures();
if (asked === null) {
  app.quit();
} else {
  setupWindowScheme();
  setupPageRefusals();
  app.whenReady().then(() => start(asked));
}

async function start(asked: AskedCaptures): Promise<void> {
  const settings = await SettingsFile.open(settingsPath());
  const services = createHostServices(desktopFront(settings), settings);
  const window = new MainWindow(settings, services);

  setupIdentity();
  setupSessionRefusals();
  setupWindowProtocol();
  setupTheme(settings);
  setupMenu(settings, services, window);
  setupRecentDocuments(settings);
  setupEnding(settings, services);

  app.on('activate', () => window.show());
  window.show();
  asked.deliverTo(({ paths, beside }) => {
    if (paths.length > 0) services.open(paths, beside ?? undefined);
    window.show();
  });
}
