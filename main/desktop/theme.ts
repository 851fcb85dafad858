import { nativeTheme } from 'electron';
import type { SettingsFile } from '../services/settings-file.ts';

/** Menus, dialogs and the window's frame follow the theme of the settings too. */
export function setupTheme(settings: SettingsFile): void {
  nativeTheme.themeSource = settings.settings.theme;
  settings.onChange(({ theme }) => {
    nativeTheme.themeSource = theme;
  });
}
