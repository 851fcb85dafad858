import { join } from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';
import { beforeAll, describe, expect, test } from 'vitest';
import { analyze } from '../../decoder/analyze.ts';
import type { CaptureSource } from '../../decoder/capture/capture-source.ts';
import { type Schema, schemaErrors } from '../support/json-schema.ts';
import { failoverCapture, splitBrainCapture, steadyCapture } from '../support/sample-captures.ts';
import { REPORTS } from './output/text-samples.ts';

const ROOT = join(import.meta.dirname, '../..');

let strict: Schema;
/** As it ships: programs must bear fields that are added later. */
let shipped: Schema;

beforeAll(() => {
  const schema = (additionalProperties: boolean) => ({
    ...createGenerator({
      path: join(ROOT, 'decoder/report.ts'),
      tsconfig: join(ROOT, 'decoder/tsconfig.json'),
      type: 'Report',
      skipTypeCheck: true,
      additionalProperties,
    }).createSchema('Report'),
  });
  strict = schema(false);
  shipped = schema(true);
}, 60_000);

function bytesSource(bytes: Uint8Array): CaptureSource {
  let rest = bytes;
  return {
    name: 'test.pcap',
    compression: 'none',
    read: async (into) => {
      const part = rest.subarray(0, into.length);
      into.set(part);
      rest = rest.subarray(part.length);
      return part.length;
    },
    close: async () => {},
  };
}

describe('the schema of the report', () => {
  test.each(Object.entries(REPORTS))('fits %s', (_name, report) => {
    expect(schemaErrors(report, strict)).toEqual([]);
  });

  test.each([
    ['a split brain', splitBrainCapture()],
    ['a failover', failoverCapture()],
    ['a steady capture', steadyCapture()],
    ['nothing', new Uint8Array(0)],
  ])('fits what the engine makes of %s, with not a field more', async (_name, bytes) => {
    const report = await analyze([bytesSource(bytes)], { tool: { name: 'vrrpscope', version: '0' } });
    expect(schemaErrors(JSON.parse(JSON.stringify(report)), strict)).toEqual([]);
  });

  test('tells what does not fit', () => {
    const report = REPORTS['split brain'];
    expect(schemaErrors({ ...report, schema: 'vrrpscope.report/2' }, strict)).toHaveLength(1);
    expect(schemaErrors({ ...report, findings: undefined }, strict)).toEqual(['$: no findings']);
    expect(schemaErrors({ ...report, start: '0' }, strict)).toEqual(['$.start: string is not number or null']);
    expect(schemaErrors({ ...report, more: 1 }, strict)).toEqual(['$: more is not in the schema']);
    expect(schemaErrors({ ...report, more: 1 }, shipped)).toEqual([]);
  });
});
