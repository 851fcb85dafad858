import type { History } from '../history.ts';
import { uniqueEvidence } from '../split-brain.ts';
import { isUnanswered } from '../unanswered.ts';
import { draft, type FindingDraft, type FindingInput } from './finding-draft.ts';

/** A question this shortly before the end may be the last of many that are to come. */
const STILL_ASKED = 60e9;

/** A master that goes on advertising while nobody answers for its address. */
export function unansweredFindings(
  { virtualRouter, end: observedEnd }: History,
  { timeline, words }: FindingInput,
): FindingDraft[] {
  return [...virtualRouter.addresses].flatMap((address) => {
    const state = timeline.announcements.get(virtualRouter, address);
    return (state?.unanswered ?? []).flatMap((spell) => {
      const { router } = spell.claim;
      if (virtualRouter.routers.get(router.address) !== router || !isUnanswered(spell)) return [];
      const { claim, count, first, last, end } = spell;
      const master = router.address;
      const unknownEnd = observedEnd - last.time <= STILL_ASKED ? null : last.time;
      return draft('vip-unanswered', 'warning', virtualRouter, {
        ...words.findings['vip-unanswered']({ virtualRouter, address, master, count, length: last.time - first.time }),
        routers: [master],
        start: first.time,
        end: end ?? unknownEnd,
        evidence: uniqueEvidence([first.evidence, last.evidence, claim.last.evidence]),
      });
    });
  });
}
