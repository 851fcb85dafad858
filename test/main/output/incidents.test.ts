import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../decoder/analyze.ts';
import { reportCsv } from '../../../main/output/report-csv.ts';
import { reportMarkdown } from '../../../main/output/report-markdown.ts';
import { reportNdjson } from '../../../main/output/report-ndjson.ts';
import { reportText } from '../../../main/output/report-text.ts';
import { captureFile } from '../../../main/services/read-capture-file.ts';

const OPTIONS = { width: 120, color: false, unicode: true, utc: true, all: false, now: 0 };
const MOVED =
  'VRID 115 and VRID 146 moved together from 198.51.100.31 and 10.164.120.2 to 198.51.100.39 and 10.164.120.3 after 3.1 s to 3.6 s';

function sample(name: string) {
  return analyze([captureFile(join(import.meta.dirname, '../../../samples', name))]);
}

const shared = await sample('sync-group-two-interfaces.pcapng');

describe('incidents of several virtual routers', () => {
  test('stand above the virtual routers, with their time', () => {
    const text = reportText(shared, OPTIONS);
    expect(text).toMatch(/\nIncidents\n▲ 13:03:34\.457 {2}3\.61 s {2}VRID 115 and VRID 146 moved together/);
    expect(text.indexOf('Incidents')).toBeLessThan(text.indexOf('VRID 146  10.164.120.158'));
  });

  test('the worst of them is the verdict, before what it was for each', () => {
    expect(reportText(shared, OPTIONS)).toMatch(/^▲ VRID 115 and VRID 146 moved together from /);
  });

  test('a moment has no length', () => {
    expect(reportText(shared, OPTIONS)).toMatch(/● 13:03:49\.877 {2}198\.51\.100\.31 and 10\.164\.120\.2 took over/);
  });

  test('are a table in Markdown, and events in CSV and NDJSON', () => {
    expect(reportMarkdown(shared, true)).toContain(`## Incidents\n\n| time | how long | what happened |`);
    const events = [...reportNdjson(shared)].map((line) => JSON.parse(line));
    expect(events.find(({ type }) => type === 'incident')).toMatchObject({
      virtualRouter: null,
      title: MOVED,
      virtualRouters: ['ipv4/146', 'ipv4/115'],
    });
    expect(reportCsv(shared, true)).toMatch(/ipv4\/146 ipv4\/115,,incident,.*VRID 115 and VRID 146 moved together/);
  });

  test('those of one virtual router add nothing to its own history', async () => {
    const own = await sample('planned-maintenance.pcapng');
    expect(own.incidents).toHaveLength(2);
    expect(reportText(own, OPTIONS)).not.toContain('Incidents');
    expect(reportMarkdown(own, true)).not.toContain('Incidents');
  });
});
