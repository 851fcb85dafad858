import { describe, expect, it } from 'vitest';
import { configurationOf, reportWith } from '../support/configured.ts';
import { Story } from '../support/story.ts';
import { Draw } from './draw.ts';
import { keepalivedConf } from './keepalived-conf.ts';
import { scenarios } from './scenarios/index.ts';

/** Situations whose point is that the nodes are configured so. */
const MEANT: Record<string, string> = {
  'track-script-weight-too-small': 'config-mistake',
  'authentication-mismatch': 'config-difference',
  'authentication-type-mismatch': 'config-difference',
  'address-mismatch': 'config-difference',
  'interval-mismatch': 'config-difference',
  'version-mismatch': 'config-difference',
  'destination-mismatch': 'config-difference',
  'nopreempt-of-a-master': 'config-mistake',
  // Without packets, lists that share nothing may as well be mistyped
  'vrid-collision': 'config-difference',
};

// Its point is a keyword that nobody knows
const understood = scenarios.filter(({ name }) => name !== 'keyword-misspelt');

const cases = understood.flatMap(({ name, cluster }) =>
  [1, 2, 3].map((seed) => ({ name, seed, nodes: cluster(new Draw(seed, name)).nodes })),
);

describe('configurations of the lab', () => {
  it.each(cases)('$name, seed $seed', async ({ name, nodes }) => {
    const keepalived = nodes.filter(({ software }) => software === 'keepalived');
    const texts = Object.fromEntries(
      keepalived.map((node) => [node.name, keepalivedConf(node, '/run/fifo', (script) => `/run/${script}`)]),
    );
    for (const node of keepalived) {
      const { instances, problems, unknown } = configurationOf(node.name, texts[node.name] ?? '');
      expect(problems).toEqual([]);
      expect(unknown).toEqual([]);
      const settings = instances.map((one) => [one.name, one.vrid, one.priority, one.version, one.interval / 1e9]);
      expect(settings).toEqual(
        node.instances.map((one) => [one.name, one.vrid, one.priority, one.version, Number(one.interval)]),
      );
      expect(instances.map(({ addresses }) => addresses)).toEqual(node.instances.map(({ addresses }) => addresses));
    }
    const { findings } = await reportWith(new Story().other(0).other(1).capture(), texts);
    const alarms = new Set(findings.filter(({ severity }) => severity !== 'info').map(({ code }) => code));
    const meant = MEANT[name.replace(/-in-turn$/, '')];
    expect([...alarms]).toEqual(meant === undefined ? [] : [meant]);
  });
});
