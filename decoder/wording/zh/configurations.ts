import type {
  ConfiguredSetting,
  configurations as english,
  configurationParts as englishParts,
} from '../en/configurations.ts';
import { clauses, describe, list, sentences, text } from './text.ts';

const effects: Record<ConfiguredSetting, string> = {
  version: '双方都丢弃对方的通告：会同时为主用。',
  advert_int: 'VRRPv2 会丢弃通告间隔不同的通告：双方会同时为主用。',
  auth_type: '双方都丢弃对方的通告：会同时为主用。',
  auth_pass: '双方都丢弃对方的通告：会同时为主用。只有前 8 个字符有效。',
  virtual_ipaddress:
    '某个节点为主用时，它所缺少的地址没有持有者。keepalived 在 2.3.3 之前还会丢弃地址列表不同的通告：那样双方会同时为主用。',
  unicast_peer: '单播与组播互相听不到：双方会同时为主用。',
  mcast_dst_ip: '监听另一个组播组的节点什么也听不到：双方会同时为主用。',
  vrrp_sync_group: '某个成员失败时，一个节点会切换全部成员，另一个只等待其中一部分：组会分裂，或者停在原处。',
  priority: '由较高的 IP 地址决定谁是主用，每次启动都是如此。',
};

export const configurations: typeof english = {
  'config-difference': {
    nodes: ({ virtualRouter, setting, said }) => ({
      title: text`${list(said.map(({ name }) => name))}对${describe(virtualRouter)}的配置不一致：${setting}`,
      explanation: sentences(text`${toldBy(said)}。`, effects[setting]),
      advice: text`在所有节点上配置相同的 ${setting}，检查后重新加载：keepalived --config-test; systemctl reload keepalived`,
    }),
    harmlessInterval: ({ virtualRouter, said }) => ({
      title: text`${list(said.map(({ name }) => name))}对${describe(virtualRouter)}的配置不一致：advert_int`,
      explanation: text`${toldBy(said)}。VRRPv3 的备用会采用主用的通告间隔，因此可以工作，但切换所需的时间取决于谁是主用。`,
      advice: '在所有节点上配置相同的 advert_int。',
    }),
    equalPriorities: ({ virtualRouter, said }) => ({
      title: text`${list(said.map(({ name }) => name))}对${describe(virtualRouter)}配置了相同的优先级`,
      explanation: sentences(text`${toldBy(said)}。`, effects.priority),
      advice: '如果由谁担任主用很重要，请为每个节点配置不同的优先级。',
    }),
    peers: ({ virtualRouter, name, place, missing }) => ({
      title: text`${name}的${describe(virtualRouter)}的 unicast_peer 中没有${list(missing)}`,
      explanation: text`${name}（${place}）只向其 unicast_peer 列表发送${describe(virtualRouter)}的通告，而${list(missing)}不在其中：通告永远到不了那里，该节点也会成为主用。`,
      advice: text`在${name}上把${list(missing)}加入 unicast_peer：每个节点都要列出所有其他节点。`,
    }),
    wire: ({ virtualRouter, setting, sent }) => ({
      title: text`${list(sent.map(({ name }) => name))}通告的${describe(virtualRouter)}与配置不符：${setting}`,
      explanation: sentences(
        ...sent.map(
          ({ name, place, configured, router, sent: value }) =>
            text`${name}的${place}中为${configured}，而${router}发送的是${value}。`,
        ),
        '那里的 keepalived 运行的并不是这份文件：修改之后没有重新加载，或者它读取的是另一份文件。',
        ...sent
          .filter(({ isLikely }) => isLikely)
          .map(({ name, router }) => text`仅因优先级相符，才认为${router}就是${name}。`),
      ),
      advice:
        '将文件与实际运行的配置对照，然后重新加载：systemctl status keepalived; kill -USR1 $(cat /run/keepalived.pid); less /tmp/keepalived.data',
    }),
  },

  'config-unknown-keyword': ({ keyword, names, places, block, meant }) => ({
    title: text`${list(names)}：keepalived 不认识 ${keyword}${meant === null ? '' : text`，可能是想写 ${meant}`}`,
    explanation: sentences(
      text`${keyword}（${list(places, 4)}）${block === '' ? '在所有块之外' : text`在 ${block} 中`}不是关键字。keepalived 启动时会把这一点写进日志，然后忽略这一行。`,
      meant === 'nopreempt'
        ? '因此它会抢占：优先级更高的节点一恢复就会夺回主用。'
        : '这一行本来要设置的内容保持默认值。',
    ),
    advice: '改正这一行，检查后重新加载：keepalived --config-test; systemctl reload keepalived',
  }),

  'config-mistake': {
    nopreempt: ({ virtualRouter, name, instance, place }) => ({
      title: text`${name}：state MASTER 时 nopreempt 不起作用`,
      explanation: text`${name}上的 ${instance}（${place}）既配置了 nopreempt，又以 MASTER 开始。这时 keepalived 会清除 nopreempt：只要优先级更高，${name}一恢复就会夺回${describe(virtualRouter)}。`,
      advice: '在所有节点上配置 state BACKUP；由优先级决定谁成为主用。',
    }),
    preemptDelay: ({ virtualRouter, name, instance, place, because }) => ({
      title: text`${name}：preempt_delay 不起作用`,
      explanation: sentences(
        text`${name}上的 ${instance}（${place}）为${describe(virtualRouter)}配置了 preempt_delay，但 keepalived 会清除它。`,
        because === 'nopreempt'
          ? '配置了 nopreempt 就从不抢占，也就没有什么可延迟的。'
          : because === 'MASTER'
            ? 'state MASTER 时，Master_Down_Interval 一结束就会抢占。'
            : '严格模式下没有延迟。',
      ),
      advice:
        because === 'nopreempt'
          ? '两者只能选其一。'
          : because === 'MASTER'
            ? '在所有节点上配置 state BACKUP；由优先级决定谁成为主用。'
            : '去掉 vrrp_strict 或 preempt_delay。',
    }),
    weights: ({ virtualRouter, name, healthy, failed, tracked, others, nobodyPreempts }) => {
      const rivals = list(others.map((other) => `${other.name} ${other.priority}`));
      return {
        title: nobodyPreempts
          ? text`${name}上的检查失败时不会切换：其他节点配置了 nopreempt`
          : text`${name}上的检查失败时不会切换：优先级 ${failed} 并不低于 ${rivals}`,
        explanation: sentences(
          text`在${name}上，${trackedList(tracked)}最多能把${describe(virtualRouter)}的优先级从 ${healthy} 降到 ${failed}；其他节点为：${rivals}。`,
          nobodyPreempts
            ? '配置了 nopreempt 的备用不会取代仍在运行的主用，无论其优先级如何。'
            : '备用只会取代优先级比自己低的主用，因此主用仍留在检查失败的节点上。',
        ),
        advice: nobodyPreempts
          ? '去掉权重：这样失败时实例会进入 FAULT，nopreempt 就没有影响。'
          : '让权重之和大于优先级之差，或者去掉权重：这样失败时实例会进入 FAULT。',
      };
    },
    ignoredWeights: ({ virtualRouter, name, instance, tracked, syncGroup }) => ({
      title: text`${name}：${instance} 的权重不起作用`,
      explanation: sentences(
        text`${trackedList(tracked)}不能改变${describe(virtualRouter)}的优先级。`,
        syncGroup === null
          ? '它的优先级为 255，keepalived 从不改变它，那里也不跟踪带权重的对象。'
          : text`${instance} 是 vrrp_sync_group ${syncGroup} 的成员，keepalived 在其中忽略权重：根本不会为它运行这样的脚本。`,
      ),
      advice:
        syncGroup === null
          ? '为它配置低于 255 的优先级。'
          : '在 vrrp_sync_group 中不带权重地跟踪它，或在那里配置 sync_group_tracking_weight。',
    }),
    undefinedTrack: ({ virtualRouter, name, instance, place, keyword, tracked }) => ({
      title: text`${name}：在 ${instance} 之前没有定义 ${keyword} ${tracked}`,
      explanation: text`${name}上的 ${instance}（${place}）跟踪 ${tracked}，但此前没有定义它。keepalived 会忽略这一行：该检查失败时，${describe(virtualRouter)}不会切换。`,
      advice: text`在实例之前定义 ${tracked}，然后检查：keepalived --config-test`,
    }),
    twice: ({ name, vrid, interface: where, instances }) => ({
      title: text`${name}在 ${where} 上两次使用 VRID ${vrid}`,
      explanation: text`${list(instances.map(({ instance, place }) => `${instance}（${place}）`))}在 ${where} 上的 virtual_router_id 都是 ${vrid}。它们的通告无法区分；keepalived 会拒绝启动。`,
      advice: '在所有节点上为其中一个换用另一个 virtual_router_id。',
    }),
  },

  'rogue-router': ({ virtualRouter, routers, names, free, isAlone }) => ({
    title: text`${list(routers.map(({ address }) => address))}在通告${describe(virtualRouter)}，但与给出的任何配置都不符`,
    explanation: sentences(
      text`${list(names)}配置了它；而${list(routers.map(({ address, priority }) => `${address}（优先级 ${priority}）`))}也在通告它。`,
      free.length > 0 ? text`它可能是${list(free)}，只是优先级与文件不同。` : '',
      isAlone ? '只给出了它的一份配置：它可能就是另一个节点。' : '',
    ),
    advice: isAlone
      ? '请给出所有节点的配置：--config NAME=keepalived.conf'
      : sentences(
          free.length > 0
            ? text`在${list(free)}上查看该地址是否在那里（ip addr）；如果在，请用 --names HOSTS 写明。`
            : '',
          '否则根据 MAC 找出那是哪台机器：ip neigh show; bridge fdb show; show mac address-table',
        ),
  }),

  'config-unmatched': {
    strangers: ({ virtualRouters }) => ({
      title: text`${virtualRouters.length}个虚拟路由器不在任何配置中`,
      explanation: text`在此听到了${list(virtualRouters.map(describe), 5)}，但所给的配置中都没有。`,
      advice: '在共享网段上，那是别人的路由器。不要使用它们的 VRID。',
    }),
    silent: ({ instances }) => ({
      title: text`${instances.length}个已配置的实例没有听到`,
      explanation: text`在这份抓包中，没有路由器通告${list(
        instances.map(({ name, instance, vrid }) => text`${name}的 ${instance}（VRID ${vrid}）`),
        5,
      )}。`,
      advice:
        '是否在它们的网段上抓包，它们的通告（组播或单播）是否经过抓包点？如果是，则 keepalived 没有运行它们，或在每个节点上都处于 FAULT：systemctl status keepalived; journalctl -u keepalived',
    }),
    unclear: ({ virtualRouter, routers, names }) => ({
      title: text`${list(names)}的配置与${list(routers)}同样相符`,
      explanation: text`无法判断${describe(virtualRouter)}中谁是谁：这些配置都没有写明自己的地址。因此只在配置之间比较，没有与这些通告比较。`,
      advice: '请写明地址：在配置中使用 mcast_src_ip，或用 --names HOSTS 给出相同的名称。',
    }),
  },
};

function toldBy(said: readonly { name: string; place: string; value: string }[]): string {
  return clauses(said.map(({ name, place, value }) => text`${name}为${value}（${place}）`));
}

function trackedList(tracked: readonly { keyword: string; name: string; weight: number; place: string }[]): string {
  return list(tracked.map(({ keyword, name, weight, place }) => `${keyword} ${name} weight ${weight}（${place}）`));
}

export const configurationParts: typeof englishParts = {
  password: (number) => text`第 ${number} 个密码`,
  noSyncGroup: 'vrrp_sync_group：无',
};
