import type { AuthenticationType } from '../../report.ts';
import type { mismatches as english } from '../en/mismatches.ts';
import { clauses, configured, describe, duration, list, sentences, text } from './text.ts';

const advice: (typeof english)['advice'] = {
  'version-mismatch': '在所有节点上配置相同的 vrrp_version。',
  'authentication-mismatch': '在所有节点上配置相同的 auth_type 和 auth_pass。',
  'interval-mismatch': '在所有节点上配置相同的 advert_int。',
  'address-mismatch': '在所有节点上配置相同的 virtual_ipaddress 列表。',
  'checksum-form-mismatch':
    '让所有节点以相同方式计算 VRRPv3 校验和：keepalived 2.2.8 及以上版本用 v3_checksum_as_v2，FRR 用 checksum-with-ipv4-pseudoheader。',
  'destination-mismatch': '让所有节点使用同一个组播组，或都使用单播对端。',
};

const NAMES: (typeof english)['advice'] = {
  'version-mismatch': 'VRRP 版本不一致',
  'authentication-mismatch': '认证不一致',
  'interval-mismatch': '通告间隔不一致',
  'address-mismatch': '地址列表不一致',
  'checksum-form-mismatch': '校验和形式不一致',
  'destination-mismatch': '目的地址不一致',
};

const effects: (typeof english)['advice'] = {
  'version-mismatch': '双方都丢弃对方的通告：一旦同时运行，双方都会是主用。',
  'authentication-mismatch': '双方都丢弃对方的通告：一旦同时运行，双方都会是主用。',
  'interval-mismatch': 'VRRPv2 会丢弃通告间隔不同的通告：一旦同时运行，双方都会是主用。',
  'address-mismatch':
    'keepalived 在 2.3.3 之前会丢弃地址列表不同的通告：一旦同时运行，双方都会是主用。更新的版本和 FRR 会接受，但某个节点为主用时，它所缺少的地址无人持有。',
  'checksum-form-mismatch': '不接受对方校验和形式的一方会丢弃其通告：一旦同时运行，双方都会是主用。',
  'destination-mismatch': '一方发送的通告到不了另一方：一旦同时运行，双方都会是主用。',
};

const authentications: Record<AuthenticationType, string> = {
  none: '不使用认证',
  simple: '使用明文密码（auth_type PASS）',
  ah: '使用 auth_type AH',
  md5: '使用 MD5 认证',
  hmac: '使用 auth_hmac',
  unknown: '使用未知的认证',
};

export const mismatches: typeof english = {
  advice,
  differ: ({ virtualRouter, code, routers, differences, isHarmless, lasted }) => ({
    title: text`${describe(virtualRouter)}的${list(routers)}：${NAMES[code]}`,
    explanation: sentences(
      differences,
      isHarmless ? 'VRRPv3 的备用会采用主用的通告间隔，因此可以工作，但切换所需的时间取决于谁是主用。' : effects[code],
      lasted === null ? '' : text`这种情况持续了${duration(lasted)}，此后双方一致。`,
    ),
    advice: advice[code],
  }),

  each: (phrases) => `${clauses(phrases)}。`,
  eachDiscards: (differences) => sentences(differences, '双方都丢弃对方的通告。'),
  badTtl: '其中一方的通告到达时 TTL 不是 255，因而被丢弃。',
  badChecksum: '其中一方的通告校验和错误，因而被丢弃。',

  version: ({ src, version }) => text`${src}使用 VRRPv${version}`,
  authentication: ({ src, authentication }) => text`${src}${authentications[authentication]}`,
  password: ({ src, password }) => text`${src}发送的密码为 ${JSON.stringify(password ?? '')}`,
  hiddenPasswords: (routers) =>
    text`${list(routers)}用密码签署通告，密码本身不在任何数据包里；一方发送通告时另一方便停发，keepalived 的主用在互相拒绝时正是如此：密码很可能不同。`,
  differentPasswords: (routers) => text`${list(routers)}发送的密码不同。`,
  interval: ({ src, interval }) => text`${src}的通告间隔为${configured(interval)}`,
  addresses: ({ src, addresses }) => text`${src}通告的地址为${list(addresses) || '空'}`,
  checksumForm: ({ src, checksum }) =>
    text`${src}计算校验和时${checksum === 'no-pseudo-header' ? '不含' : '包含'}伪首部`,
  destination: ({ src, dst }) => text`${src}发往${dst}`,
};
