/** `npm run bench`: a whole report, and its reader alone, against tcpdump on the same file; `-- --window`: the window; `-- --live`: live capture. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { captureContenders, TCPDUMP, withMixedCapture } from './capture-contenders.ts';
import { formatResults, race, runProcess } from './measure.ts';

const ROUNDS = 7;
const cli = fileURLToPath(new URL('../../bundle/cli.js', import.meta.url));

if (process.argv.includes('--window')) {
  await (await import('./window-bench.ts')).benchWindow();
} else if (process.argv.includes('--live')) {
  await (await import('./live-bench.ts')).benchLive();
} else {
  withMixedCapture((path, folder) => {
    const contenders = captureContenders(path, folder);
    if (existsSync(cli)) {
      const run = () => runProcess(process.execPath, [cli, 'report', '--json', path]);
      contenders.push({ name: 'vrrpscope report --json', run });
    } else {
      console.log('the command line is not built yet: the report is left out');
    }
    console.log(formatResults(race(contenders, ROUNDS), TCPDUMP));
  });
}
