import { describe, expect, it } from 'vitest';
import { analyze } from '../../../decoder/analyze.ts';
import type { NodeLog } from '../../../decoder/logs/node-log.ts';
import { configurationOf, instance } from '../../support/configured.ts';
import { entering, logOf, precise } from '../../support/logged.ts';
import { reportOfViews, seenFrom } from '../../support/places.ts';
import { pair, sourceOf } from '../../support/story.ts';
import { LOGGED } from './stories.ts';

describe.each(Object.entries(LOGGED))('%s', (_name, { capture, logs, raises, offset }) => {
  it('raises what log and packets contradict each other in, by a clock that is found', async () => {
    const read = Object.entries(logs).map(([name, text]) => logOf(name, text));
    const report = await analyze([sourceOf(capture)], { logs: read });
    const [log] = report.logs ?? [];
    if (offset === null) expect(log?.clockOffset).toBeNull();
    else expect(Math.abs((log?.clockOffset ?? Number.NaN) - offset)).toBeLessThan((log?.uncertainty ?? 0) + 0.01);
    const told = report.findings.filter(({ code }) => code === 'log-disagreement');
    expect(told.map(({ title }) => title)).toEqual(raises);
    expect(told.every(({ severity }) => severity === 'warning')).toBe(true);
  });
});

describe('one line of a clock that is 24 seconds ahead', () => {
  it('is not said to belong to the resumption of a paused master that it falls beside', async () => {
    const { story, a, b } = pair();
    b.advertiseFrom(0, 1).resign(1.2);
    for (const from of [3.7, 15.1, 29, 42.7]) {
      a.advertiseFrom(from, from + 5);
      b.advertiseFrom(from + 8.8, from + 9.8);
    }
    const read = async (ahead: number) => {
      const log = logOf('lb01', precise([[3.7 + ahead, entering('MASTER')]]));
      const { logs } = await analyze([sourceOf(story.capture())], { logs: [log] });
      return logs?.[0];
    };
    expect(await read(24)).toMatchObject({ isSure: false });
    expect(await read(0.1)).toMatchObject({ isSure: true });
  });
});

describe('a log of more lines than are kept', () => {
  it('says nothing of what came after the last that is', async () => {
    const story = LOGGED['MASTER in the log, and silence'];
    const whole = logOf('lb02', story?.logs.lb02 ?? '');
    const cut = { ...whole, lines: whole.lines.slice(0, -1), leftOut: 1 };
    const report = await analyze([sourceOf(story?.capture ?? new Uint8Array())], { logs: [cut] });
    expect(report.logs?.[0]).toMatchObject({ leftOut: 1, matched: 2 });
    expect(report.findings.filter(({ code }) => code === 'log-disagreement')).toEqual([]);
  });
});

describe('a node whose priority is not that of its file', () => {
  it('is known by the addresses in its log, and not taken for a stranger', async () => {
    const { capture } = LOGGED['a log that agrees'] ?? { capture: new Uint8Array() };
    const log = logOf('lb01', precise([[-5, 'Assigned address 192.0.2.1 for interface eth0']]));
    const configurations = [configurationOf('lb01', instance(200)), configurationOf('lb02', instance(50))];
    const codesWith = async (logs: NodeLog[]) =>
      (await analyze([sourceOf(capture)], { configurations, logs })).findings.map(({ code }) => code);
    expect(await codesWith([])).toContain('rogue-router');
    expect(await codesWith([log])).toContain('config-difference');
    expect(await codesWith([log])).not.toContain('rogue-router');
    // Two that claim one address say nothing
    expect(await codesWith([log, { ...log, name: 'lb02' }])).toContain('rogue-router');
  });
});

describe('a log of a node whose clock a view tells', () => {
  const { story, a, b } = pair();
  a.advertiseFrom(0, 40);
  b.advertiseFrom(23.8, 30);
  const views = { lb01: seenFrom(story), lb02: seenFrom(story, { ahead: 7200.5 }) };
  const placedBy = async (name: string, time: number) => {
    const log = logOf(name, precise([[time, entering('MASTER')]]));
    return (await reportOfViews(views, {}, [log])).logs?.[0];
  };

  it('is by the clock of the view, though none of its state changes is in the packets', async () => {
    expect(await placedBy('lb02', 7190.5)).toMatchObject({ clockOffset: -7200.5, matched: 0, isSure: true });
    expect(await placedBy('lb03', 7190.5)).toMatchObject({ clockOffset: null });
  });

  it('needs one state change only where both agree', async () => {
    expect(await placedBy('lb02', 7224.3)).toMatchObject({ clockOffset: -7200.5, matched: 1, isSure: true });
    expect(await placedBy('lb02', 7234.3)).toMatchObject({ clockOffset: -7200.5, matched: 0 });
  });
});
