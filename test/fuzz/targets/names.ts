import { nameRouters, parseHosts } from '../../../decoder/wording/router-names.ts';
import { baseName } from '../../../main/output/capture-name.ts';
import { safeJson } from '../../../main/output/escape.ts';
import { inventoryOf } from '../../../main/output/inventory.ts';
import { inventoryCsv } from '../../../main/output/inventory-csv.ts';
import { inventoryText } from '../../../main/output/inventory-text.ts';
import { pseudonymizeReport } from '../../../main/output/pseudonyms.ts';
import { CaptureReading } from '../../../main/services/capture-reading.ts';
import { concat, Pcapng } from '../../support/capture-builders.ts';
import { configurationOf, instance } from '../../support/configured.ts';
import { logOf, precise } from '../../support/logged.ts';
import { type Packet, STORY_START, Story, sourceOf } from '../../support/story.ts';
import { checkCsv, checkOutputs, expectPlain } from '../promises/output-promises.ts';
import { checkPage } from '../promises/page-promises.ts';
import { checkReport } from '../promises/report-promises.ts';
import type { Target } from '../target.ts';
import { bytesOf, textDialect, textOf } from './texts.ts';

const SEPARATOR = '\0';
const NAMES = ['shot.pcapng', 'eth0', 'lb01', 'lb02', 'lb01', 'VI_1', 'Received advert', 'secret', 'script'];
const ng = new Pcapng();

/** Every name and text that anybody may choose, in one report, and whatever is made of it. */
export const NAMES_TARGET: Target = {
  name: 'names',
  dialect: textDialect('</script> <!-- <img src=x onerror=alert(1)> ]]> &lt; {{}} `ls` javascript:alert(1)', [
    SEPARATOR,
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '＝1',
    '"',
    "'",
    ',',
    '|',
    '\\',
    '[x](http://evil.example)',
    '@someone',
    '#12',
    'www.evil.example',
    '10.0.0.1',
    '\u2028',
    '\u200b',
    '\x9b31m',
    '\x07',
    '\ud83d\udc69\u200d\ud83d\udcbb',
    '</title><script>',
    '../../etc/passwd',
    '__proto__',
    'constructor',
  ]),
  *seeds() {
    yield bytesOf(NAMES.join(SEPARATOR));
    yield bytesOf(NAMES.map(() => '</script>').join(SEPARATOR));
    yield bytesOf(NAMES.map(() => '=cmd|x!A1').join(SEPARATOR));
    yield bytesOf(NAMES.map(() => '\x1b]0;x\x07\u202e').join(SEPARATOR));
  },
  async run(input) {
    const [
      file = '',
      link = '',
      first = '',
      second = '',
      node = '',
      called = '',
      said = '',
      password = '',
      script = '',
    ] = textOf(input).split(SEPARATOR);
    const configurations = [
      configurationOf(
        node,
        `vrrp_script ${script} {\n}\n${instance(100, { name: called, lines: [`track_script {\n${script}\n}`] })}`,
      ),
    ];
    const logs = [
      logOf(
        node,
        precise([
          [5.2, `(${called}) Entering MASTER STATE`],
          [6, said],
          [7, `(${called}) ${said}`],
        ]),
      ),
    ];
    const capture = captureWith({ link, first, password });
    const source = { ...sourceOf(capture, file), progress: () => ({ done: 0, total: 0 }) };
    const reading = new CaptureReading([source], { configurations, logs, names: new Map([['192.0.2.1', node]]) });
    await reading.run();
    const whole = reading.report();
    const shown = checkReport(whole);
    const hosts = parseHosts(`192.0.2.2 ${second}`);
    const named = nameRouters(whole, hosts);
    checkOutputs(named);
    const hidden = pseudonymizeReport(named, configurations);
    checkOutputs(hidden);
    checkPage(`${baseName(file)} – vrrpscope`, reading, (report) => nameRouters(report, hosts), true);
    for (const report of [named, hidden]) {
      const scope = { virtualRouters: new Set(report.virtualRouters), vrids: [], vlans: [], occupiedOnly: false };
      const inventory = inventoryOf(report, scope);
      checkCsv(inventoryCsv(inventory, true));
      expectPlain(safeJson(inventory, 2), 'JSON of an inventory');
      const options = { width: 80, color: false, utc: true, now: 0, unicode: true, all: true, language: 'en' } as const;
      expectPlain(inventoryText(inventory, options), 'the text of an inventory');
    }
    reading.close();
    return shown;
  },
};

/** Two masters whose capture names its interface and one of them; both send a password. */
function captureWith({ link, first, password }: { link: string; first: string; password: string }): Uint8Array {
  const story = new Story();
  const authData = concat(bytesOf(password), new Uint8Array(8)).slice(0, 8);
  const [a, b] = [story.node(1, 100, { authType: 1, authData }), story.node(2, 50, { authType: 1, authData })];
  a.advertiseFrom(0, 12).announce(0.1);
  b.advertiseFrom(5.2, 9.2);
  const packets = [...story.packets].sort((one, other) => one.time - other.time);
  return concat(
    ng.section({ options: [{ code: 4, value: bytesOf(first) }] }),
    ng.interface({ options: [{ code: 2, value: bytesOf(link) }] }),
    ng.names({ type: 1, value: concat([192, 0, 2, 1], bytesOf(first), [0]) }),
    ...packets.map(({ time, frame }: Packet) =>
      ng.enhanced({ units: BigInt(Math.round((STORY_START + time) * 1e6)), data: frame }),
    ),
  );
}
