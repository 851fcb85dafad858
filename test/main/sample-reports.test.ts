import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { createGenerator } from 'ts-json-schema-generator';
import { beforeAll, describe, expect, test } from 'vitest';
import { analyze } from '../../decoder/analyze.ts';
import type { Report } from '../../decoder/report.ts';
import { replaceAddresses } from '../../decoder/wording/address-tokens.ts';
import { pseudonymizeReport } from '../../main/output/pseudonyms.ts';
import { reportCsv } from '../../main/output/report-csv.ts';
import { reportMarkdown } from '../../main/output/report-markdown.ts';
import { reportNdjson } from '../../main/output/report-ndjson.ts';
import { reportText } from '../../main/output/report-text.ts';
import { captureFile } from '../../main/services/read-capture-file.ts';
import { type Schema, schemaErrors } from '../support/json-schema.ts';

const ROOT = join(import.meta.dirname, '../..');
const SAMPLES = readdirSync(join(ROOT, 'samples')).filter((name) => /\.(pcap|pcapng)(\.gz|\.zst)?$/.test(name));
/** What pseudonyms leave as it is: groups, broadcast, and the virtual MACs of VRRP. */
const KEPT = /^(224\.0\.0\.\d+|ff02::\w{1,2}|ff:ff:ff:ff:ff:ff|00:00:5e:00:0[12]:..)$/;

let schema: Schema;
beforeAll(() => {
  const path = join(ROOT, 'decoder/report.ts');
  const tsconfig = join(ROOT, 'decoder/tsconfig.json');
  schema = { ...createGenerator({ path, tsconfig, type: 'Report', skipTypeCheck: true }).createSchema('Report') };
}, 60_000);

function addressesIn(report: Report): Set<string> {
  const found = new Set<string>();
  replaceAddresses(JSON.stringify(report), (address) => {
    if (!KEPT.test(address)) found.add(address);
    return address;
  });
  return found;
}

describe.each(SAMPLES)('%s', (name) => {
  let report: Report;
  beforeAll(async () => {
    report = await analyze([captureFile(join(ROOT, 'samples', name))], { tool: { name: 'vrrpscope', version: '0' } });
  });

  test('fits the schema, with not a field more', () => {
    expect(schemaErrors(JSON.parse(JSON.stringify(report)), schema)).toEqual([]);
  });

  test.each([80, 200])('fits %i columns, in ASCII too', (width) => {
    const look = { width, color: false, utc: true, all: true, now: 0 };
    for (const line of reportText(report, { ...look, unicode: true }).split('\n')) {
      expect(stringWidth(line), line).toBeLessThanOrEqual(width);
    }
    expect(reportText(report, { ...look, unicode: false })).toMatch(/^[\n\x20-\x7e]+$/);
  });

  test('every event is a line of NDJSON, a row of CSV, and told in Markdown', () => {
    const events = [...reportNdjson(report)];
    expect(reportCsv(report, true).trimEnd().split('\n')).toHaveLength(events.length + 1);
    const markdown = reportMarkdown(report, true);
    for (const { code } of report.findings) expect(markdown).toContain(`\n${code}, `);
  });

  test('pseudonyms leave no address', () => {
    const after = addressesIn(pseudonymizeReport(report));
    for (const address of addressesIn(report)) expect(after).not.toContain(address);
  });
});
