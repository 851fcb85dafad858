import { app } from 'electron';
import { toolVersion } from '../version.ts';

/** `appId` of electron-builder.yml: by it Windows knows whose window, and whose recent documents, these are. */
const APP_ID = 'vrrpscope.desktop';

export function setupIdentity(): void {
  if (process.platform === 'win32') app.setAppUserModelId(APP_ID);
  app.setAboutPanelOptions({
    applicationName: 'vrrpscope',
    applicationVersion: toolVersion().version,
    copyright: '© 2026 The vrrpscope authors',
  });
}
