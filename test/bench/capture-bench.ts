/** The reader alone against tcpdump and cat: `node dist/test/bench/capture-bench.js`. */
import { captureContenders, TCPDUMP, withMixedCapture } from './capture-contenders.ts';
import { formatResults, race } from './measure.ts';

const ROUNDS = 7;

withMixedCapture((path, folder) => {
  console.log(formatResults(race(captureContenders(path, folder), ROUNDS), TCPDUMP));
});
