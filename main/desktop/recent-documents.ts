import { app } from 'electron';
import type { SettingsFile } from '../services/settings-file.ts';

/** Tells the system too what was opened last: its task bar or dock has a list of its own. */
export function setupRecentDocuments(settings: SettingsFile): void {
  let latest = settings.settings.recent[0];
  settings.onChange(({ recent }) => {
    if (recent[0] === latest || recent[0]?.join('\0') === latest?.join('\0')) return;
    latest = recent[0];
    for (const path of latest ?? []) app.addRecentDocument(path);
  });
}
