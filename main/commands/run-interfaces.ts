import type { Language } from '../../decoder/wording/language.ts';
import { listeningPlaces } from '../live/inputs/listening-places.ts';
import type { ListeningPlaces } from '../live/live-contract.ts';
import { safeJson } from '../output/escape.ts';
import { interfacesText } from '../output/interfaces-text.ts';
import { terminalOf } from '../output/terminal.ts';
import { outputWords } from '../output/words.ts';
import type { InterfacesOptions } from './interfaces.ts';

const NOTHING_CAPTURES = 2;

/** Prints where live capture can listen, and with what. */
export async function runInterfaces({ json, lang = 'en', color }: InterfacesOptions): Promise<number> {
  const places = await listeningPlaces();
  const terminal = terminalOf(process.stdout, process.env, color, lang);
  const options = { ...terminal, hasAny: process.platform === 'linux', language: lang };
  process.stdout.write(json ? `${safeJson(told(places, lang), 2)}\n` : interfacesText(places, options));
  return places.tools.some(({ state }) => state === 'ready') ? 0 : NOTHING_CAPTURES;
}

/** With the reasons as sentences. */
function told({ interfaces, tools }: ListeningPlaces, language: Language) {
  const { trouble } = outputWords(language).terminal;
  return { interfaces, tools: tools.map(({ reason, ...tool }) => ({ ...tool, reason: reason && trouble(reason) })) };
}
