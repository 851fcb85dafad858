import { app } from 'electron';
import { isSameSet } from '../services/capture-set.ts';
import type { SettingsFile } from '../services/settings-file.ts';

/** Tells the system too what was opened last: its task bar or dock has a list of its own. */
export function setupRecentDocuments(settings: SettingsFile): void {
  let latest = settings.settings.recent[0];
  settings.onChange(({ recent }) => {
    const [first] = recent;
    if (!first || (latest && isSameSet(first, latest))) return;
    latest = first;
    for (const path of first.paths) app.addRecentDocument(path);
  });
}
