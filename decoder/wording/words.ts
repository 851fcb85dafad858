import type { addresses } from './en/addresses.ts';
import type { advertisements } from './en/advertisements.ts';
import type { captures } from './en/captures.ts';
import type { configurationParts, configurations } from './en/configurations.ts';
import { english } from './en/english.ts';
import type { handovers, silence } from './en/handovers.ts';
import type { incidents } from './en/incidents.ts';
import type { inventory } from './en/inventory.ts';
import type { logLines, logs } from './en/logs.ts';
import type { mismatches } from './en/mismatches.ts';
import type { counts, report } from './en/report.ts';
import type { splitBrainParts, splitBrains } from './en/split-brains.ts';
import type { transitions } from './en/transitions.ts';
import type { deliveries, viewLines, viewpoints } from './en/viewpoints.ts';
import type { TimeUnits } from './format-time.ts';
import type { Language } from './language.ts';
import { chinese } from './zh/chinese.ts';

/** Every sentence of a language. The English ones are the measure: a language that lacks one does not compile. */
export interface Words {
  units: TimeUnits;
  counts: typeof counts;
  report: typeof report;
  inventory: typeof inventory;
  transitions: typeof transitions;
  /** By code. */
  findings: typeof splitBrains &
    typeof addresses &
    typeof handovers &
    typeof advertisements &
    typeof captures &
    typeof configurations &
    typeof logs &
    typeof viewpoints;
  splitBrainParts: typeof splitBrainParts;
  configurationParts: typeof configurationParts;
  deliveries: typeof deliveries;
  viewLines: typeof viewLines;
  logLines: typeof logLines;
  silence: typeof silence;
  incidents: typeof incidents;
  /** Which codes of findings share. */
  mismatches: typeof mismatches;
}

export type SettingMismatch = keyof Words['mismatches']['advice'];
export type FindingCode = keyof Words['findings'] | SettingMismatch;

const WORDS: Record<Language, Words> = { en: english, zh: chinese };

export function wordsOf(language: Language): Words {
  return WORDS[language];
}
