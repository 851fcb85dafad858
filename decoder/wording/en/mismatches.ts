import type { AuthenticationType } from '../../report.ts';
import type { Nanos } from '../../time.ts';
import type { FindingWords, Subject } from '../finding-words.ts';
import { configured, describe, duration, list, sentences } from './text.ts';

interface Differ {
  virtualRouter: Subject;
  code: keyof typeof advice;
  routers: readonly string[];
  /** In sentences, what each sends. */
  differences: string;
  /** Receivers adopt the master's setting. */
  isHarmless: boolean;
  /** How long, if they were made alike again. */
  lasted: Nanos | null;
}

/** What each router sends, as `each` strings it together. */
interface Sender {
  src: string;
}

/** By code. */
const advice = {
  'version-mismatch': 'Set the same vrrp_version on all nodes.',
  'authentication-mismatch': 'Set the same auth_type and auth_pass on all nodes.',
  'interval-mismatch': 'Set the same advert_int on all nodes.',
  'address-mismatch': 'Set the same virtual_ipaddress list on all nodes.',
  'checksum-form-mismatch':
    'Let all nodes sum VRRPv3 alike: v3_checksum_as_v2 of keepalived 2.2.8 and later, checksum-with-ipv4-pseudoheader of FRR.',
  'destination-mismatch': 'Use one group, or unicast peers, on all nodes.',
};

const settings: Record<keyof typeof advice, string> = {
  'version-mismatch': 'VRRP versions',
  'authentication-mismatch': 'authentication',
  'interval-mismatch': 'intervals',
  'address-mismatch': 'address lists',
  'checksum-form-mismatch': 'checksum forms',
  'destination-mismatch': 'destinations',
};

/** What comes of it as soon as both run. */
const effects: Record<keyof typeof advice, string> = {
  'version-mismatch': "Each discards the other's advertisements: as soon as both run, both are master.",
  'authentication-mismatch': "Each discards the other's advertisements: as soon as both run, both are master.",
  'interval-mismatch': 'VRRPv2 discards advertisements with another interval: as soon as both run, both are master.',
  'address-mismatch':
    'keepalived before 2.3.3 discards advertisements with another list: as soon as both run, both are master. Later ones and FRR accept them, and the addresses that one node lacks have no owner while it is master.',
  'checksum-form-mismatch':
    "A node that does not accept the other's form discards its advertisements: as soon as both run, both are master.",
  'destination-mismatch': 'What the one sends does not get to the other: as soon as both run, both are master.',
};

const authentications: Record<AuthenticationType, string> = {
  none: 'no authentication',
  simple: 'a password in clear text (auth_type PASS)',
  ah: 'auth_type AH',
  md5: 'MD5 authentication',
  hmac: 'auth_hmac',
  unknown: 'an unknown kind of authentication',
};

/** Settings that differ. */
export const mismatches = {
  advice,
  differ: ({ virtualRouter, code, routers, differences, isHarmless, lasted }: Differ): FindingWords => ({
    title: `${list(routers)} advertise ${describe(virtualRouter)} with different ${settings[code]}`,
    explanation: sentences(
      differences,
      isHarmless
        ? "VRRPv3 backups adopt the master's interval, so this works, but failover takes longer or shorter depending on who is master."
        : effects[code],
      lasted === null ? '' : `That was so for ${duration(lasted)}; since then they are alike.`,
    ),
    advice: advice[code],
  }),

  each: (phrases: readonly string[]) => `${list(phrases)}.`,
  eachDiscards: (differences: string) => sentences(differences, "Each discards the other's advertisements."),
  badTtl: 'Advertisements of one side arrive with a TTL other than 255 and are discarded.',
  badChecksum: 'Advertisements of one side have a wrong checksum and are discarded.',

  version: ({ src, version }: Sender & { version: number }) => `${src} speaks VRRPv${version}`,
  authentication: ({ src, authentication }: Sender & { authentication: AuthenticationType }) =>
    `${src} uses ${authentications[authentication]}`,
  password: ({ src, password }: Sender & { password: string | null }) =>
    `${src} sends the password ${JSON.stringify(password ?? '')}`,
  hiddenPasswords: (routers: readonly string[]) =>
    `${list(routers)} sign their advertisements with passwords that no packet holds, and one keeps still while the other advertises, as keepalived's masters do that reject each other: most likely the passwords differ.`,
  differentPasswords: (routers: readonly string[]) => `${list(routers)} send different passwords.`,
  interval: ({ src, interval }: Sender & { interval: Nanos }) =>
    `${src} advertises an interval of ${configured(interval)}`,
  addresses: ({ src, addresses }: Sender & { addresses: readonly string[] }) =>
    `${src} advertises ${list(addresses) || 'no addresses'}`,
  checksumForm: ({ src, checksum }: Sender & { checksum: string }) =>
    `${src} sums ${checksum === 'no-pseudo-header' ? 'without' : 'with'} pseudo-header`,
  destination: ({ src, dst }: Sender & { dst: string }) => `${src} sends to ${dst}`,
};
