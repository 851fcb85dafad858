import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaptureSource } from '../../decoder/capture/capture-source.ts';
import { MergedMessages } from '../../decoder/merged-messages.ts';
import type { VrrpMessage } from '../../decoder/message.ts';
import { MessageStream } from '../../decoder/message-stream.ts';
import { Pcapng, pcap } from '../support/capture-builders.ts';
import { advertisement, carp, concat, ethernet, ipv4 } from '../support/packet-builders.ts';
import { sourceOf } from '../support/story.ts';

const START = 1_780_000_000;

/** A capture of advertisements: when, in seconds after the start, and which VRID. */
function capture(...packets: readonly [time: number, vrid: number][]): Uint8Array {
  const records = packets.map(([time, vrid]) => ({
    seconds: START + Math.floor(time),
    fraction: Math.round((time % 1) * 1e6),
    data: advertisement({ vrid }),
  }));
  return pcap({ records });
}

async function merge(sources: readonly CaptureSource[], keepUntimed = false): Promise<VrrpMessage[]> {
  const streams = sources.map((source) => new MessageStream(source, keepUntimed));
  for (const stream of streams) await stream.open();
  streams.forEach((stream, index) => {
    stream.startAt(START, index);
  });
  const merged = new MergedMessages(streams);
  const messages: VrrpMessage[] = [];
  do {
    for (let message = merged.next(); message !== undefined; message = merged.next()) {
      if (message.kind !== 'vrrp') continue;
      expect(merged.stream).toBe(streams[message.source]);
      expect(merged.stream?.record?.packet).toBe(message.packet);
      messages.push(message);
    }
  } while (await merged.fill());
  return messages;
}

const vrids = (messages: readonly VrrpMessage[]) => messages.map((message) => message.vrid);

describe('several streams', () => {
  it('give their messages in time order, equal times in the order of the streams', async () => {
    const messages = await merge([
      sourceOf(capture([1, 1], [3, 3], [5, 5])),
      sourceOf(capture([0.5, 9], [2, 2], [3, 33], [4, 4])),
    ]);
    expect(vrids(messages)).toEqual([9, 1, 2, 3, 33, 4, 5]);
    expect(messages[0]).toMatchObject({ source: 1, packet: 1, time: 0.5e9 });
  });

  it('keep the order of packets within a stream, also where its clock went back', async () => {
    const messages = await merge([sourceOf(capture([5, 1], [2, 2], [6, 3])), sourceOf(capture([3, 11], [7, 12]))]);
    expect(vrids(messages)).toEqual([11, 1, 2, 3, 12]);
  });

  it('give the same whatever the reads return', async () => {
    const files = [capture([1, 1], [3, 3], [5, 5]), capture([0.5, 9], [2, 2], [4, 4])];
    const whole = await merge(files.map((bytes) => sourceOf(bytes)));
    const sizes = fc.array(fc.integer({ min: 1, max: 80 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(sizes, async (chunks) => {
        const merged = await merge(files.map((bytes) => sourceOf(bytes, 'a.pcap', chunks)));
        expect(merged).toEqual(whole);
      }),
      { numRuns: 40 },
    );
  });

  it('may be empty, or none at all', async () => {
    expect(await merge([])).toEqual([]);
    expect(await merge([sourceOf(capture()), sourceOf(capture([1, 1]))])).toHaveLength(1);
  });
});

describe('packets without a timestamp', () => {
  const blocks = new Pcapng();
  const file = concat(
    blocks.section(),
    blocks.interface(),
    blocks.simple({ data: advertisement({ vrid: 1 }) }),
    blocks.enhanced({ units: BigInt(START + 4) * 1_000_000n, data: advertisement({ vrid: 2 }) }),
    blocks.simple({ data: advertisement({ vrid: 3 }) }),
  );

  it('are left out of a history', async () => {
    expect(vrids(await merge([sourceOf(file)]))).toEqual([2]);
  });

  it('stand where they lie if they are asked for', async () => {
    const messages = await merge([sourceOf(file)], true);
    expect(messages.map(({ vrid, time }) => [vrid, time])).toEqual([
      [1, 0],
      [2, 4e9],
      [3, 4e9],
    ]);
  });
});

it('counts neighbouring protocols apart', async () => {
  const data = ethernet({ payload: ipv4({ payload: carp() }) });
  const stream = new MessageStream(sourceOf(pcap({ records: [{ data }, { data: advertisement() }] })));
  await stream.open();
  stream.startAt(START, 0);
  while (stream.step() !== 'ended') await stream.fill();
  expect({ others: stream.others, vrrp: stream.vrrp }).toEqual({ others: 1, vrrp: 1 });
});
