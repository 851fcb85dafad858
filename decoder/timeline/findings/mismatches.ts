import type { VrrpMessage } from '../../message.ts';
import { type Mismatch, rejection, sameAddresses } from '../acceptance.ts';
import type { History } from '../history.ts';
import type { RouterState } from '../router-state.ts';
import { formatSeconds, list } from '../wording.ts';
import { describeVirtualRouter, draft, type FindingDraft } from './finding-draft.ts';

/** By code; only these say something where no split brain is shown. */
const ADVICE: Partial<Record<string, string>> = {
  'version-mismatch': 'Set the same vrrp_version on all nodes.',
  'authentication-mismatch': 'Set the same auth_type and auth_pass on all nodes.',
  'interval-mismatch': 'Set the same advert_int on all nodes.',
  'address-mismatch': 'Set the same virtual_ipaddress list on all nodes.',
  'checksum-form-mismatch': 'Let all nodes sum VRRPv3 alike: v3_checksum_as_v2, checksum-with-ipv4-pseudoheader.',
  'destination-mismatch': 'Use one group, or unicast peers, on all nodes.',
};

/** Routers whose settings differ so that one would not accept the other, where no split brain shows it already. */
export function mismatchFindings({ virtualRouter, splitBrains, end }: History, showPasswords: boolean): FindingDraft[] {
  const shown = new Set(splitBrains.map(({ reason }) => reason));
  const found = new Map<string, RouterState[]>();
  const routers = [...virtualRouter.routers.values()].filter(({ lastClaiming }) => lastClaiming !== null);
  const [reference, ...others] = routers;
  for (const router of others) {
    const code = reference && mismatchBetween(reference, router);
    if (!code || shown.has(code)) continue;
    found.set(code, [...(found.get(code) ?? [reference]), router]);
  }
  return [...found].map(([code, speakers]) => {
    const last = speakers.at(-1) ?? speakers[0];
    const isHarmless = code === 'interval-mismatch' && last?.versions.has(3) === true;
    const lastMessages = speakers.map(({ lastMessage }) => lastMessage);
    const start = Math.max(...speakers.map(({ first }) => first.time));
    return draft(code, isHarmless ? 'info' : 'warning', virtualRouter, {
      title: `${list(speakers.map(({ address }) => address))} of ${describeVirtualRouter(virtualRouter)} differ: ${code.replace('-', ' ')}`,
      explanation: isHarmless
        ? `${describe(code, lastMessages, showPasswords)} VRRPv3 backups adopt the master's interval, so this works, but failover takes longer or shorter depending on who is master.`
        : `${describe(code, lastMessages, showPasswords)} A master that does not accept the other's advertisements does not yield: this is a split brain as soon as both run.`,
      advice: ADVICE[code] ?? '',
      routers: speakers.map(({ address }) => address),
      start: Math.min(start, end),
      end: null,
      evidence: speakers.map(({ first }) => first.evidence).slice(0, 10),
    });
  });
}

function mismatchBetween(a: RouterState, b: RouterState): Mismatch | null {
  const [own, theirs] = [a.lastClaiming, b.lastClaiming];
  if (!own || !theirs) return null;
  // A router that speaks both versions migrates (RFC 5798 §8.4).
  if (own.version !== theirs.version && (a.versions.has(theirs.version) || b.versions.has(own.version))) return null;
  const code = rejection(own, theirs);
  if (code && code in ADVICE) return code;
  if (own.version === 3 && theirs.version === 3 && own.interval !== theirs.interval) return 'interval-mismatch';
  return sameAddresses(own.addresses, theirs.addresses) ? null : 'address-mismatch';
}

/** What differs between these advertisements, in a sentence; empty if the reason is no mismatch. */
export function describeMismatch(reason: string, messages: readonly VrrpMessage[], showPasswords: boolean): string {
  if (reason === 'bad-ttl') return 'Advertisements of one side arrive with a TTL other than 255 and are discarded.';
  if (reason === 'bad-checksum') return 'Advertisements of one side have a wrong checksum and are discarded.';
  return reason in ADVICE
    ? `${describe(reason, messages, showPasswords)} Each discards the other's advertisements.`
    : '';
}

function describe(code: string, messages: readonly VrrpMessage[], showPasswords: boolean): string {
  const each = (text: (message: VrrpMessage) => string) =>
    `${list(messages.map((message) => `${message.src} ${text(message)}`))}.`;
  switch (code) {
    case 'version-mismatch':
      return each(({ version }) => `speaks VRRPv${version}`);
    case 'authentication-mismatch': {
      const types = new Set(messages.map(({ authentication }) => authentication));
      if (types.size > 1) return each(({ authentication }) => `uses authentication ${authentication}`);
      return showPasswords
        ? each(({ password }) => `sends the password ${JSON.stringify(password ?? '')}`)
        : `${list(messages.map(({ src }) => src))} send different passwords.`;
    }
    case 'interval-mismatch':
      return each(({ interval }) => `advertises an interval of ${formatSeconds(interval)}`);
    case 'address-mismatch':
      return each(({ addresses }) => `advertises ${list(addresses) || 'no addresses'}`);
    case 'checksum-form-mismatch':
      return each(({ checksum }) =>
        checksum === 'no-pseudo-header' ? 'sums without pseudo-header' : 'sums with pseudo-header',
      );
    default:
      return each(({ dst }) => `sends to ${dst}`);
  }
}
