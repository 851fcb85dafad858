import { logLines as logLinesEn } from './en/logs.ts';
import { counts as countsEn, report as reportEn } from './en/report.ts';
import { units as unitsEn } from './en/text.ts';
import { viewLines as viewLinesEn } from './en/viewpoints.ts';
import type { Language } from './language.ts';
import type { Words } from './words.ts';
import { logLines as logLinesZh } from './zh/logs.ts';
import { counts as countsZh, report as reportZh } from './zh/report.ts';
import { units as unitsZh } from './zh/text.ts';
import { viewLines as viewLinesZh } from './zh/viewpoints.ts';

/** What is said of a report that is there already: without the sentences of findings, which it holds itself. */
export type ReportWords = Pick<Words, 'units' | 'counts' | 'report' | 'viewLines' | 'logLines'>;

const WORDS: Record<Language, ReportWords> = {
  en: { units: unitsEn, counts: countsEn, report: reportEn, viewLines: viewLinesEn, logLines: logLinesEn },
  zh: { units: unitsZh, counts: countsZh, report: reportZh, viewLines: viewLinesZh, logLines: logLinesZh },
};

export function reportWordsOf(language: Language): ReportWords {
  return WORDS[language];
}
