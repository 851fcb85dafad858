import { filesOf } from '../services/capture-set.ts';
import type { SettingsStore } from '../services/host-services.ts';

/** Settings that do not remember captures which are gone with this run, such as uploads. */
export function lastingSettings(store: SettingsStore, isTemporary: (path: string) => boolean): SettingsStore {
  return {
    get settings() {
      return store.settings;
    },
    change({ recent, ...change }) {
      if (recent === undefined) store.change(change);
      else store.change({ ...change, recent: recent.filter((set) => !filesOf(set).some(isTemporary)) });
    },
    onChange: (listener) => store.onChange(listener),
  };
}
