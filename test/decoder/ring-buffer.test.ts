import { describe, expect, it } from 'vitest';
import { analyze } from '../../decoder/analyze.ts';
import type { CaptureSource } from '../../decoder/capture/capture-source.ts';
import type { Report } from '../../decoder/report.ts';
import { captureOf, type Packet, relativeTimes, Story, sourceOf } from '../support/story.ts';

/** Ten failovers in 1000 seconds, and much that is none of ours. */
function eventful(): Story {
  const story = new Story();
  const [a, b] = [story.node(1, 100), story.node(2, 50)];
  a.id = 500;
  for (let begin = 0; begin < 1000; begin += 100) {
    a.advertiseFrom(begin, begin + 60).announce(begin + 0.001);
    if (begin % 200 === 0) a.resign(begin + 60.2);
    b.advertiseFrom(begin + (begin % 200 === 0 ? 61.005 : 63.8), begin + 99.5).announce(begin + 64.1);
  }
  for (let time = 0.5; time < 1000; time += 7) story.other(time);
  return story;
}

/** The packets of a story in files of `size`, in the order of their times. */
function filesOf(story: Story, size: number): Packet[][] {
  const packets = [...story.packets].sort((one, other) => one.time - other.time);
  return Array.from({ length: Math.ceil(packets.length / size) }, (_, i) => packets.slice(i * size, (i + 1) * size));
}

/** Files, and how many of them were open at once. */
class Files {
  mostOpen = 0;
  #open = 0;

  source(bytes: Uint8Array, name: string): CaptureSource {
    const source = sourceOf(bytes, name);
    let isOpen = false;
    return {
      name,
      compression: 'none',
      read: (into) => {
        if (!isOpen) this.#open++;
        isOpen = true;
        this.mostOpen = Math.max(this.mostOpen, this.#open);
        return source.read(into);
      },
      close: async () => {
        if (isOpen) this.#open--;
        isOpen = false;
      },
      reopen: () => this.source(bytes, name),
    };
  }
}

/** Everything but where a packet was. */
function history(report: Report): unknown {
  const { virtualRouters, findings, incidents, start, end } = relativeTimes(report);
  return JSON.parse(
    JSON.stringify({ virtualRouters, findings, incidents, start, end }, (key, value) =>
      key === 'evidence' || key === 'source' ? undefined : value,
    ),
  );
}

async function read(files: readonly Packet[][]): Promise<{ report: Report; mostOpen: number }> {
  const all = new Files();
  const report = await analyze(files.map((packets, i) => all.source(captureOf(packets), `ring${i}.pcap`)));
  return { report, mostOpen: all.mostOpen };
}

describe('a ring buffer of a hundred files', () => {
  it('is one history, as if it had been one file, and few of them are open at once', async () => {
    const story = eventful();
    const files = filesOf(story, 13);
    expect(files.length).toBeGreaterThan(90);
    const { report, mostOpen } = await read(files);
    expect(history(report)).toEqual(history(await story.report()));
    expect(mostOpen).toBeLessThan(20);
    expect(report.sources.map(({ packets }) => packets)).toEqual(files.map(({ length }) => length));
  });

  it('may be given in any order, as where it has wrapped', async () => {
    const story = eventful();
    const files = filesOf(story, 13);
    const wrapped = [...files.slice(40), ...files.slice(0, 40)];
    expect(history((await read(wrapped)).report)).toEqual(history(await story.report()));
    expect(history((await read([...files].reverse())).report)).toEqual(history(await story.report()));
  });

  it('has no gap where nothing but slow masters was captured, and one where files are missing', async () => {
    const story = new Story();
    story.node(1, 100, { interval: 30 }).advertiseFrom(0, 3000, 30);
    const files = filesOf(story, 3);
    expect((await read(files)).report.findings).toEqual([]);
    const { report } = await read([...files.slice(0, 10), ...files.slice(20)]);
    expect(relativeTimes(report).findings).toMatchObject([{ code: 'capture-gap', start: 870, end: 1800 }]);
  });
});
