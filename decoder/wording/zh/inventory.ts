import type { inventory as english } from '../en/inventory.ts';
import { counted, list, text } from './text.ts';

const STATES = {
  'one-master': '有唯一主用',
  'two-masters': '双主',
  handover: '正在切换',
  nobody: '无主用',
  silent: '静默',
};

export const inventory: typeof english = {
  found: ({ virtualRouters, segments, states }) => {
    const all = `${segments === 1 ? '' : `${segments} 个网段上共有 `}${counted(virtualRouters, '个虚拟路由器')}`;
    const [first, ...others] = states;
    if (first === undefined) return all;
    if (others.length === 0) return `${all}，${virtualRouters === 1 ? '' : '均'}${STATES[first.state]}`;
    return `${all}：${states.map(({ state, count }) => `${count} 个${STATES[state]}`).join('，')}`;
  },

  columns: {
    vrid: 'VRID',
    where: '位置',
    version: '版本',
    priority: '优先级',
    interval: '间隔',
    authentication: '认证',
    router: '路由器',
    master: '主用时间',
    addresses: '虚拟地址',
  },
  untagged: '无 VLAN 标签',
  nobody: '无主用',
  fromStart: '抓包开始时已是',
  since: (time) => `自 ${time}`,
  until: (time) => `至 ${time}`,
  never: '从未',
  settings: ({ interval, authentication }) => text`间隔${interval}，认证 ${authentication}`,
  moreRouters: (count) => `+${count} 个`,

  trouble: {
    twoMasters: (since) => `自 ${since} 起双主`,
    handover: (since) => `自 ${since} 起双主，直到抓包结束：可能正在切换`,
    resigned: (router) => text`${router}主动退出后无人接替`,
    yielded: (router) => text`${router}让位后无人接替`,
    silent: (router) => text`${router}静默后无人接替`,
    unheard: '没有听到主用',
    collision: ({ vrid, others }) => text`VRID ${vrid} 也被另一个集群使用：${list(others, 3)}`,
    conflicts: (codes) => `冲突（见报告中的说明）：${codes.join('、')}`,
  },
  cluster: ({ addresses, speakers }) => (speakers.length === 0 ? addresses : `${addresses}（${list(speakers, 3)}）`),

  free: ({ family, ranges }) =>
    ranges.length === 0 ? `${family} 没有空闲的 VRID。` : `空闲 VRID（${family}）：${ranges.join('、')}`,
  freeMeans: (observed) => text`空闲指在${observed}内没有听到。没有存活主用的虚拟路由器是听不到的。`,
  neighbour: ({ protocol, group, speakers, packets }) =>
    `${protocol} ${group}：${speakers}（${counted(packets, '个数据包')}）`,
  neighbourTaking: ({ protocol, group, speakers, packets }) =>
    `${protocol} ${group}：${speakers}（${counted(packets, '个数据包')}）；IPv4 VRID ${group} 会使用相同的虚拟 MAC`,
};
