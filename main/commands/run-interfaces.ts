import { listeningPlaces } from '../live/inputs/listening-places.ts';
import { safeJson } from '../output/escape.ts';
import { interfacesText } from '../output/interfaces-text.ts';
import { terminalOf } from '../output/terminal.ts';
import type { InterfacesOptions } from './interfaces.ts';

const NOTHING_CAPTURES = 2;

/** Prints where live capture can listen, and with what. */
export async function runInterfaces({ json, lang = 'en', color }: InterfacesOptions): Promise<number> {
  const places = await listeningPlaces();
  const terminal = terminalOf(process.stdout, process.env, color, lang);
  const options = { ...terminal, hasAny: process.platform === 'linux', language: lang };
  process.stdout.write(json ? `${safeJson(places, 2)}\n` : interfacesText(places, options));
  return places.tools.some(({ state }) => state === 'ready') ? 0 : NOTHING_CAPTURES;
}
