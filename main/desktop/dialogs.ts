import { dirname, extname, join } from 'node:path';
import { app, BrowserWindow, dialog, type OpenDialogOptions, type SaveDialogOptions } from 'electron';
import type { HostFront } from '../services/host-services.ts';
import { safeFileName } from '../services/safe-file-name.ts';
import type { SettingsFile } from '../services/settings-file.ts';
import { desktopWords } from './desktop-words.ts';

const EXTENSIONS = ['pcap', 'pcapng', 'cap', 'gz', 'zst', 'lz4', 'conf', 'log', 'txt', 'json'];

/** Files are chosen in the system's own dialogs, and files dropped on the window are read where they lie. */
export function desktopFront(settings: SettingsFile): HostFront {
  let folder = app.getPath('documents');
  return {
    abilities: {
      open: true,
      live: true,
      openPaths: false,
      save: ['html', 'json', 'csv', 'packets', 'svg', 'png'],
    },
    async chooseCaptures() {
      const words = desktopWords(settings.settings);
      const { canceled, filePaths } = await showOpenDialog({
        filters: [
          { name: words.captures, extensions: EXTENSIONS },
          { name: words.allFiles, extensions: ['*'] },
        ],
        properties: ['openFile', 'multiSelections'],
      });
      return canceled ? [] : filePaths;
    },
    async deliver(suggestedName, write) {
      const extension = extname(suggestedName).slice(1);
      const { canceled, filePath } = await showSaveDialog({
        defaultPath: join(folder, safeFileName(suggestedName)),
        filters: extension === '' ? [] : [{ name: extension.toUpperCase(), extensions: [extension] }],
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      });
      if (canceled || filePath === '') return { kind: 'cancelled' };
      await write(filePath);
      folder = dirname(filePath);
      return { kind: 'saved', path: filePath };
    },
  };
}

function showOpenDialog(options: OpenDialogOptions) {
  const window = openWindow();
  return window === undefined ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options);
}

function showSaveDialog(options: SaveDialogOptions) {
  const window = openWindow();
  return window === undefined ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options);
}

function openWindow(): BrowserWindow | undefined {
  return BrowserWindow.getAllWindows()[0];
}
