import type { Words } from '../../wording/words.ts';
import { isMulticast, isVirtualMac, virtualMacOf } from '../addresses.ts';
import type { History } from '../history.ts';
import type { RouterState } from '../router-state.ts';
import { uniqueEvidence } from '../split-brain.ts';
import { draft, type FindingDraft, type FindingInput } from './finding-draft.ts';

/** What single advertisements of a router show, whatever it does over time. */
export function messageFindings(history: History, words: Words): FindingDraft[] {
  const reasons = new Set(history.splitBrains.map(({ reason }) => reason));
  return [...history.virtualRouter.routers.values()].flatMap((router) => [
    ...(reasons.has('bad-checksum') ? [] : badChecksum(history, router, words)),
    ...(reasons.has('bad-ttl') ? [] : badTtl(history, router, words)),
    ...wrongVirtualMac(history, router, words),
    ...twoHosts(history, router, words),
    ...copies(history, router, words),
  ]);
}

function badChecksum({ virtualRouter }: History, router: RouterState, { findings }: Words): FindingDraft[] {
  const problem = router.problems.get('vrrp.bad-checksum');
  // A capture on the sender shows sums that the network card fills in later.
  if (!problem || router.lastMessage.direction === 'outbound') return [];
  return [
    draft('bad-checksum', 'warning', virtualRouter, {
      ...findings['bad-checksum']({ virtualRouter, router: router.address, count: problem.count }),
      routers: [router.address],
      start: problem.first.time,
      end: problem.last.time,
      evidence: [problem.first.evidence],
    }),
  ];
}

function badTtl({ virtualRouter }: History, router: RouterState, { findings }: Words): FindingDraft[] {
  const problem = router.problems.get('vrrp.bad-ttl');
  if (!problem || !isMulticast(router.lastMessage.dst)) return [];
  return [
    draft('bad-ttl', 'warning', virtualRouter, {
      ...findings['bad-ttl']({
        virtualRouter,
        router: router.address,
        count: problem.count,
        ttl: router.lastMessage.ttl,
      }),
      routers: [router.address],
      start: problem.first.time,
      end: problem.last.time,
      evidence: [problem.first.evidence],
    }),
  ];
}

function wrongVirtualMac({ virtualRouter }: History, router: RouterState, { findings }: Words): FindingDraft[] {
  const expected = virtualMacOf(virtualRouter);
  const wrong = [...router.macs].find((mac) => isVirtualMac(mac) && mac !== expected);
  if (wrong === undefined) return [];
  return [
    draft('wrong-virtual-mac', 'warning', virtualRouter, {
      ...findings['wrong-virtual-mac']({ virtualRouter, router: router.address, mac: wrong, expected }),
      routers: [router.address],
      start: router.first.time,
      end: router.last.time,
      evidence: [router.first.evidence],
    }),
  ];
}

/** A bond that moves between two network cards does not so again and again. */
const TURNS = 4;

/** Two machines that have one address: neither yields to what seems to come from itself. */
function twoHosts({ virtualRouter }: History, router: RouterState, { findings }: Words): FindingDraft[] {
  const { turns, address, macs } = router;
  if (!turns || turns.count < TURNS) return [];
  return [
    draft('router-address-conflict', 'critical', virtualRouter, {
      ...findings['router-address-conflict']({ virtualRouter, router: address, macs: [...macs] }),
      routers: [address],
      start: turns.first.time,
      end: turns.last.time,
      evidence: uniqueEvidence([turns.first.evidence, turns.last.evidence]),
    }),
  ];
}

function copies({ virtualRouter }: History, router: RouterState, { findings }: Words): FindingDraft[] {
  const drafts: FindingDraft[] = [];
  const span = { routers: [router.address], start: router.first.time, end: router.last.time };
  if (router.firstReflection) {
    drafts.push(
      draft('reflected-advertisement', 'warning', virtualRouter, {
        ...span,
        ...findings['reflected-advertisement']({ router: router.address, count: router.reflections }),
        evidence: [router.firstReflection],
      }),
    );
  }
  if (router.firstCopy) {
    drafts.push(
      draft('duplicate-packets', 'info', virtualRouter, {
        ...span,
        ...findings['duplicate-packets']({ router: router.address, count: router.copies }),
        evidence: [router.firstCopy],
      }),
    );
  }
  return drafts;
}

/** Simple text passwords, told once for the whole virtual router. */
export function cleartextPasswordFindings(
  { virtualRouter, end }: History,
  { showPasswords, words }: FindingInput,
): FindingDraft[] {
  const routers = [...virtualRouter.routers.values()].filter(
    ({ lastMessage }) => lastMessage.authentication === 'simple',
  );
  const [first] = routers;
  if (!first) return [];
  const passwords = new Set(routers.map(({ lastMessage }) => lastMessage.password ?? ''));
  return [
    draft('cleartext-password', 'info', virtualRouter, {
      ...words.findings['cleartext-password']({ virtualRouter, passwords: showPasswords ? [...passwords] : [] }),
      routers: routers.map(({ address }) => address),
      start: first.first.time,
      end: Math.max(...routers.map(({ last }) => last.time), Math.min(end, first.last.time)),
      evidence: [first.first.evidence],
    }),
  ];
}

/** Numbers that begin at 1 again without silence: the configuration was loaded anew. */
export function reloadFindings({ virtualRouter }: History, { findings }: Words): FindingDraft[] {
  return virtualRouter.reloads.map(({ router, time, evidence }) =>
    draft('configuration-reloaded', 'info', virtualRouter, {
      ...findings['configuration-reloaded']({ virtualRouter, router: router.address }),
      routers: [router.address],
      start: time,
      evidence: [evidence],
    }),
  );
}
