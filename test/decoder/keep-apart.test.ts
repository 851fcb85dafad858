import { describe, expect, it } from 'vitest';
import { Analysis } from '../../decoder/analyze.ts';
import { configurationOf, instance } from '../support/configured.ts';
import { entering, logOf, precise } from '../support/logged.ts';
import { pair, sourceOf } from '../support/story.ts';

/** A resigns, B takes over and falls silent; captured by a clock that is `ahead` seconds ahead. */
function captured(ahead: number) {
  const { story, a, b } = pair();
  a.advertiseFrom(ahead, 10 + ahead).resign(10.2 + ahead);
  b.advertiseFrom(11.005 + ahead, 20 + ahead);
  story.other(60 + ahead);
  return sourceOf(story.capture(), `${ahead}.pcap`);
}

/** Says MASTER long after B was heard last. */
const log = logOf(
  'lb02',
  precise([
    [-4, '(VI_1) Entering BACKUP STATE (init)'],
    [10.2, '(VI_1) Backup received priority 0 advertisement'],
    [11.006, entering('MASTER')],
    [40, entering('BACKUP')],
  ]),
);
const configurations = [
  configurationOf('lb01', instance(100)),
  configurationOf('lb02', instance(50, { lines: ['noreempt'] })),
];

async function report() {
  const analysis = new Analysis([captured(0), captured(0.6)], { logs: [log], configurations });
  await analysis.run();
  return analysis.report('en');
}

describe('captures of one time that are kept apart', () => {
  it('share a log: it stands beside one of them, and contradicts that one only', async () => {
    const { logs, findings, virtualRouters } = await report();
    expect(virtualRouters.map(({ id }) => id)).toEqual(['ipv4/51@1', 'ipv4/51@2']);
    expect(logs?.map(({ name, matched }) => [name, matched])).toEqual([['lb02', 2]]);
    const beside = new Set(logs?.flatMap(({ entries }) => entries.map(({ virtualRouter }) => virtualRouter)));
    const contradicted = findings.filter(({ code }) => code === 'log-disagreement');
    expect(contradicted.map(({ virtualRouter }) => virtualRouter)).toEqual([...beside]);
  });

  it('share configurations: each instance is in all of them, and what a file says by itself is told once', async () => {
    const told = await report();
    const instances = told.configurations?.flatMap(({ instances: all }) => all);
    expect(instances?.map(({ virtualRouters }) => virtualRouters)).toEqual([
      ['ipv4/51@1', 'ipv4/51@2'],
      ['ipv4/51@1', 'ipv4/51@2'],
    ]);
    expect(instances?.map(({ router }) => router)).toEqual(['192.0.2.1', '192.0.2.2']);
    expect(told.findings.filter(({ code }) => code === 'config-unknown-keyword')).toHaveLength(1);
  });

  it('are one virtual router in sentences about what happened', async () => {
    const { incidents } = await report();
    expect(incidents.map(({ title }) => title)).toEqual([
      '192.0.2.1 resigned on VRID 51; 192.0.2.2 took over after 0.81 s',
      'No master was heard on VRID 51 for 40.6 s, until the capture ended',
    ]);
  });
});
