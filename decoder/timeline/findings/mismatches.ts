import { type Mismatch, rejection, sameAddresses } from '../acceptance.ts';
import type { Claim } from '../claim.ts';
import type { History } from '../history.ts';
import type { RouterState } from '../router-state.ts';
import { formatSeconds, list } from '../wording.ts';
import { describeVirtualRouter, draft, type FindingDraft } from './finding-draft.ts';

const ADVICE: Record<Mismatch, string> = {
  'version-mismatch': 'Set the same vrrp_version on all nodes.',
  'authentication-mismatch': 'Set the same auth_type and auth_pass on all nodes.',
  'interval-mismatch': 'Set the same advert_int on all nodes.',
  'address-mismatch': 'Set the same virtual_ipaddress list on all nodes.',
  'checksum-form-mismatch': 'Let all nodes sum VRRPv3 alike: v3_checksum_as_v2, checksum-with-ipv4-pseudoheader.',
  'destination-mismatch': 'Use one group, or unicast peers, on all nodes.',
  'bad-checksum': '',
  'bad-ttl': '',
};

const ALONE: ReadonlySet<string> = new Set([
  'version-mismatch',
  'authentication-mismatch',
  'interval-mismatch',
  'address-mismatch',
  'checksum-form-mismatch',
  'destination-mismatch',
]);

/** Routers whose settings differ so that one would not accept the other, where no split brain shows it already. */
export function mismatchFindings({ virtualRouter, splitBrains, end }: History, showPasswords: boolean): FindingDraft[] {
  const shown = new Set(splitBrains.map(({ reason }) => reason));
  const found = new Map<string, RouterState[]>();
  const routers = [...virtualRouter.routers.values()].filter(({ lastClaiming }) => lastClaiming !== null);
  const [reference, ...others] = routers;
  for (const router of others) {
    const code = reference && mismatchBetween(reference, router);
    if (!code || shown.has(code) || !ALONE.has(code)) continue;
    found.set(code, [...(found.get(code) ?? [reference]), router]);
  }
  return [...found].map(([code, speakers]) => {
    const last = speakers.at(-1) ?? speakers[0];
    const isHarmless = code === 'interval-mismatch' && last?.versions.has(3) === true;
    const start = Math.max(...speakers.map(({ first }) => first.time));
    return draft(code, isHarmless ? 'info' : 'warning', virtualRouter, {
      title: `${list(speakers.map(({ address }) => address))} of ${describeVirtualRouter(virtualRouter)} differ: ${code.replace('-', ' ')}`,
      explanation: isHarmless
        ? `${describe(code, speakers, showPasswords)} VRRPv3 backups adopt the master's interval, so this works, but failover takes longer or shorter depending on who is master.`
        : `${describe(code, speakers, showPasswords)} A master that does not accept the other's advertisements does not yield: this is a split brain as soon as both run.`,
      advice: ADVICE[isMismatch(code) ? code : 'bad-ttl'],
      routers: speakers.map(({ address }) => address),
      start: Math.min(start, end),
      end: null,
      evidence: speakers.map(({ first }) => first.evidence).slice(0, 10),
    });
  });
}

function isMismatch(code: string): code is Mismatch {
  return code in ADVICE;
}

function mismatchBetween(a: RouterState, b: RouterState): Mismatch | null {
  const [own, theirs] = [a.lastClaiming, b.lastClaiming];
  if (!own || !theirs) return null;
  // A router that speaks both versions migrates (RFC 5798 §8.4).
  if (own.version !== theirs.version && (a.versions.has(theirs.version) || b.versions.has(own.version))) return null;
  const code = rejection(own, theirs);
  if (code && ALONE.has(code)) return code;
  if (own.version === 3 && theirs.version === 3 && own.interval !== theirs.interval) return 'interval-mismatch';
  return sameAddresses(own.addresses, theirs.addresses) ? null : 'address-mismatch';
}

/** What differs, in a sentence; empty if the reason is no mismatch. */
export function describeMismatch(reason: string, claims: readonly Claim[], showPasswords: boolean): string {
  if (reason === 'bad-ttl') return 'Advertisements of one side arrive with a TTL other than 255 and are discarded.';
  if (reason === 'bad-checksum') return 'Advertisements of one side have a wrong checksum and are discarded.';
  return ALONE.has(reason)
    ? `${describe(
        reason,
        claims.map(({ router }) => router),
        showPasswords,
      )} Each discards the other's advertisements.`
    : '';
}

function describe(code: string, routers: readonly RouterState[], showPasswords: boolean): string {
  const each = (text: (router: RouterState) => string) =>
    `${list(routers.map((router) => `${router.address} ${text(router)}`))}.`;
  switch (code) {
    case 'version-mismatch':
      return each(({ lastMessage }) => `speaks VRRPv${lastMessage.version}`);
    case 'authentication-mismatch': {
      const types = new Set(routers.map(({ lastMessage }) => lastMessage.authentication));
      if (types.size === 1 && showPasswords) {
        return each(({ lastMessage }) => `sends the password ${JSON.stringify(lastMessage.password ?? '')}`);
      }
      if (types.size === 1) return `${list(routers.map(({ address }) => address))} send different passwords.`;
      return each(({ lastMessage }) => `uses authentication ${lastMessage.authentication}`);
    }
    case 'interval-mismatch':
      return each(({ interval }) => `advertises an interval of ${formatSeconds(interval)}`);
    case 'address-mismatch':
      return each(({ lastMessage }) => `advertises ${list(lastMessage.addresses) || 'no addresses'}`);
    case 'checksum-form-mismatch':
      return each(({ lastMessage }) =>
        lastMessage.checksum === 'no-pseudo-header' ? 'sums without pseudo-header' : 'sums with pseudo-header',
      );
    default:
      return each(({ lastMessage }) => `sends to ${lastMessage.dst}`);
  }
}
