import type { Words } from '../../wording/words.ts';
import type { History } from '../history.ts';
import { type Refusals, refusalsOf } from '../refusals.ts';
import type { RouterState } from '../router-state.ts';
import { uniqueEvidence } from '../split-brain.ts';
import { draft, type FindingDraft, type FindingInput, protocolOf } from './finding-draft.ts';

/** A backup that is restarted refuses for as long, and leaves no other trace: planned maintenance. */
const BRIEF = 60e9;

/** Hosts that answer advertisements that they run no VRRP, or that they let none in. */
export function refusalFindings({ timeline, histories, words }: FindingInput): FindingDraft[] {
  return timeline.refusals.all.flatMap((refusals) => {
    const history = histories.find(({ virtualRouter }) => refusalsOf(virtualRouter, [refusals]).length > 0);
    if (refusals.because === 'prohibited') {
      const isTold = history?.splitBrains.some((split) => split.refusals.includes(refusals)) ?? false;
      return isTold ? [] : rejected(history, refusals, words);
    }
    const stopped = history && whileStopped(history, refusals);
    // Nothing runs there because somebody stopped it for a while, which the handovers tell.
    if (stopped === 'and-came-back') return [];
    const { advertiser, refuser, vrid, count, first, last } = refusals;
    const lasts = history !== undefined && history.end - last.time <= 2 * intervalOf(history, advertiser);
    const isOver = wasGotLater(history, refusals) || advertisedLater(history, refusals);
    const isBrief = isOver && last.time - first.time <= BRIEF;
    return draft(
      'protocol-unreachable',
      stopped === 'for-good' || isBrief ? 'info' : 'warning',
      history?.virtualRouter ?? null,
      {
        ...words.findings['protocol-unreachable'].noProtocol({
          advertiser,
          refuser,
          vrid,
          count,
          resigned: stopped === 'for-good',
          isBrief,
        }),
        routers: [advertiser, refuser],
        start: first.time,
        end: lasts ? null : last.time,
        evidence: uniqueEvidence([first.evidence, last.evidence]),
      },
    );
  });
}

/** By a firewall, without having led to two masters. */
function rejected(history: History | undefined, refusals: Refusals, words: Words): FindingDraft {
  const { advertiser, refuser, vrid, count, first, last } = refusals;
  const lasts = history !== undefined && history.end - last.time <= 2 * intervalOf(history, advertiser);
  const protocol = history ? protocolOf(history.virtualRouter) : 112;
  return draft('protocol-unreachable', 'warning', history?.virtualRouter ?? null, {
    ...words.findings['protocol-unreachable'].prohibited({ advertiser, refuser, vrid, count, protocol }),
    reason: 'rejected-by-firewall',
    routers: [advertiser, refuser],
    start: first.time,
    end: lasts ? null : last.time,
    evidence: uniqueEvidence([first.evidence, last.evidence]),
  });
}

/** Advertisements that were sent afterwards were refused no more. */
function wasGotLater(history: History | undefined, { advertiser, last }: Refusals): boolean {
  const sender = history?.virtualRouter.routers.get(advertiser);
  return sender !== undefined && sender.last.time - last.time > 2 * sender.interval;
}

/** The refuser was started: it has been master since. */
function advertisedLater(history: History | undefined, { refuser, last }: Refusals): boolean {
  const router = history?.virtualRouter.routers.get(refuser);
  return router !== undefined && router.last.time > last.time;
}

function intervalOf({ virtualRouter }: History, router: string): number {
  return virtualRouter.routers.get(router)?.interval ?? 1e9;
}

/** Whether all of it came after the refuser had resigned, and before it was heard again. */
function whileStopped(
  { virtualRouter, reigns }: History,
  { refuser, first, last }: Refusals,
): 'and-came-back' | 'for-good' | null {
  const router: RouterState | undefined = virtualRouter.routers.get(refuser);
  if (!router) return null;
  const own = reigns.filter(({ claim }) => claim.router === router);
  const before = own.findLast(({ claim }) => claim.start.time <= first.time);
  if (before?.end?.how !== 'resigned' || before.end.time > first.time) return null;
  const after = own.find(({ claim }) => claim.start.time > first.time);
  if (!after) return 'for-good';
  return after.claim.start.time > last.time ? 'and-came-back' : null;
}
