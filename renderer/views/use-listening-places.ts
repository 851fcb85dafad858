import { useCallback, useEffect, useState } from 'react';
import type { ListeningPlaces } from '../../main/live/live-contract.ts';
import { useApp } from './use-app.ts';

export type KnownPlaces =
  | { state: 'looking' }
  | { state: 'known'; places: ListeningPlaces }
  | { state: 'failed'; why: string };

/** Where can be listened, and a way to look again. What was known stays until then. */
export function useListeningPlaces(): { places: KnownPlaces; look(): void } {
  const { host } = useApp().session;
  const [places, setPlaces] = useState<KnownPlaces>({ state: 'looking' });
  const look = useCallback(() => {
    host.listeningPlaces().then(
      (known) => setPlaces({ state: 'known', places: known }),
      (error: unknown) => setPlaces({ state: 'failed', why: error instanceof Error ? error.message : String(error) }),
    );
  }, [host]);
  useEffect(look, [look]);
  return { places, look };
}
