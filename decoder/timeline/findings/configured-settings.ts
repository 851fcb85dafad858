import type { Instance } from '../../configuration/configuration.ts';
import type { Place } from '../../configuration/place.ts';
import type { VrrpMessage } from '../../message.ts';
import type { ConfiguredSetting } from '../../wording/en/configurations.ts';
import { isMulticast } from '../addresses.ts';
import type { NodeInstance } from '../match-routers.ts';

/** What nodes of a virtual router must agree in. */
export interface Setting {
  name: ConfiguredSetting;
  /** The finding that the packets raise for the same. */
  explains: string;
  /** Keywords that set it. */
  keywords: readonly string[];
  /** What nodes must agree in. */
  configured(instance: Instance): string;
  /** The same as an advertisement shows it; undefined where it does not. */
  sent?(message: VrrpMessage, instance: Instance): string | undefined;
  isSecret?: true;
  /** Compared only where these agree. */
  after?: ConfiguredSetting;
}

export const SETTINGS: readonly Setting[] = [
  {
    name: 'version',
    explains: 'version-mismatch',
    keywords: ['version'],
    configured: ({ version }) => `version ${version}`,
    sent: ({ version }) => `version ${version}`,
  },
  {
    name: 'auth_type',
    explains: 'authentication-mismatch',
    keywords: ['auth_type', 'authentication', 'auth_hmac'],
    configured: ({ authentication }) => AUTHENTICATION[authentication],
    sent: ({ authentication }) => (isConfigurable(authentication) ? AUTHENTICATION[authentication] : authentication),
  },
  {
    name: 'auth_pass',
    explains: 'authentication-mismatch',
    keywords: ['auth_pass', 'authentication'],
    configured: ({ authentication, password }) =>
      authentication === 'none' ? '' : `auth_pass ${JSON.stringify(password)}`,
    sent: ({ password }, { authentication }) =>
      password === null || authentication !== 'simple' ? undefined : `auth_pass ${JSON.stringify(password)}`,
    isSecret: true,
    after: 'auth_type',
  },
  {
    name: 'advert_int',
    explains: 'interval-mismatch',
    keywords: ['advert_int'],
    configured: ({ interval }) => `advert_int ${interval / 1e9}`,
    sent: ({ interval }) => `advert_int ${interval / 1e9}`,
  },
  {
    name: 'unicast_peer',
    explains: 'destination-mismatch',
    keywords: ['unicast_peer'],
    configured: ({ peers }) => (peers.length > 0 ? 'unicast_peer' : 'multicast'),
    sent: ({ dst }) => (isMulticast(dst) ? 'multicast' : 'unicast_peer'),
  },
  {
    name: 'mcast_dst_ip',
    after: 'unicast_peer',
    explains: 'destination-mismatch',
    keywords: ['mcast_dst_ip'],
    configured: ({ group }) => group ?? '',
    sent: ({ dst }, { group }) => (group === null || !isMulticast(dst) ? undefined : dst),
  },
  {
    name: 'virtual_ipaddress',
    explains: 'address-mismatch',
    keywords: ['virtual_ipaddress'],
    configured: ({ addresses }) => addressText(addresses),
    sent: ({ addresses }) => addressText(addresses),
  },
];

const AUTHENTICATION: Record<Instance['authentication'], string> = {
  none: 'no authentication',
  simple: 'auth_type PASS',
  ah: 'auth_type AH',
  hmac: 'auth_hmac',
};

function isConfigurable(authentication: string): authentication is Instance['authentication'] {
  return Object.hasOwn(AUTHENTICATION, authentication);
}

const NO_ADDRESSES = 'no addresses';
/** Values that say that there is none. */
export const NOTHING: ReadonlySet<string> = new Set([NO_ADDRESSES, AUTHENTICATION.none]);

/** Order means nothing to keepalived. */
function addressText(addresses: readonly string[]): string {
  return [...addresses].sort().join(', ') || NO_ADDRESSES;
}

/** Whether the files tell the value. */
export function isKnown({ instance }: NodeInstance, { keywords }: Pick<Setting, 'keywords'>): boolean {
  return keywords.every((keyword) => !instance.unread.has(keyword));
}

/** Where the first of the keywords is written; the instance where none is. */
export function placeOf(instance: Instance, keywords: readonly string[]): Place {
  return keywords.map((keyword) => instance.places.get(keyword)).find((one) => one !== undefined) ?? instance.place;
}

/** Whether nodes are configured differently. */
export function isDifferent(setting: Setting, nodes: readonly NodeInstance[]): boolean {
  const known = nodes.filter((node) => isKnown(node, setting));
  const values = new Set(known.map(({ instance }) => setting.configured(instance)));
  values.delete('');
  return values.size > 1;
}

/** What the node's router sends in place of what is configured; undefined where that is the same, or not to be seen. */
export function sentInstead(setting: Setting, node: NodeInstance): string | undefined {
  const message = node.router?.lastClaiming;
  const sent = message ? setting.sent?.(message, node.instance) : undefined;
  return sent === setting.configured(node.instance) || !isKnown(node, setting) ? undefined : sent;
}
