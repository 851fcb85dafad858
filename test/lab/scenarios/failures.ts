import { nodeNamed, pair } from '../cluster.ts';
import type { Scenario } from '../scenario.ts';

/** Machines and processes that die, stand still or lose their link. */
export const failures: Scenario[] = [
  {
    name: 'kill-9-address-left-behind',
    shows: 'keepalived killed with SIGKILL: silence, the address stays on its interface and is still answered for',
    proves: ['vip-held-by-non-master'],
    nearMissOf: ['address-conflict', 'planned-handover'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw, { version: draw.pick(2, 3) }),
    async play(stage) {
      stage.kill('lb01');
      await stage.until('lb02', 'MASTER');
      await stage.intervals(3);
      const address = nodeNamed(stage.cluster, 'lb01').instances[0]?.addresses[0] ?? '';
      await stage.ask(address, 4);
      await stage.intervals(5);
    },
    expects: () => ({ allowed: ['vip-unanswered'] }),
  },
  {
    name: 'kill-9',
    shows: 'keepalived killed with SIGKILL, nobody asks for the address; it is started again later',
    proves: ['failover'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw),
    async play(stage) {
      stage.kill('lb01');
      await stage.intervals(10);
      await stage.restart('lb01');
      await stage.until('lb01', 'MASTER');
      await stage.intervals(6);
    },
    expects: () => ({ allowed: ['vip-held-by-non-master', 'process-restarted'] }),
  },
  {
    name: 'respawn',
    shows: 'only the VRRP child is killed: the parent starts it again, the peer may be master for a moment',
    captureFrom: 'either',
    cluster: (draw) => pair(draw, { version: draw.pick(2, 3) }),
    async play(stage) {
      stage.killChild('lb01');
      await stage.intervals(2);
      await stage.until('lb01', 'MASTER');
      await stage.intervals(7);
    },
    expects: () => ({ allowed: ['failover', 'near-failover', 'no-master'] }),
  },
  {
    name: 'paused-machine',
    shows: 'the master stands still (SIGSTOP) long enough for a takeover, and goes on where it was',
    proves: ['sender-stalled'],
    nearMissOf: ['process-restarted'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw, { version: draw.pick(2, 3) }),
    async play(stage) {
      await stage.pause('lb01', stage.draw.seconds(7, 12));
      await stage.intervals(9);
    },
    expects: () => ({}),
  },
  {
    name: 'short-pause',
    shows: 'the master stands still for a little less than the Master_Down_Interval',
    nearMissOf: ['failover', 'no-master'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw),
    async play(stage) {
      await stage.afterAdvertisement('lb01', 0.4);
      await stage.pause('lb01', 2.3);
      await stage.intervals(6);
    },
    expects: () => ({ allowed: ['near-failover', 'sender-stalled'] }),
  },
  {
    name: 'link-down',
    shows: "the master's cable is pulled and put back",
    captureFrom: 'either',
    cluster: (draw) => pair(draw, { version: draw.pick(2, 3) }),
    async play(stage) {
      await stage.linkDown('lb01', stage.draw.seconds(8, 11));
      await stage.until('lb01', 'MASTER');
      await stage.intervals(6);
    },
    expects: () => ({ findings: ['failover or sender-stalled'] }),
  },
];
