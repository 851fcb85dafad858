import { isMulticast, isVirtualMac } from '../addresses.ts';
import type { History } from '../history.ts';
import type { RouterState } from '../router-state.ts';
import { list, plural } from '../wording.ts';
import { describeVirtualRouter, draft, type FindingDraft } from './finding-draft.ts';

/** What single advertisements of a router show, whatever it does over time. */
export function messageFindings(history: History): FindingDraft[] {
  const reasons = new Set(history.splitBrains.map(({ reason }) => reason));
  return [...history.virtualRouter.routers.values()].flatMap((router) => [
    ...(reasons.has('bad-checksum') ? [] : badChecksum(history, router)),
    ...(reasons.has('bad-ttl') ? [] : badTtl(history, router)),
    ...wrongVirtualMac(history, router),
    ...copies(history, router),
  ]);
}

function badChecksum({ virtualRouter }: History, router: RouterState): FindingDraft[] {
  const problem = router.problems.get('vrrp.bad-checksum');
  // A capture on the sender shows sums that the network card fills in later.
  if (!problem || router.lastMessage.direction === 'outbound') return [];
  return [
    draft('bad-checksum', 'warning', virtualRouter, {
      title: `${plural(problem.count, 'advertisement')} of ${router.address} with a wrong checksum`,
      explanation: `The VRRP checksum of ${plural(problem.count, 'advertisement')} of ${router.address} for ${describeVirtualRouter(virtualRouter)} fits no known rule; receivers discard them.`,
      advice: `Were they captured on ${router.address} itself, transmit checksum offload may explain it (ethtool -K IFACE tx off). Elsewhere something on the way changes packets.`,
      routers: [router.address],
      start: problem.first.time,
      end: problem.last.time,
      evidence: [problem.first.evidence],
    }),
  ];
}

function badTtl({ virtualRouter }: History, router: RouterState): FindingDraft[] {
  const problem = router.problems.get('vrrp.bad-ttl');
  if (!problem || !isMulticast(router.lastMessage.dst)) return [];
  return [
    draft('bad-ttl', 'warning', virtualRouter, {
      title: `Advertisements of ${router.address} arrive with TTL ${router.lastMessage.ttl}`,
      explanation: `${plural(problem.count, 'advertisement')} of ${router.address} for ${describeVirtualRouter(virtualRouter)} did not have TTL 255; receivers discard them (RFC 5798 §7.1).`,
      advice: 'Multicast advertisements must not be routed: find the router, tunnel or proxy that forwards them.',
      routers: [router.address],
      start: problem.first.time,
      end: problem.last.time,
      evidence: [problem.first.evidence],
    }),
  ];
}

function wrongVirtualMac({ virtualRouter }: History, router: RouterState): FindingDraft[] {
  const family = virtualRouter.family === 'ipv4' ? '01' : '02';
  const expected = `00:00:5e:00:${family}:${virtualRouter.vrid.toString(16).padStart(2, '0')}`;
  const wrong = [...router.macs].find((mac) => isVirtualMac(mac) && mac !== expected);
  if (wrong === undefined) return [];
  return [
    draft('wrong-virtual-mac', 'warning', virtualRouter, {
      title: `${router.address} sends VRID ${virtualRouter.vrid} from the virtual MAC of another VRID`,
      explanation: `${router.address} advertises ${describeVirtualRouter(virtualRouter)} from ${wrong}; the virtual MAC of this virtual router is ${expected}.`,
      advice: 'Check the macvlan interface (ip -d link) and use_vmac or the FRR macvlan of this VRID.',
      routers: [router.address],
      start: router.first.time,
      end: router.last.time,
      evidence: [router.first.evidence],
    }),
  ];
}

function copies({ virtualRouter }: History, router: RouterState): FindingDraft[] {
  const findings: FindingDraft[] = [];
  const span = { routers: [router.address], start: router.first.time, end: router.last.time };
  if (router.firstReflection) {
    findings.push(
      draft('reflected-advertisement', 'warning', virtualRouter, {
        ...span,
        title: `${router.address} receives its own advertisements`,
        explanation: `${plural(router.reflections, 'advertisement')} that ${router.address} sent came back to it on the same interface.`,
        advice: 'Look for a loop, a bond whose switch side is no LAG, or a virtual switch that reflects multicast.',
        evidence: [router.firstReflection],
      }),
    );
  }
  if (router.firstCopy) {
    findings.push(
      draft('duplicate-packets', 'info', virtualRouter, {
        ...span,
        title: `${plural(router.copies, 'advertisement')} of ${router.address} ${router.copies === 1 ? 'was' : 'were'} captured twice`,
        explanation:
          'Copies of one packet, as a capture on all interfaces or a mirror port shows them, are counted once.',
        advice: 'Nothing; capture on one interface to avoid them.',
        evidence: [router.firstCopy],
      }),
    );
  }
  return findings;
}

/** Simple text passwords, told once for the whole virtual router. */
export function cleartextPasswordFindings({ virtualRouter, end }: History, showPasswords: boolean): FindingDraft[] {
  const routers = [...virtualRouter.routers.values()].filter(
    ({ lastMessage }) => lastMessage.authentication === 'simple',
  );
  const [first] = routers;
  if (!first) return [];
  return [
    draft('cleartext-password', 'info', virtualRouter, {
      title: `The password of VRID ${virtualRouter.vrid} travels in clear text`,
      explanation: `${describeVirtualRouter(virtualRouter)} uses authentication type 1: everyone on the segment can read the password${showPasswords ? ` ${list([...new Set(routers.map(({ lastMessage }) => JSON.stringify(lastMessage.password ?? '')))])}` : ''}. It protects against mistakes, not against attackers.`,
      advice: 'Treat it as a label; RFC 3768 removed it. Filter protocol 112 to the known nodes instead.',
      routers: routers.map(({ address }) => address),
      start: first.first.time,
      end: Math.max(...routers.map(({ last }) => last.time), Math.min(end, first.last.time)),
      evidence: [first.first.evidence],
    }),
  ];
}

/** Numbers that begin at 1 again without silence: the configuration was loaded anew. */
export function reloadFindings({ virtualRouter }: History): FindingDraft[] {
  return virtualRouter.reloads.map(({ router, time, evidence }) =>
    draft('configuration-reloaded', 'info', virtualRouter, {
      title: `${router.address} reloaded its configuration`,
      explanation: `${router.address} went on as master of ${describeVirtualRouter(virtualRouter)}, but its identifications began at 1 again: keepalived read its configuration anew.`,
      advice: 'Nothing, if somebody changed the configuration then.',
      routers: [router.address],
      start: time,
      evidence: [evidence],
    }),
  );
}
