import type { VrrpMessage } from '../message.ts';
import type { Nanos } from '../time.ts';
import { type SettingMismatch, settingMismatch } from './acceptance.ts';
import type { Heard } from './claim.ts';
import type { RouterState, SettingsSpan } from './router-state.ts';

/** Routers that differed in a setting, and for how long. */
export interface MismatchSpell {
  code: SettingMismatch;
  routers: RouterState[];
  /** What they advertised then, one of each router. */
  messages: VrrpMessage[];
  evidence: Heard['evidence'][];
  start: Nanos;
  /** When one of them advertised what the other did; null if none has. */
  end: Nanos | null;
}

/** More than these are compared with these only. */
const MOST_COMPARED = 16;

/** When routers advertised settings that differ. Spells that touch are one. */
export function mismatchSpells(routers: readonly RouterState[]): MismatchSpell[] {
  const spells = routers.flatMap((router, index) =>
    routers.slice(0, Math.min(index, MOST_COMPARED)).flatMap((other) => spellsBetween(other, router)),
  );
  const told: MismatchSpell[] = [];
  for (const spell of spells.sort((a, b) => a.start - b.start)) {
    const open = told.find(({ code, end }) => code === spell.code && (end === null || end >= spell.start));
    if (open) extend(open, spell);
    else told.push(spell);
  }
  return told;
}

function spellsBetween(a: RouterState, b: RouterState): MismatchSpell[] {
  const speaksBoth = a.versions.size > 1 || b.versions.size > 1;
  return a.settings.flatMap((one, place) =>
    b.settings.flatMap((other, otherPlace) => {
      const code = settingMismatch(one.message, other.message);
      // A router that speaks both versions migrates (RFC 5798 §8.4).
      if (code === null || (code === 'version-mismatch' && speaksBoth)) return [];
      const [ends, otherEnds] = [endOf(a, place), endOf(b, otherPlace)];
      const isLater = other.first.time >= one.first.time;
      const known = isLater ? isKnownAt(one, ends, other, otherPlace > 0) : isKnownAt(other, otherEnds, one, place > 0);
      if (!known) return [];
      const end = Math.min(ends, otherEnds);
      return {
        code,
        routers: [a, b],
        messages: [one.message, other.message],
        evidence: [one.first.evidence, other.first.evidence],
        start: Math.max(one.first.time, other.first.time),
        end: end === Infinity ? null : end,
      };
    }),
  );
}

function endOf({ settings }: RouterState, place: number): Nanos {
  return settings[place + 1]?.first.time ?? Infinity;
}

/**
 * Whether the older settings still held when the younger ones were first advertised. Whoever changes one router changes the
 * others: of one that has said nothing since, it is not known.
 */
function isKnownAt(older: SettingsSpan, end: Nanos, younger: SettingsSpan, isChange: boolean): boolean {
  return end > younger.first.time && (!isChange || older.last >= younger.first.time);
}

function extend(spell: MismatchSpell, { routers, messages, evidence, end }: MismatchSpell): void {
  routers.forEach((router, place) => {
    const [message, shown] = [messages[place], evidence[place]];
    if (spell.routers.includes(router) || !message || !shown) return;
    spell.routers.push(router);
    spell.messages.push(message);
    spell.evidence.push(shown);
  });
  spell.end = end === null || spell.end === null ? null : Math.max(spell.end, end);
}
