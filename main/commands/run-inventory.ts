import { once } from 'node:events';
import { analyze } from '../../decoder/analyze.ts';
import type { Report } from '../../decoder/report.ts';
import type { Language } from '../../decoder/wording/language.ts';
import { nameRouters } from '../../decoder/wording/router-names.ts';
import { safeJson } from '../output/escape.ts';
import { type Inventory, inventoryOf } from '../output/inventory.ts';
import { showProgress } from '../output/progress-bar.ts';
import { pseudonymizeReport } from '../output/pseudonyms.ts';
import { selectVirtualRouters } from '../output/select-virtual-routers.ts';
import { terminalOf } from '../output/terminal.ts';
import { warningLines } from '../output/warnings.ts';
import { captureFile } from '../services/read-capture-file.ts';
import { readHosts } from '../services/read-hosts.ts';
import { takeTurns } from '../services/take-turns.ts';
import { toolVersion } from '../version.ts';
import type { InventoryOptions } from './inventory.ts';
import { exitCode, type Outcome } from './outcome.ts';

/** Analyzes the files, prints what runs on their segments to standard output and warnings to standard error. */
export async function runInventory(files: readonly string[], options: InventoryOptions): Promise<Outcome> {
  if (files.filter((file) => file === '-').length > 1) return { usageError: 'standard input can be read only once' };
  const hosts = await readHosts(options.names);
  if (typeof hosts === 'string') return { usageError: hosts };

  const language = options.lang ?? 'en';
  const report = nameRouters(await readCaptures(files, language), hosts);
  process.stderr.write(
    warningLines(report, language)
      .map((line) => `${line}\n`)
      .join(''),
  );
  if (!process.stdout.write(await formOf(narrow(report, options), options))) await once(process.stdout, 'drain');
  return { exitCode: exitCode(report, undefined) };
}

async function readCaptures(files: readonly string[], language: Language): Promise<Report> {
  const sources = files.map((file) => captureFile(file));
  const { unicode } = terminalOf(process.stderr, process.env, undefined, language);
  const done = showProgress(sources, process.stderr, unicode, language);
  try {
    return await analyze(sources, { tool: toolVersion(), language, takeTurns: takeTurns() });
  } finally {
    done();
  }
}

/** What was chosen is chosen by true addresses, so pseudonyms come after. */
function narrow(report: Report, { vrid = [], address = [], vlan = [], pseudonyms }: InventoryOptions): Inventory {
  const chosen = new Set(selectVirtualRouters(report, { vrids: vrid, addresses: address, vlans: vlan }).virtualRouters);
  const shown = pseudonyms === true ? pseudonymizeReport(report) : report;
  return inventoryOf(shown, {
    virtualRouters: new Set(
      shown.virtualRouters.filter((_, index) => {
        const original = report.virtualRouters[index];
        return original !== undefined && chosen.has(original);
      }),
    ),
    vrids: vrid,
    vlans: vlan,
    occupiedOnly: address.length > 0,
  });
}

/** Only the form that was asked for is loaded, so that the command starts quickly. */
async function formOf(inventory: Inventory, options: InventoryOptions): Promise<string> {
  const utc = options.utc === true;
  const language = options.lang ?? 'en';
  if (options.json) return `${safeJson(inventory, 2)}\n`;
  if (options.csv) return (await import('../output/inventory-csv.ts')).inventoryCsv(inventory, utc, language);
  const { inventoryText } = await import('../output/inventory-text.ts');
  const terminal = terminalOf(process.stdout, process.env, options.color, language);
  const all = options.all === true;
  return inventoryText(inventory, { ...terminal, utc, all, now: Date.now() / 1000, language });
}
