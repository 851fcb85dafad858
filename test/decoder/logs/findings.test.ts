import { describe, expect, it } from 'vitest';
import { analyze } from '../../../decoder/analyze.ts';
import { logOf } from '../../support/logged.ts';
import { sourceOf } from '../../support/story.ts';
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
