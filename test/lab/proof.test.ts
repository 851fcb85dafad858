import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Analysis } from '../../decoder/analyze.ts';
import { everyStory } from '../decoder/wording/every-story.ts';
import { Draw } from './draw.ts';
import { codeOf, proofs } from './proof.ts';
import { scenarios } from './scenarios/index.ts';

describe.each(proofs(scenarios))('$code', ({ code, provedBy, nearMisses, inTests: { proof, nearMiss } }) => {
  it('is made by a scenario; only where none can be, by a story', async () => {
    if (provedBy.length > 0) return expect(proof).toBeUndefined();
    expect(proof, 'a scenario that proves it').toBeDefined();
    const told = everyStory().find(({ name }) => name === proof?.story);
    if (told === undefined) return expect.fail(`no story “${proof?.story}”`);
    const analysis = new Analysis(told.sources, { endless: true, ...told.options });
    await analysis.run();
    expect(analysis.report('en').findings.map((finding) => finding.code)).toContain(code);
  });

  it('has a near miss: a scenario; only where none can be, a test', () => {
    if (nearMisses.length > 0) return expect(nearMiss).toBeUndefined();
    expect(nearMiss, 'a scenario that is a near miss').toBeDefined();
    expect(TITLES).toContain(`'${nearMiss?.test}'`);
  });
});

describe.each(scenarios)('$name', ({ name, cluster, expects, nearMissOf = [], proves = [] }) => {
  it('forbids nothing that it wants or allows', () => {
    const { findings = [], allowed = [] } = expects(cluster(new Draw(1, name)));
    const wanted: string[] = [...proves, ...allowed, ...findings.flatMap((alternatives) => alternatives.split(' or '))];
    expect(nearMissOf.map(codeOf).filter((code) => wanted.includes(code))).toEqual([]);
  });
});

const DECODER = join(import.meta.dirname, '../decoder');
const TITLES = readdirSync(DECODER, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts') || file.endsWith('stories.ts'))
  .map((file) => readFileSync(join(DECODER, file), 'utf8'))
  .join('\n');
