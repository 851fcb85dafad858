/** `node worker.js TARGET FOLDER SECONDS IDLE_SECONDS SEED`: fuzzes one target; whoever started it watches over it. */
import { ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Corpus } from './corpus.ts';
import { Coverage } from './coverage.ts';
import { Loop } from './loop.ts';
import { Random } from './random.ts';

const [name = '', folder = '', seconds = '0', idleSeconds = '0', seed = '1'] = process.argv.slice(2);
/** Of the whole process, in bytes. */
const MOST_MEMORY = 1024 ** 3;
/** An exit code that Node itself does not use. */
const FOUND = 42;
const SAY_EVERY_MS = 10_000;

const coverage = new Coverage((url) => /\/dist\/(?:decoder|main)\//.test(url));
const { TARGETS } = await import('./targets/all.ts');
const target = TARGETS.find((one) => one.name === name);
if (!target) throw new Error(`there is no target ${name}`);

const current = openSync(join(folder, 'current'), 'w');
const loop = new Loop({
  target,
  coverage,
  corpus: new Corpus(join(folder, 'corpus')),
  findings: new Corpus(join(folder, 'findings')),
  random: new Random(Number(seed)),
  before(input) {
    ftruncateSync(current, input.length);
    writeSync(current, input, 0, input.length, 0);
    if (process.memoryUsage.rss() > MOST_MEMORY) throw new Error('out of memory');
  },
  found(failure, path) {
    console.log(`${name}: FOUND ${path}\n  ${failure.split('\n').slice(0, 12).join('\n  ')}`);
  },
});

const start = performance.now();
const elapsed = () => performance.now() - start;
const say = () => {
  const rate = ((loop.runs / elapsed()) * 1000).toFixed(0);
  const time = (elapsed() / 1000).toFixed(0);
  console.log(
    `${name}: ${time} s, ${loop.runs} runs (${rate}/s), ${loop.reached} characters reached, ${loop.shown} shown, ${loop.kept} kept, ${loop.bugs} bugs`,
  );
};

await loop.begin();
say();
let said = elapsed();
while (elapsed() < Number(seconds) * 1000 && performance.now() - loop.lastNew < Number(idleSeconds) * 1000) {
  await loop.round();
  if (elapsed() - said < SAY_EVERY_MS) continue;
  said = elapsed();
  say();
}
say();
process.exit(loop.bugs > 0 ? FOUND : 0);
