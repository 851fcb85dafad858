import { app, Menu } from 'electron';
import type { HostServices } from '../services/host-services.ts';
import type { SettingsFile } from '../services/settings-file.ts';
import { desktopWords } from './desktop-words.ts';
import type { MainWindow } from './main-window.ts';
import { type MenuActions, menuTemplate } from './menu-template.ts';

/** The application's menu, made anew when its language, the recent captures or what can be done changes. */
export function setupMenu(settings: SettingsFile, services: HostServices, window: MainWindow): void {
  let captures = false;
  const actions: MenuActions = {
    command: (command) => window.command(command),
    open: ({ paths, beside }) => {
      services.open(paths, beside ?? undefined);
      window.show();
    },
    clearRecent: () => {
      settings.change({ recent: [] });
      app.clearRecentDocuments();
    },
    about: () => app.showAboutPanel(),
  };
  const build = () => {
    const words = desktopWords(settings.settings);
    const { recent } = settings.settings;
    const content = { words, platform: process.platform, developing: !app.isPackaged, recent, captures };
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(content, actions)));
  };
  services
    .connect((event) => {
      if (event.kind !== 'captures' || event.captures.length > 0 === captures) return;
      captures = !captures;
      build();
    })
    .welcome();
  settings.onChange(build);
  build();
}
