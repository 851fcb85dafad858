import { nodeNamed, pair } from '../cluster.ts';
import type { Scenario } from '../scenario.ts';

/** A master whose backup does not run: what befalls it is not hidden by a takeover. */
export const alone: Scenario[] = [
  {
    name: 'fault-alone',
    shows: 'a track_script of weight 0 fails for a moment and no backup runs: FAULT, and nobody takes over',
    proves: ['fault'],
    nearMissOf: ['failover'],
    captureFrom: 'start',
    cluster: (draw) => {
      const cluster = pair(draw, { interval: 2 });
      nodeNamed(cluster, 'lb01').scripts.push({ name: 'chk_web', weight: 0 });
      return cluster;
    },
    async play(stage) {
      await stage.start('lb01');
      await stage.until('lb01', 'MASTER');
      await stage.intervals(4);
      await stage.failScript('lb01', 'chk_web', 1.2);
      await stage.until('lb01', 'MASTER');
      await stage.intervals(5);
    },
    expects: () => ({}),
  },
  {
    name: 'restarted-alone',
    shows: 'keepalived is stopped and started again at once where no backup runs: one priority 0, no FAULT',
    proves: ['planned-handover'],
    nearMissOf: ['fault', 'process-restarted', 'failover'],
    captureFrom: 'start',
    cluster: (draw) => pair(draw),
    async play(stage) {
      await stage.start('lb01');
      await stage.until('lb01', 'MASTER');
      await stage.intervals(4);
      stage.terminate('lb01');
      await stage.intervals(2);
      await stage.restart('lb01');
      await stage.until('lb01', 'MASTER');
      await stage.intervals(5);
    },
    expects: () => ({ allowed: ['no-master'] }),
  },
  {
    name: 'respawned-alone',
    shows: 'the VRRP child is killed where no backup runs, and the parent starts it again',
    proves: ['process-restarted'],
    nearMissOf: ['sender-stalled', 'configuration-reloaded', 'planned-handover', 'advertisements-lost'],
    captureFrom: 'start',
    cluster: (draw) => pair(draw),
    async play(stage) {
      await stage.start('lb01');
      await stage.until('lb01', 'MASTER');
      await stage.intervals(5);
      stage.killChild('lb01');
      await stage.intervals(8);
    },
    expects: () => ({ allowed: ['no-master', 'near-failover'] }),
  },
];
