import type { VrrpMessage } from '../../message.ts';
import type { SettingMismatch, Words } from '../../wording/words.ts';
import { hidesPassword } from '../acceptance.ts';
import type { History } from '../history.ts';
import { mismatchSpells } from '../setting-mismatches.ts';
import { draft, type FindingDraft, type FindingInput, isKeyOf } from './finding-draft.ts';

/** Routers whose settings differ so that one would not accept the other, where no split brain shows it already. */
export function mismatchFindings(
  { virtualRouter, splitBrains, end: observedEnd }: History,
  { words, showPasswords }: FindingInput,
): FindingDraft[] {
  const shown = new Set<string>(splitBrains.map(({ reason }) => reason));
  return mismatchSpells([...virtualRouter.routers.values()]).flatMap(
    ({ code, routers, messages, evidence, start, end }) => {
      if (shown.has(code)) return [];
      const isHarmless = code === 'interval-mismatch' && routers.some(({ versions }) => versions.has(3));
      const addresses = routers.map(({ address }) => address);
      return draft(code, isHarmless ? 'info' : 'warning', virtualRouter, {
        ...words.mismatches.differ({
          virtualRouter,
          code,
          routers: addresses,
          differences: describe(code, messages, words, showPasswords),
          isHarmless,
          lasted: end === null ? null : end - start,
        }),
        routers: addresses,
        start: Math.min(start, observedEnd),
        end,
        evidence: evidence.slice(0, 10),
      });
    },
  );
}

/** What differs between these advertisements, in a sentence; empty if the reason is no mismatch. */
export function describeMismatch(
  reason: string,
  messages: readonly VrrpMessage[],
  words: Words,
  showPasswords: boolean,
): string {
  const { badTtl, badChecksum, advice, eachDiscards } = words.mismatches;
  if (reason === 'bad-ttl') return badTtl;
  if (reason === 'bad-checksum') return badChecksum;
  return isKeyOf(advice, reason) ? eachDiscards(describe(reason, messages, words, showPasswords)) : '';
}

function describe(
  code: SettingMismatch,
  messages: readonly VrrpMessage[],
  { mismatches: told }: Words,
  showPasswords: boolean,
): string {
  switch (code) {
    case 'version-mismatch':
      return told.each(messages.map(told.version));
    case 'authentication-mismatch': {
      const types = new Set(messages.map(({ authentication }) => authentication));
      if (types.size > 1) return told.each(messages.map(told.authentication));
      if (messages.every(hidesPassword)) return told.hiddenPasswords(messages.map(({ src }) => src));
      return showPasswords
        ? told.each(messages.map(told.password))
        : told.differentPasswords(messages.map(({ src }) => src));
    }
    case 'interval-mismatch':
      return told.each(messages.map(told.interval));
    case 'address-mismatch':
      return told.each(messages.map(told.addresses));
    case 'checksum-form-mismatch':
      return told.each(messages.map(told.checksumForm));
    case 'destination-mismatch':
      return told.each(messages.map(told.destination));
  }
}
