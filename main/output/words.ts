import { remedies, troubles } from '../../decoder/wording/en/troubles.ts';
import type { Language } from '../../decoder/wording/language.ts';
import { type Remedy, type Trouble, tellRemedy, tellTrouble } from '../../decoder/wording/trouble.ts';
import { type Words, wordsOf } from '../../decoder/wording/words.ts';
import { problemZh } from '../../decoder/wording/zh/problems.ts';
import { remedies as remediesZh, troubles as troublesZh } from '../../decoder/wording/zh/troubles.ts';
import { interfaces } from './words/en/interfaces.ts';
import { live } from './words/en/live.ts';
import { markdown } from './words/en/markdown.ts';
import { messages } from './words/en/messages.ts';
import { report } from './words/en/report.ts';
import { progress, tables, warnings } from './words/en/tables.ts';
import { interfaces as interfacesZh } from './words/zh/interfaces.ts';
import { live as liveZh } from './words/zh/live.ts';
import { markdown as markdownZh } from './words/zh/markdown.ts';
import { messages as messagesZh } from './words/zh/messages.ts';
import { report as reportZh } from './words/zh/report.ts';
import { progress as progressZh, tables as tablesZh, warnings as warningsZh } from './words/zh/tables.ts';

/** What the command line says around the sentences of reports. The English ones are the measure. */
interface TerminalWords {
  report: typeof report;
  markdown: typeof markdown;
  /** The column `text` of CSV. */
  tables: typeof tables;
  /** `decode`. */
  messages: typeof messages;
  live: typeof live;
  interfaces: typeof interfaces;
  warnings: typeof warnings;
  progress: typeof progress;
  /** What is wrong with a file, a packet or an input. */
  problem(code: string, message: string): string;
  /** What keeps packets from being heard or kept. */
  trouble(trouble: Trouble): string;
  /** With its command. */
  remedy(remedy: Remedy): string;
}

const english: TerminalWords = {
  report,
  markdown,
  tables,
  messages,
  live,
  interfaces,
  warnings,
  progress,
  problem: (_code, message) => message,
  trouble: (trouble) => tellTrouble(trouble, troubles),
  remedy: (remedy) => withCommand(tellRemedy(remedy, remedies), ': ', remedy.command),
};

const chinese: TerminalWords = {
  report: reportZh,
  markdown: markdownZh,
  tables: tablesZh,
  messages: messagesZh,
  live: liveZh,
  interfaces: interfacesZh,
  warnings: warningsZh,
  progress: progressZh,
  problem: problemZh,
  trouble: (trouble) => tellTrouble(trouble, troublesZh),
  remedy: (remedy) => withCommand(tellRemedy(remedy, remediesZh), '：', remedy.command),
};

/** The command stands last, as it is typed. */
function withCommand(purpose: string, colon: string, command: string | null): string {
  return command === null ? purpose : `${purpose}${colon}${command}`;
}

/** What the command line says: the sentences of reports, and its own. */
export interface OutputWords extends Words {
  terminal: TerminalWords;
}

const WORDS: Record<Language, OutputWords> = {
  en: { ...wordsOf('en'), terminal: english },
  zh: { ...wordsOf('zh'), terminal: chinese },
};

export function outputWords(language: Language): OutputWords {
  return WORDS[language];
}
