import { type Cluster, configure, nodeNamed, pair, routers } from '../cluster.ts';
import type { Draw } from '../draw.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';

async function stopAndReturn(stage: Stage): Promise<void> {
  stage.terminate('lb01');
  await stage.intervals(6);
  await stage.restart('lb01');
  await stage.until('lb01', 'MASTER');
  await stage.intervals(5);
}

/** Three nodes, of which the last is brought up later, with the highest priority. */
function withLatecomer(draw: Draw): Cluster {
  const cluster = pair(draw, { nodes: 3 });
  for (const instance of nodeNamed(cluster, 'lb03').instances) instance.priority = 250;
  return cluster;
}

async function latecomer(stage: Stage): Promise<void> {
  await stage.start('lb01', 'lb02');
  await stage.until('lb01', 'MASTER');
  await stage.intervals(4);
  await stage.start('lb03');
  await stage.until('lb03', 'MASTER');
  await stage.intervals(6);
}

/** What the nodes' own files show: which `--config` adds to the packets. */
export const configured: Scenario[] = [
  {
    name: 'node-without-configuration',
    shows: 'a third node takes over whose configuration nobody has',
    provesWithFiles: ['rogue-router'],
    captureFrom: 'start',
    cluster: withLatecomer,
    play: latecomer,
    expects: () => ({ filesOf: ['lb01', 'lb02'] }),
  },
  {
    name: 'all-configurations',
    shows: 'the same, and all configurations are at hand, which name the addresses that they send from',
    nearMissOf: ['rogue-router', 'config-unmatched', 'config-unknown-keyword'],
    captureFrom: 'start',
    cluster: (draw) => {
      const cluster = withLatecomer(draw);
      configure(cluster, (instance, node) => instance.lines.push(`mcast_src_ip ${node.interfaces[0]?.address}`));
      return cluster;
    },
    play: latecomer,
    expects: () => ({}),
  },
  {
    name: 'configured-and-not-running',
    shows: 'a virtual router is configured on both nodes whose interface nobody captures',
    provesWithFiles: ['config-unmatched'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw),
    async play(stage) {
      await stage.intervals(6);
      const block = (text: string) => {
        const [one = ''] = /^vrrp_instance .*?^}/ms.exec(text) ?? [];
        return one
          .replace(/VI_\d+/, 'VI_new')
          .replace(/(virtual_router_id) (\d+)/, (_, key, vrid) => `${key} ${(vrid % 255) + 1}`);
      };
      for (const name of ['lb01', 'lb02']) stage.rewrite(name, (text) => `${text}\n${block(text)}\n`);
    },
    expects: () => ({}),
  },
  {
    name: 'written-and-not-reloaded',
    shows: "the master's file says another priority than it was started with: nobody reloaded it",
    provesWithFiles: ['config-difference'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw),
    async play(stage) {
      await stopAndReturn(stage);
      stage.rewrite('lb01', (text) => text.replace(/^( *priority) \d+$/m, '$1 250'));
    },
    expects: () => ({}),
  },
  {
    name: 'written-and-reloaded',
    shows: "the master's priority is changed in its file, and it is reloaded",
    proves: ['priority-change'],
    nearMissOf: ['config-difference', 'rogue-router', 'failover'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw),
    async play(stage) {
      await stopAndReturn(stage);
      stage.changePriority('lb01', 3);
      await stage.intervals(6);
    },
    expects: () => ({}),
  },
  {
    name: 'keyword-misspelt',
    shows: 'noprempt, with one e too few: keepalived goes on without it, and the returning node preempts',
    provesWithFiles: ['config-unknown-keyword'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw);
      configure(cluster, (instance) => instance.lines.push('noprempt'));
      return cluster;
    },
    play: stopAndReturn,
    expects: () => ({}),
  },
  {
    name: 'nopreempt-of-a-master',
    shows: 'nopreempt with state MASTER, which keepalived takes back: the returning node preempts',
    provesWithFiles: ['config-mistake'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw);
      configure(cluster, (instance) => instance.lines.push('nopreempt'));
      configure(
        cluster,
        (instance) => {
          instance.state = 'MASTER';
        },
        'lb01',
      );
      return cluster;
    },
    play: stopAndReturn,
    expects: () => ({}),
  },
  {
    name: 'priority-raised',
    shows: 'a track_script that begins to succeed raises the priority of the master',
    proves: ['priority-change'],
    nearMissOf: ['priority-drop-too-small', 'config-mistake'],
    captureFrom: 'start',
    cluster: (draw) => {
      const cluster = pair(draw);
      for (const node of routers(cluster)) {
        for (const instance of node.instances) instance.priority = node.name === 'lb01' ? 120 : 90;
        node.scripts.push({ name: 'chk_web', weight: 60 });
      }
      return cluster;
    },
    async play(stage) {
      const failing = Promise.all([
        stage.failScript('lb01', 'chk_web', 9 + stage.draw.fraction()),
        stage.failScript('lb02', 'chk_web', 12),
      ]);
      await stage.start();
      await failing;
      await stage.intervals(6);
    },
    expects: () => ({}),
  },
  {
    name: 'logs-of-many-handovers',
    shows: 'both nodes are stopped and started by turns: their logs fit one clock only, and no honest one contradicts',
    provesFalsified: ['log-disagreement'],
    nearMissOf: ['log-disagreement'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw),
    async play(stage) {
      for (let turn = 0; turn < 3; turn++) await stopAndReturn(stage);
    },
    expects: () => ({ allowed: ['flapping'] }),
  },
];
