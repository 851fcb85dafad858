import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Corpus } from './corpus.ts';
import { Coverage } from './coverage.ts';
import { Loop } from './loop.ts';
import { Random } from './random.ts';
import type { Target } from './target.ts';

let folder: string;
const coverage = new Coverage((url) => url.includes('planted-bug'));
const { plantedBug } = await import('./planted-bug.ts');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vrrpscope-fuzz-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => coverage.close());

const planted: Target = {
  name: 'planted',
  dialect: { words: [], unit: 1, longest: 16 },
  seeds: () => [new Uint8Array(8)],
  run(input) {
    plantedBug(input);
    return [];
  },
};

function loopFor(target: Target, told: string[] = []): Loop {
  return new Loop({
    target,
    coverage,
    corpus: new Corpus(join(folder, 'corpus')),
    findings: new Corpus(join(folder, 'findings')),
    random: new Random(7),
    before() {},
    found: (failure) => told.push(failure),
  });
}

describe('the loop', () => {
  it('finds its way to a bug block by block, tells of it once, as short as can be, until it is mended', async () => {
    const told: string[] = [];
    const loop = loopFor(planted, told);
    await loop.begin();
    for (let rounds = 0; rounds < 600 && loop.bugs === 0; rounds++) await loop.round();
    await loop.round();
    expect(told).toEqual([expect.stringContaining('the planted bug')]);
    const findings = () => new Corpus(join(folder, 'findings')).read().map((input) => [...input]);
    expect(findings()).toEqual([[0x56, 0x52, 0x7f]]);
    await loopFor(planted, told).begin();
    expect(told).toHaveLength(2);
    expect(findings()).toHaveLength(1);
    await loopFor({ ...planted, run: () => [] }, told).begin();
    expect(told).toHaveLength(2);
    expect(findings()).toEqual([]);
  });

  it('keeps what shows something new, and goes on with it the next time', async () => {
    const target: Target = { ...planted, run: (input) => [`length ${input.length}`] };
    const loop = loopFor(target);
    await loop.begin();
    for (let rounds = 0; rounds < 50; rounds++) await loop.round();
    expect(loop.shown).toBeGreaterThan(8);
    expect(loop.kept).toBe(loop.shown);
    const next = loopFor({ ...target, seeds: () => [] });
    await next.begin();
    expect(next.shown).toBe(loop.shown);
  });
});
