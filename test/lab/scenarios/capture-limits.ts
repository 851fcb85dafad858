import { advertisement, ethernet, ipv4, udp } from '../../support/packet-builders.ts';
import { pair } from '../cluster.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';

async function stopAndReturn(stage: Stage): Promise<void> {
  stage.terminate('lb01');
  await stage.intervals(6);
  await stage.restart('lb01');
  await stage.until('lb01', 'MASTER');
  await stage.intervals(5);
}

/** More bytes than the buffer of a capture holds. */
function* noise(): Generator<Uint8Array> {
  const payload = ipv4({
    dst: '192.0.2.250',
    protocol: 17,
    payload: udp({ dstPort: 9, payload: new Uint8Array(1400) }),
  });
  for (let count = 0; count < 8000; count++) yield ethernet({ payload });
}

/** As if so many routers were on the segment: all of one virtual router, or each of its own. */
function* strangers(count: number, vridOf: (stranger: number) => number): Generator<Uint8Array> {
  for (let round = 1; round <= 4; round++) {
    for (let stranger = 0; stranger < count; stranger++) {
      const host = `10.250.${stranger >> 7}.${(stranger & 127) + 1}`;
      const srcMac = `02:00:00:fe:${(stranger >> 8).toString(16)}:${(stranger & 255).toString(16)}`;
      const vrid = vridOf(stranger);
      yield advertisement({ src: host, srcMac, vrid, id: round, addresses: [`10.250.9.${vrid}`] });
    }
  }
}

/** What a capture does to what it shows. */
export const captureLimits: Scenario[] = [
  {
    name: 'capture-interrupted',
    shows: 'nobody captures for a while, and a second file begins: the steady pair went on',
    proves: ['capture-gap'],
    nearMissOf: ['no-master', 'sender-stalled'],
    captureFrom: 'settled',
    cluster: (draw) => ({ ...pair(draw), capture: { point: 'bridge', tool: 'tcpdump', disturbed: true } }),
    async play(stage) {
      await stage.intervals(5);
      await stage.capture?.interrupt(stage.wait(stage.draw.seconds(12, 14)));
      await stage.intervals(6);
    },
    expects: () => ({}),
  },
  {
    name: 'capture-starved',
    shows: 'the capturing program stands still while other traffic (raw socket) fills its buffer: it says what it lost',
    proves: ['capture-gap'],
    captureFrom: 'settled',
    cluster: (draw) => ({ ...pair(draw), capture: { point: 'bridge', tool: 'dumpcap', disturbed: true } }),
    async play(stage) {
      await stage.intervals(3);
      await stage.capture?.starve(() => stage.inject('client', noise(), 0));
      await stage.intervals(6);
    },
    expects: () => ({}),
  },
  {
    name: 'ring-buffer',
    shows: 'dumpcap begins a new file every five seconds and misses nothing; the master is stopped and returns',
    nearMissOf: ['capture-gap', 'separate-viewpoints'],
    captureFrom: 'settled',
    cluster: (draw) => ({ ...pair(draw), capture: { point: 'bridge', tool: 'dumpcap', ring: true } }),
    play: stopAndReturn,
    expects: () => ({}),
  },
  {
    name: 'clock-set-back',
    shows: "the capture's clock is set back by forty seconds (afterwards, in the file) while the pair is steady",
    proves: ['clock-step'],
    nearMissOf: ['capture-gap'],
    captureFrom: 'settled',
    cluster: (draw) => ({ ...pair(draw), capture: { point: 'bridge', tool: 'tcpdump', spoilt: 'clock-back' } }),
    play: (stage) => stage.intervals(14),
    expects: () => ({}),
  },
  {
    name: 'out-of-order',
    shows:
      'packets that were captured close in time stand in the file the other way round, as several queues write them',
    nearMissOf: ['clock-step'],
    captureFrom: 'settled',
    cluster: (draw) => ({ ...pair(draw), capture: { point: 'bridge', tool: 'tcpdump', spoilt: 'out-of-order' } }),
    play: stopAndReturn,
    expects: () => ({}),
  },
  {
    name: 'flood',
    shows: 'two hundred forged routers of one virtual router (raw socket): more than are followed',
    proves: ['too-many-speakers'],
    captureFrom: 'settled',
    cluster: (draw) => ({ ...pair(draw), capture: { point: 'bridge', tool: 'tcpdump' } }),
    async play(stage) {
      await stage.inject(
        'client',
        strangers(200, () => foreign(stage)),
        0.001,
      );
      await stage.intervals(5);
    },
    expects: () => ({ injected: [1, 2], allowed: ['*'] }),
  },
  {
    name: 'crowded-segment',
    shows: 'a hundred virtual routers of others (raw socket) on one segment: many, and all are followed',
    nearMissOf: ['too-many-speakers'],
    captureFrom: 'settled',
    cluster: (draw) => {
      const cluster = pair(draw);
      for (const { instances } of cluster.nodes) for (const instance of instances) instance.vrid = 200;
      return { ...cluster, capture: { point: 'bridge', tool: 'tcpdump' } };
    },
    async play(stage) {
      await stage.inject(
        'client',
        strangers(100, (stranger) => stranger + 1),
        0.01,
      );
      await stage.intervals(2);
    },
    // A machine that is too busy sends them late
    expects: () => ({
      allowed: ['near-failover', 'no-master'],
      injected: Array.from({ length: 100 }, (_, index) => index + 1),
    }),
  },
];

/** A VRID that the pair does not use. */
function foreign({ cluster }: Stage): number {
  return cluster.nodes[0]?.instances[0]?.vrid === 1 ? 2 : 1;
}
