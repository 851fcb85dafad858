import { type Cluster, configure, pair, routers } from '../cluster.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';
import { addressesOf } from './addresses-of.ts';

/** Both ways are cut until the backup has announced twice, and the old master never hears that there was another. */
async function partUnheard(stage: Stage): Promise<void> {
  const healMaster = await stage.drop('to', 'lb01', 'behind-capture');
  const healBackup = await stage.drop('to', 'lb02', 'behind-capture');
  await stage.until('lb02', 'MASTER');
  await stage.intervals(8);
  await healBackup();
  await stage.until('lb02', 'BACKUP');
  await healMaster();
  await stage.intervals(9);
}

function partedUnheard(cluster: Cluster) {
  return {
    findings: ['split-brain'],
    deaf: addressesOf(cluster, 'lb01', 'lb02'),
    provablyDeaf: addressesOf(cluster, 'lb02'),
  };
}

/** What hosts know when a split brain is over. */
export const survivors: Scenario[] = [
  {
    name: 'survivor-says-nothing',
    shows: 'a split brain heals on one side first: the survivor never hears of the other and does not announce again',
    proves: ['stale-announcement'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw),
    play: partUnheard,
    expects: partedUnheard,
  },
  {
    name: 'survivor-refreshes',
    shows: 'the same, and vrrp_garp_master_refresh lets the survivor announce every two seconds',
    nearMissOf: ['stale-announcement', 'announcement-storm'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw);
      for (const node of routers(cluster)) node.globals.push('vrrp_garp_master_refresh 2');
      return cluster;
    },
    play: partUnheard,
    expects: partedUnheard,
  },
  {
    name: 'survivor-has-virtual-mac',
    shows: 'the same with use_vmac: both announce the same MAC, and hosts know nothing wrong',
    nearMissOf: ['stale-announcement', 'missing-announcement', 'address-conflict'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw);
      configure(cluster, (instance) => instance.lines.push(`use_vmac vrrp.${instance.vrid}`));
      return cluster;
    },
    play: partUnheard,
    expects: partedUnheard,
  },
];
