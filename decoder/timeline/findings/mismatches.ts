import type { VrrpMessage } from '../../message.ts';
import type { SettingMismatch, Words } from '../../wording/words.ts';
import { rejection, sameAddresses } from '../acceptance.ts';
import type { History } from '../history.ts';
import type { RouterState } from '../router-state.ts';
import { draft, type FindingDraft, type FindingInput, isKeyOf } from './finding-draft.ts';

/** Routers whose settings differ so that one would not accept the other, where no split brain shows it already. */
export function mismatchFindings(
  { virtualRouter, splitBrains, end }: History,
  { words, showPasswords }: FindingInput,
): FindingDraft[] {
  const shown = new Set<string>(splitBrains.map(({ reason }) => reason));
  const found = new Map<SettingMismatch, RouterState[]>();
  const routers = [...virtualRouter.routers.values()].filter(({ lastClaiming }) => lastClaiming !== null);
  const [reference, ...others] = routers;
  for (const router of others) {
    const code = reference && mismatchBetween(reference, router, words);
    if (!code || shown.has(code)) continue;
    found.set(code, [...(found.get(code) ?? [reference]), router]);
  }
  return [...found].map(([code, speakers]) => {
    const last = speakers.at(-1) ?? speakers[0];
    const isHarmless = code === 'interval-mismatch' && last?.versions.has(3) === true;
    const lastMessages = speakers.map(({ lastMessage }) => lastMessage);
    const start = Math.max(...speakers.map(({ first }) => first.time));
    return draft(code, isHarmless ? 'info' : 'warning', virtualRouter, {
      ...words.mismatches.differ({
        virtualRouter,
        code,
        routers: speakers.map(({ address }) => address),
        differences: describe(code, lastMessages, words, showPasswords),
        isHarmless,
      }),
      routers: speakers.map(({ address }) => address),
      start: Math.min(start, end),
      end: null,
      evidence: speakers.map(({ first }) => first.evidence).slice(0, 10),
    });
  });
}

function mismatchBetween(a: RouterState, b: RouterState, { mismatches }: Words): SettingMismatch | null {
  const [own, theirs] = [a.lastClaiming, b.lastClaiming];
  if (!own || !theirs) return null;
  // A router that speaks both versions migrates (RFC 5798 §8.4).
  if (own.version !== theirs.version && (a.versions.has(theirs.version) || b.versions.has(own.version))) return null;
  const code = rejection(own, theirs);
  if (code && isKeyOf(mismatches.advice, code)) return code;
  if (own.version === 3 && theirs.version === 3 && own.interval !== theirs.interval) return 'interval-mismatch';
  return sameAddresses(own.addresses, theirs.addresses) ? null : 'address-mismatch';
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
