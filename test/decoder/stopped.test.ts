import { describe, expect, it } from 'vitest';
import { Analysis } from '../../decoder/analyze.ts';
import type { CaptureSource } from '../../decoder/capture/capture-source.ts';
import type { Report } from '../../decoder/report.ts';
import { relativeTimes, Story, seenAt, sourceOf } from '../support/story.ts';

describe('reading that is stopped', () => {
  /** The report of what was read when `packets` of all sources together had been, and the reports before it. */
  async function stopped(captures: readonly Uint8Array[], packets: number) {
    const interim: Report[] = [];
    let read = 0;
    const inPieces = (bytes: Uint8Array, index: number): CaptureSource => {
      const source = sourceOf(bytes, `story-${index + 1}.pcap`, [60]);
      return {
        ...source,
        async read(into) {
          if (read++ >= packets) analysis.stop();
          interim.push(relativeTimes(analysis.report()));
          return source.read(into);
        },
        reopen: () => inPieces(bytes, index),
      };
    };
    const analysis: Analysis = new Analysis(captures.map(inPieces));
    await analysis.run();
    return { report: relativeTimes(analysis.report()), interim };
  }

  it('in the first file of a ring buffer tells nothing about the time of the next', async () => {
    const [first, next] = [new Story(), new Story()];
    const a = first.node(1, 100).advertiseFrom(0, 100);
    next.node(1, 100).advertiseFrom(3600, 3610, 1, { id: a.id });
    const { report, interim } = await stopped([first.capture(), next.capture()], 50);
    expect(report.end).toBeGreaterThan(10);
    expect(report.end).toBeLessThan(100);
    for (const { end } of interim) expect(end ?? 0).toBeLessThan(100);
  });

  it('keeps all that was found when viewpoints are being read apart', async () => {
    const [here, there] = [seenAt(0), seenAt(0.6)];
    const { interim } = await stopped([here, there], Infinity);
    const ends = interim.map(({ end }) => end ?? 0);
    expect(ends).toEqual([...ends].sort((a, b) => a - b));
    for (const packets of [interim.length - 40, interim.length - 3]) {
      const { report } = await stopped([here, there], packets);
      expect(report.end).toBe(19.605);
      expect(report.sources.map(({ vrrp }) => vrrp)).toEqual([21, 21]);
    }
  });
});

it('a report of what was read so far stays as it is while reading goes on', async () => {
  const story = new Story();
  story.node(1, 100).advertiseFrom(0, 1500);
  const source = sourceOf(story.capture(), 'story-1.pcap', [3000]);
  const soFar: { report: Report; asItWas: Report }[] = [];
  const read = (into: Uint8Array) => {
    const report = analysis.report();
    soFar.push({ report, asItWas: structuredClone(report) });
    return source.read(into);
  };
  const analysis: Analysis = new Analysis([{ ...source, read }]);
  await analysis.run();
  expect(soFar.length).toBeGreaterThan(10);
  for (const { report, asItWas } of soFar) expect(report).toEqual(asItWas);
});
