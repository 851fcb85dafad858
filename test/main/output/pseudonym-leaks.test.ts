import { describe, expect, it } from 'vitest';
import { Analysis } from '../../../decoder/analyze.ts';
import type { Report } from '../../../decoder/report.ts';
import { replaceAddresses } from '../../../decoder/wording/address-tokens.ts';
import { LANGUAGES, type Language } from '../../../decoder/wording/language.ts';
import { nameRouters } from '../../../decoder/wording/router-names.ts';
import { pseudonymizeReport } from '../../../main/output/pseudonyms.ts';
import { reportCsv } from '../../../main/output/report-csv.ts';
import { reportJson } from '../../../main/output/report-json.ts';
import { reportMarkdown } from '../../../main/output/report-markdown.ts';
import { reportNdjson } from '../../../main/output/report-ndjson.ts';
import { reportText } from '../../../main/output/report-text.ts';
import { everyStory, type Naming } from '../../decoder/wording/every-story.ts';

/** Whatever has a name of its own is called after one company, also where names hide in commands, paths and quotes. */
const NAMING: Naming = {
  path: (name) => `/srv/Acme's cluster/Acme (${name.replace('.pcap', '')}).pcap`,
  node: (name) => (/^[\d.]+$/.test(name) ? name : `Acme机${name}`),
  text: (text) => text.replace(/\b(VI_\d|chk\w*|G|eth\d)\b/g, 'Acme.$1'),
};
const HOSTS = new Map([
  ['192.0.2.1', 'Acme一号'],
  ['192.0.2.2', 'lb.Acme.example'],
]);
const TERMINAL = { color: false, unicode: true, utc: true, all: true, now: 0 };

/** Ten thousand times the same. */
const TOO_LONG = 'more masterships than are kept';
const stories = await Promise.all(
  everyStory(NAMING)
    .filter(({ name }) => name !== TOO_LONG)
    .map(async ({ name, sources, options: { configurations = [], ...options } }) => {
      const analysis = new Analysis(sources, { showPasswords: false, configurations, ...options });
      await analysis.run();
      const report = (language: Language) => nameRouters(analysis.report(language), HOSTS);
      return { name, report, veiled: (language: Language) => pseudonymizeReport(report(language), configurations) };
    }),
);

describe.each(stories)('$name', ({ report, veiled }) => {
  it.each(LANGUAGES)('shows no address and no name in any form of the report (%s)', (language) => {
    const original = addressesIn(report(language));
    const text = formsOf(veiled(language), language).join('\n');
    expect(text.split('\n').filter((line) => line.includes('Acme'))).toEqual([]);
    expect([...reportJson(report(language))].join('')).toContain('Acme');
    const shown = addressesIn(text);
    expect([...original].filter((address) => !KEPT.test(address) && shown.has(address))).toEqual([]);
  });
});

const KEPT =
  /^(224\.0\.0\.|ff02::1?\d?$|00:00:5e:00:0[12]:|ff:ff|01:00:5e|33:33|00:00:00:00:00:00|0\.0\.0\.0|127\.|::$)/;

function formsOf(report: Report, language: Language): string[] {
  return [
    ...[80, 200].map((width) => reportText(report, { ...TERMINAL, width, language })),
    reportMarkdown(report, true, language),
    reportCsv(report, true, language),
    [...reportJson(report)].join(''),
    ...reportNdjson(report),
  ];
}

function addressesIn(value: unknown): Set<string> {
  const found = new Set<string>();
  replaceAddresses(typeof value === 'string' ? value : JSON.stringify(value), (address) => {
    found.add(address);
    return address;
  });
  return found;
}
