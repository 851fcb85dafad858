import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Analysis, analyze } from '../../../decoder/analyze.ts';
import { FeedError } from '../../../main/live/feed.ts';
import type { Via } from '../../../main/live/live-contract.ts';
import { CaptureLog } from '../../../main/live/log/capture-log.ts';
import { StreamRecorder } from '../../../main/live/stream-recorder.ts';
import { captureFile } from '../../../main/services/read-capture-file.ts';
import { concat } from '../../support/capture-builders.ts';
import { historyOf } from '../../support/live-builders.ts';
import { PushedFeed } from '../../support/pushed-input.ts';
import { checkOutputs } from '../promises/output-promises.ts';
import { checkReport } from '../promises/report-promises.ts';
import type { Target } from '../target.ts';
import { CAPTURE_READER } from './capture-reader.ts';
import { recipeSeeds, storyOf } from './recipe.ts';

const tool = { name: 'vrrpscope', version: '1' };
const VIAS: readonly [Via, ...Via[]] = ['pipe', 'tcpdump', 'dumpcap', 'cap', 'command'];
const SIZES = [Infinity, 1000, 77, 16] as const;

/**
 * What capture programs and pipes hand over: bytes of one or two runs, behind two that say through what they come and in
 * which pieces. What is told live is what the file tells that was written meanwhile.
 */
export const LIVE: Target = {
  name: 'live',
  dialect: { ...CAPTURE_READER.dialect, longest: 6000 },
  *seeds() {
    for (const capture of CAPTURE_READER.seeds()) for (const how of [0, 1, 11]) yield concat([how, 0], capture);
    for (const recipe of recipeSeeds()) yield concat([1, 1], storyOf(recipe).capture().subarray(0, 5000));
  },
  async run(input) {
    const [how = 0, size = 0] = input;
    const folder = mkdtempSync(join(tmpdir(), 'vrrpscope-fuzz-'));
    try {
      return await listen(input.subarray(2), {
        via: VIAS[how % VIAS.length] ?? 'pipe',
        runs: how & 8 ? 2 : 1,
        size: SIZES[size % SIZES.length] ?? Infinity,
        path: join(folder, 'kept.pcapng'),
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

interface Listening {
  via: Via;
  runs: number;
  size: number;
  path: string;
}

async function listen(bytes: Uint8Array, { via, runs, size, path }: Listening): Promise<string[]> {
  const log = await CaptureLog.create(path, {});
  const recorder = new StreamRecorder('eth0', via, 'vrrpscope 1', log);
  const analysis = new Analysis([recorder.source], { tool, endless: true });
  const analyzed = analysis.run();
  const refused: string[] = [];
  for (let run = 0; run < runs; run++) {
    try {
      await recorder.record(feedOf(bytes, size));
    } catch (error) {
      assert.ok(error instanceof FeedError, String(error));
      refused.push(`refused ${error.fault} ${error.trouble.code}`);
    }
    checkReport(analysis.report('en', { timing: false }));
  }
  await recorder.end();
  await analyzed;
  const report = analysis.report();
  const shown = checkReport(report);
  checkOutputs(report);
  if (report.sources.length > 0) {
    const kept = await analyze([captureFile(path)], { tool });
    assert.deepEqual(historyOf(report), historyOf(kept), 'the file that was written tells another history');
  }
  return [...shown, ...refused];
}

function feedOf(bytes: Uint8Array, size: number): PushedFeed {
  const feed = new PushedFeed();
  for (let at = 0; at < bytes.length; at += size) feed.push(bytes.slice(at, at + Math.min(size, bytes.length)));
  return feed.end();
}
