import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { analyze } from '../../../decoder/analyze.ts';
import type { Report } from '../../../decoder/report.ts';
import { CaptureLog } from '../../../main/live/capture-log.ts';
import { FeedError } from '../../../main/live/feed.ts';
import { LiveCapture, type LiveOptions } from '../../../main/live/live-capture.ts';
import { captureFile } from '../../../main/services/read-capture-file.ts';
import { PushedFeed, pushedInput } from '../../support/pushed-input.ts';
import { Story, sourceOf } from '../../support/story.ts';

const tool = { name: 'vrrpscope', version: '1' };
const directory = mkdtempSync(join(tmpdir(), 'live-capture-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** What differs between a stream and the file it came from or went to, and tells nothing of history. */
function history({ sources, ...report }: Report) {
  const dropped = sources.reduce((all, source) => all + (source.dropped ?? 0), 0);
  return { ...report, tool: null, packets: sources.map(({ packets }) => packets), dropped };
}

let files = 0;
async function logged(options: Partial<LiveOptions> = {}): Promise<[string, LiveOptions]> {
  const path = join(directory, `${++files}.pcapng`);
  return [path, { tool, log: await CaptureLog.create(path, {}), ...options }];
}

function chunks(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? bytes.length;
    parts.push(bytes.subarray(at, at + size));
    at += size;
  }
  return parts;
}

const SAMPLES = ['split-brain.pcapng', 'kill-9.pcapng', 'preemption.pcapng', 'flapping.pcapng'];

function eventful(): Story {
  const story = new Story();
  const [a, b] = [story.node(1, 100), story.node(2, 50)];
  a.id = 500;
  a.advertiseFrom(0, 10);
  b.advertiseFrom(13.805, 19.805);
  a.advertiseFrom(20, 30).resign(30.2);
  b.advertiseFrom(31.005, 35.005);
  return story;
}

describe('a live capture', () => {
  it('tells the history that the same bytes tell as a file, and that the file it writes tells', async () => {
    const bytes = eventful().capture();
    const expected = history(await analyze([sourceOf(bytes)], { tool }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 20 }), async (sizes) => {
        const [path, options] = await logged();
        const live = new LiveCapture(
          pushedInput([new PushedFeed().push(...chunks(bytes, sizes)).end()], 'pipe'),
          options,
        );
        await live.run();
        expect(history(live.report())).toEqual(expected);
        expect(history(await analyze([captureFile(path)], { tool }))).toEqual(expected);
      }),
      { numRuns: 10 },
    );
  });
});
