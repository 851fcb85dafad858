import { describe, expect, it } from 'vitest';
import { reportWith } from '../../support/configured.ts';
import { CONFIGURED } from './stories.ts';

/** Of the capture alone, and not what these stories are about. */
const ORDINARY = new Set(['planned-handover', 'handover-race']);

describe('configurations against each other and the packets', () => {
  it.each(Object.entries(CONFIGURED))('%s', async (_title, { capture, configurations, raises, says = [] }) => {
    const { findings } = await reportWith(capture, configurations);
    const told = findings.filter(({ code }) => !ORDINARY.has(code));
    expect(told.map(({ code, severity }) => `${code} ${severity}`)).toEqual(raises);
    const texts = told.flatMap(({ title, explanation, advice }) => [title, explanation, advice]).join('\n');
    for (const text of says) expect(texts).toContain(text);
  });
});
