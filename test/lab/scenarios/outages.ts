import { nodeNamed, pair, routers } from '../cluster.ts';
import type { Scenario } from '../scenario.ts';

/** Times without any master, mastership that moves again and again, and one that is taken too early. */
export const outages: Scenario[] = [
  {
    name: 'all-nodes-stopped',
    shows: 'the backup is stopped, then the master: nobody has the address until one is started again',
    proves: ['no-master'],
    nearMissOf: ['failover', 'process-restarted'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw, { version: draw.pick(2, 3) }),
    async play(stage) {
      stage.terminate('lb02');
      await stage.intervals(2);
      stage.terminate('lb01');
      await stage.intervals(stage.draw.integer(6, 9));
      await stage.restart('lb01');
      await stage.until('lb01', 'MASTER');
      await stage.intervals(5);
    },
    expects: () => ({}),
  },
  {
    name: 'all-nodes-killed',
    shows: 'the backup is stopped, then the master is killed: nobody advertises to the end',
    proves: ['no-master'],
    nearMissOf: ['failover', 'near-failover'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw),
    async play(stage) {
      stage.terminate('lb02');
      await stage.intervals(3);
      stage.kill('lb01');
      await stage.chatter(8);
    },
    expects: () => ({}),
  },
  {
    name: 'checks-fail-everywhere',
    shows: 'a check of weight 0 fails on both nodes, as when what they check is down: FAULT, and nobody is left',
    proves: ['no-master'],
    nearMissOf: ['priority-drop-too-small', 'flapping'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw);
      for (const node of routers(cluster)) node.scripts.push({ name: 'chk_web', weight: 0 });
      return cluster;
    },
    async play(stage) {
      const seconds = stage.draw.seconds(10, 12);
      await Promise.all(['lb01', 'lb02'].map((name) => stage.failScript(name, 'chk_web', seconds)));
      await stage.until('lb01', 'MASTER');
      await stage.intervals(6);
    },
    expects: () => ({ allowed: ['failover', 'fault'] }),
  },
  {
    name: 'slowest-takeover',
    shows: 'the master is killed, and the backup has priority 1: its Master_Down_Interval is the longest there is',
    proves: ['failover'],
    nearMissOf: ['no-master'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw, { version: draw.pick(2, 3) });
      for (const instance of nodeNamed(cluster, 'lb02').instances) instance.priority = 1;
      return cluster;
    },
    async play(stage) {
      stage.kill('lb01');
      await stage.until('lb02', 'MASTER');
      await stage.intervals(6);
    },
    expects: () => ({}),
  },
  {
    name: 'flapping-check',
    shows: 'a check fails for some seconds, three times: mastership goes and comes back each time',
    proves: ['flapping'],
    nearMissOf: ['failover', 'priority-drop-too-small'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw, { version: draw.pick(2, 3) });
      nodeNamed(cluster, 'lb01').scripts.push({ name: 'chk_web', weight: -200 });
      return cluster;
    },
    async play(stage) {
      for (let times = 0; times < 3; times++) {
        await stage.failScript('lb01', 'chk_web', stage.draw.seconds(7, 8));
        await stage.until('lb01', 'MASTER');
        await stage.intervals(2);
      }
      await stage.intervals(4);
    },
    expects: () => ({}),
  },
  {
    name: 'flapping-pauses',
    shows: 'the master stands still for some seconds, three times, as a machine does whose snapshots are taken',
    proves: ['flapping'],
    nearMissOf: ['sender-stalled', 'failover'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw),
    async play(stage) {
      for (let times = 0; times < 3; times++) {
        await stage.pause('lb01', stage.draw.seconds(6, 7));
        await stage.until('lb01', 'MASTER');
        await stage.intervals(7);
      }
    },
    expects: () => ({}),
  },
  {
    name: 'maintained-twice',
    shows: 'the master is stopped and started again for maintenance, and once more: four moves within minutes',
    proves: ['planned-handover'],
    nearMissOf: ['flapping', 'failover'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw),
    async play(stage) {
      for (let times = 0; times < 2; times++) {
        stage.terminate('lb01');
        await stage.intervals(5);
        await stage.restart('lb01');
        await stage.until('lb01', 'MASTER');
        await stage.intervals(3);
      }
      await stage.intervals(4);
    },
    expects: () => ({}),
  },
  {
    name: 'failure-and-maintenance',
    shows:
      'the master is killed and started again, then stopped for maintenance and started again: one failure in four moves',
    proves: ['failover', 'planned-handover'],
    nearMissOf: ['flapping'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw),
    async play(stage) {
      stage.kill('lb01');
      await stage.until('lb02', 'MASTER');
      await stage.intervals(8);
      await stage.restart('lb01');
      await stage.until('lb01', 'MASTER');
      await stage.intervals(5);
      stage.terminate('lb01');
      await stage.intervals(5);
      await stage.restart('lb01');
      await stage.until('lb01', 'MASTER');
      await stage.intervals(6);
    },
    expects: () => ({}),
  },
  {
    name: 'deaf-takeover-then-kill',
    shows: 'the backup stops hearing the master and takes over while it lives; at that moment the master is killed',
    proves: ['usurpation'],
    nearMissOf: ['failover', 'split-brain'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw),
    async play(stage) {
      await stage.afterAdvertisement('lb01', 0.4);
      await stage.drop('to', 'lb01', 'behind-capture');
      await stage.drop('to', 'lb02', 'behind-capture');
      await stage.until('lb02', 'MASTER');
      stage.kill('lb01');
      await stage.intervals(9);
    },
    expects: () => ({}),
  },
];
