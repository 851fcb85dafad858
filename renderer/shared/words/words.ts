import { createContext, useContext } from 'react';
import type { Language } from '../../../decoder/wording/language.ts';
import { type ChartWords, chartWordsEn } from './charts-en.ts';
import { chartWordsZh } from './charts-zh.ts';
import { type LiveWords, liveWordsEn } from './live-en.ts';
import { liveWordsZh } from './live-zh.ts';
import { type PanelWords, panelWordsEn } from './panels-en.ts';
import { panelWordsZh } from './panels-zh.ts';

/** Everything the window says in one language; what the report says comes with the report. */
export interface Words extends ChartWords, PanelWords, LiveWords {
  language: Language;
}

const WORDS: Record<Language, Words> = {
  en: { language: 'en', ...chartWordsEn, ...panelWordsEn, ...liveWordsEn },
  zh: { language: 'zh', ...chartWordsZh, ...panelWordsZh, ...liveWordsZh },
};

export function wordsIn(language: Language): Words {
  return WORDS[language];
}

export const WordsContext = createContext<Words>(WORDS.en);

export function useWords(): Words {
  return useContext(WordsContext);
}
