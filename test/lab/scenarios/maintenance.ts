import { configure, nodeNamed, pair } from '../cluster.ts';
import type { Scenario } from '../scenario.ts';

/** What operators do on purpose; nothing here deserves an alarm, except where a check fails. */
export const maintenance: Scenario[] = [
  {
    name: 'steady',
    shows: 'nothing happens: one master, periodic announcement refreshes, everyday traffic',
    nearMissOf: [
      'announcement-storm',
      'priority-change',
      'other-protocol',
      'duplicate-packets',
      'history-folded',
      'cleartext-password',
    ],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw);
      for (const node of cluster.nodes) node.globals.push(`vrrp_garp_master_refresh ${draw.integer(4, 9)}`);
      return cluster;
    },
    play: (stage) => stage.chatter(stage.draw.seconds(25, 35)),
    expects: () => ({}),
  },
  {
    name: 'planned-maintenance',
    shows: 'the master is stopped (SIGTERM) and started again; it preempts',
    proves: ['planned-handover'],
    nearMissOf: ['failover', 'no-master'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw, { version: draw.pick(2, 3) }),
    async play(stage) {
      stage.terminate('lb01');
      await stage.intervals(7);
      await stage.restart('lb01');
      await stage.until('lb01', 'MASTER');
      await stage.intervals(6);
    },
    expects: () => ({}),
  },
  {
    name: 'nopreempt',
    shows: 'a nopreempt pair: the returning superior node stays backup until the other is stopped',
    proves: ['planned-handover'],
    nearMissOf: ['nopreempt-takeover'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw);
      configure(cluster, (instance) => instance.lines.push('nopreempt'));
      return cluster;
    },
    async play(stage) {
      stage.terminate('lb01');
      await stage.intervals(6);
      await stage.restart('lb01');
      await stage.intervals(8);
      stage.terminate('lb02');
      await stage.intervals(6);
    },
    expects: () => ({}),
  },
  {
    name: 'preempt-delay',
    shows: 'the returning superior node waits its preempt_delay before it takes over',
    proves: ['planned-handover'],
    nearMissOf: ['nopreempt-takeover'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw);
      configure(cluster, (instance) => instance.lines.push(`preempt_delay ${draw.integer(5, 8)}`));
      return cluster;
    },
    async play(stage) {
      stage.terminate('lb01');
      await stage.intervals(6);
      await stage.restart('lb01');
      await stage.until('lb01', 'MASTER');
      await stage.intervals(6);
    },
    expects: () => ({}),
  },
  {
    name: 'reload',
    shows: 'SIGHUP: an extra advertisement, identification back to 1, no failover',
    proves: ['configuration-reloaded'],
    nearMissOf: ['process-restarted', 'failover'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw),
    async play(stage) {
      stage.reload('lb01');
      await stage.intervals(7);
      stage.reload('lb02');
      await stage.intervals(4);
      stage.reload('lb01');
      await stage.intervals(6);
    },
    expects: () => ({}),
  },
  {
    name: 'track-script-failover',
    shows: 'a track_script lowers the priority below the peer, which takes over; later the priority returns',
    proves: ['failover'],
    nearMissOf: ['priority-drop-too-small'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw);
      nodeNamed(cluster, 'lb01').scripts.push({ name: 'chk_web', weight: -200 });
      return cluster;
    },
    async play(stage) {
      await stage.failScript('lb01', 'chk_web', stage.draw.seconds(10, 13));
      await stage.until('lb01', 'MASTER');
      await stage.intervals(6);
    },
    expects: () => ({}),
  },
  {
    name: 'track-script-weight-too-small',
    shows: 'a track_script lowers the priority, but not below the peer: no failover',
    proves: ['priority-drop-too-small'],
    nearMissOf: ['failover'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw);
      nodeNamed(cluster, 'lb01').scripts.push({ name: 'chk_web', weight: -draw.integer(2, 12) });
      return cluster;
    },
    async play(stage) {
      // The peer is master for a moment, so that a report can know its priority.
      stage.terminate('lb01');
      await stage.intervals(5);
      await stage.restart('lb01');
      await stage.until('lb01', 'MASTER');
      await stage.intervals(4);
      await stage.failScript('lb01', 'chk_web', stage.draw.seconds(9, 12));
      await stage.intervals(5);
    },
    expects: () => ({}),
  },
  {
    name: 'fault-script',
    shows: 'a track_script of weight 0 fails: FAULT, two priority-0 advertisements at once',
    proves: ['failover'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw);
      nodeNamed(cluster, 'lb01').scripts.push({ name: 'chk_web', weight: 0 });
      return cluster;
    },
    async play(stage) {
      await stage.failScript('lb01', 'chk_web', stage.draw.seconds(8, 11));
      await stage.until('lb01', 'MASTER');
      await stage.intervals(6);
    },
    expects: () => ({ allowed: ['fault'] }),
  },
];
