import type { History } from '../history.ts';
import type { SplitBrainSpan } from '../split-brain.ts';
import { formatDuration, list } from '../wording.ts';
import { describeVirtualRouter, draft, type FindingDraft, tcpdumpCommand } from './finding-draft.ts';
import { describeMismatch } from './mismatches.ts';

/** Two or more masters at once, with the deaf side and the reason where the packets prove them. */
export function splitBrainFindings(history: History, showPasswords: boolean): FindingDraft[] {
  return history.splitBrains.map((split) => {
    const { virtualRouter, end } = history;
    const routers = split.claims.map(({ router }) => router.address);
    const length = formatDuration((split.end ?? end) - split.start);
    const lasting = split.end === null ? `${length} so far, and still so when the capture ended` : length;
    return draft('split-brain', 'critical', virtualRouter, {
      title: `${split.claims.length === 2 ? 'Two' : 'Several'} masters for ${length}: ${headline(split)}`,
      explanation: `${list(routers)} were master of ${describeVirtualRouter(virtualRouter)} at once for ${lasting}. ${explain(split, showPasswords)}`,
      advice: advise(split, history),
      reason: split.reason === 'unknown' ? null : split.reason,
      routers,
      start: split.start,
      end: split.end,
      evidence: split.evidence,
    });
  });
}

function headline({ deaf, claims, reason }: SplitBrainSpan): string {
  const routers = claims.map(({ router }) => router.address);
  const [only] = deaf;
  if (reason.endsWith('-mismatch')) return `${list(routers)} reject each other's advertisements`;
  if (deaf.length === 1 && only) {
    return `${only.address} does not hear ${list(routers.filter((address) => address !== only.address))}`;
  }
  if (deaf.length > 1) return `${list(routers)} do not hear each other`;
  return list(routers);
}

function explain(split: SplitBrainSpan, showPasswords: boolean): string {
  const { deaf, claims, reason } = split;
  const [older, newcomer] = claims;
  const mismatch = describeMismatch(reason, split.mismatch, showPasswords);
  const inferred = split.inferred
    ? ' For a part of the time one of them was not on the wire here; that it stayed master is inferred.'
    : '';
  if (mismatch) return `${mismatch}${inferred}`;
  if (reason === 'sender-stalled') {
    return `${newcomer?.router.address ?? ''} had stood still and woke as a second master.${inferred}`;
  }
  const [only] = deaf;
  if (deaf.length === 1 && only) {
    const others = list(claims.map(({ router }) => router.address).filter((address) => address !== only.address));
    const hearing = claims.find(({ router }) => router !== only);
    const answered = hearing && hearing.answers > 0;
    const echo = answered ? ` ${others} answered advertisements of ${only.address} at once, so it hears them.` : '';
    return `${only.address} went on advertising under the superior advertisements of ${others}, so it does not receive them.${echo}${inferred}`;
  }
  if (deaf.length > 1) {
    return `While it lasted, neither yielded to nor answered the other's advertisements: nothing seems to pass between them in either direction (a superior master with vrrp_strict or lower_prio_no_advert would hear and stay silent, too).${inferred}`;
  }
  return `What kept ${newcomer?.router.address ?? 'the newcomer'} from hearing ${older?.router.address ?? 'the master'} cannot be told from this capture.${inferred}`;
}

function advise({ deaf, reason, claims }: SplitBrainSpan, { virtualRouter }: History): string {
  const hosts = list((deaf.length > 0 ? deaf : claims.map(({ router }) => router)).map(({ address }) => address));
  const [destination] = virtualRouter.destinations;
  switch (reason) {
    case 'authentication-mismatch':
      return 'Give both nodes the same auth_type and auth_pass (only the first 8 characters count), then reload both.';
    case 'version-mismatch':
      return 'Give both nodes the same vrrp_version (FRR: vrrp N version), then reload both.';
    case 'interval-mismatch':
      return 'Give both nodes the same advert_int: VRRPv2 discards advertisements with another interval.';
    case 'address-mismatch':
      return 'Give both nodes the same virtual_ipaddress list, in number and content; keepalived before 2.3.3 rejects any other.';
    case 'checksum-form-mismatch':
      return 'Let both sum VRRPv3 alike: keepalived v3_checksum_as_v2, FRR checksum-with-ipv4-pseudoheader.';
    case 'destination-mismatch':
      return 'Let both nodes use the same group (vrrp_mcast_group4, mcast_dst_ip) or both unicast_peer.';
    case 'bad-ttl':
      return 'Advertisements must arrive with TTL 255: remove what routes or rewrites them between the nodes.';
    case 'sender-stalled':
      return `Find what stopped ${hosts}: snapshots, live migration, CPU steal, a frozen disk.`;
    default:
      return (
        `On ${hosts}: is IP protocol 112${destination === undefined ? '' : ` to ${destination}`} dropped? ` +
        `nft list ruleset; ${tcpdumpCommand(virtualRouter)} (it taps before the firewall: if the advertisements arrive there, ` +
        'the host drops them, else the network does; then look at IGMP snooping without a querier, port filters and cloud security groups).'
      );
  }
}
