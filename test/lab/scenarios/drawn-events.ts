import { nodeNamed, pair } from '../cluster.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';
import { addressesOf } from './addresses-of.ts';

type Event = (stage: Stage) => Promise<void>;

async function stopAndStart(stage: Stage): Promise<void> {
  stage.terminate('lb01');
  await stage.intervals(stage.draw.integer(2, 7));
  await stage.restart('lb01');
}

async function killAndStart(stage: Stage): Promise<void> {
  stage.kill('lb01');
  await stage.intervals(stage.draw.integer(7, 9));
  await stage.restart('lb01');
}

async function killChild(stage: Stage): Promise<void> {
  stage.killChild('lb01');
}

async function stopBackup(stage: Stage): Promise<void> {
  stage.terminate('lb02');
  await stage.intervals(3);
  await stage.restart('lb02');
}

async function pause(stage: Stage): Promise<void> {
  await stage.pause('lb01', stage.draw.seconds(5, 8) * stage.longestInterval);
}

async function unplug(stage: Stage): Promise<void> {
  await stage.linkDown('lb01', stage.draw.seconds(5, 8) * stage.longestInterval);
}

async function deafen(stage: Stage): Promise<void> {
  const heal = await stage.drop('to', 'lb02', 'host');
  await stage.intervals(stage.draw.integer(7, 9));
  await heal();
}

async function loseOneOfTwoMasters(stage: Stage, lose: (name: string) => void): Promise<void> {
  const heal = await stage.drop('to', 'lb02', 'host');
  await stage.intervals(7);
  lose('lb01');
  await stage.intervals(stage.draw.integer(5, 8));
  await stage.restart('lb01');
  await stage.intervals(7);
  await heal();
}

const stopOneOfTwoMasters: Event = (stage) => loseOneOfTwoMasters(stage, (name) => stage.terminate(name));
const killOneOfTwoMasters: Event = (stage) => loseOneOfTwoMasters(stage, (name) => stage.kill(name));

async function lose(stage: Stage): Promise<void> {
  const heal = await stage.drop('from', 'lb01', 'before-capture');
  await stage.intervals(stage.draw.integer(7, 9));
  await heal();
}

async function failScript(stage: Stage): Promise<void> {
  await stage.failScript('lb01', 'chk_web', stage.draw.seconds(6, 8));
}

/** Several drawn troubles in one capture, each after the cluster has come to rest. */
export const drawnEvents: Scenario[] = [
  {
    name: 'drawn-events',
    shows: 'five drawn events, one after the other',
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw, { version: draw.pick(2, 3), nodes: draw.pick(2, 3) });
      nodeNamed(cluster, 'lb01').scripts.push({ name: 'chk_web', weight: draw.pick(0, -200) });
      return cluster;
    },
    async play(stage) {
      for (let events = 0; events < 5; events++) {
        const event = stage.draw.pick<Event>(
          stopAndStart,
          killAndStart,
          killChild,
          stopBackup,
          pause,
          unplug,
          deafen,
          stopOneOfTwoMasters,
          killOneOfTwoMasters,
          lose,
          failScript,
        );
        await event(stage);
        await stage.intervals(2);
        await stage.until('lb01', 'MASTER');
        await stage.intervals(7);
      }
    },
    expects: (cluster) => ({ allowed: ['*'], deaf: addressesOf(cluster, 'lb02') }),
  },
];
