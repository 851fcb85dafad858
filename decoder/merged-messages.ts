import type { Message } from './message.ts';
import type { MessageStream } from './message-stream.ts';

interface Lane {
  stream: MessageStream;
  head: Message | undefined;
  ended: boolean;
}

/**
 * The messages of several streams in time order, those of one stream in the order of its packets:
 *
 *     while ((message = merged.next()) !== undefined || (await merged.fill())) …
 */
export class MergedMessages {
  /** The stream that the last message came from. */
  stream: MessageStream | undefined;
  readonly #lanes: Lane[];
  #hungry: MessageStream | undefined;

  constructor(streams: readonly MessageStream[]) {
    this.#lanes = streams.map((stream) => ({ stream, head: undefined, ended: false }));
  }

  /** Undefined: needs more bytes, or finished. The record of the stream holds until the next call. */
  next(): Message | undefined {
    let earliest: Lane | undefined;
    for (const lane of this.#lanes) {
      if (!this.#hasHead(lane)) {
        if (lane.ended) continue;
        this.#hungry = lane.stream;
        return undefined;
      }
      if (isBefore(lane.head, earliest?.head)) earliest = lane;
    }
    if (earliest === undefined) return undefined;
    const { head } = earliest;
    this.stream = earliest.stream;
    earliest.head = undefined;
    return head;
  }

  /** Whether nothing more comes of a stream. */
  hasEnded(stream: MessageStream): boolean {
    return this.#lanes.some((lane) => lane.stream === stream && lane.ended);
  }

  /** Reads more; false when all streams have ended. */
  async fill(): Promise<boolean> {
    const hungry = this.#hungry;
    this.#hungry = undefined;
    if (hungry === undefined) return false;
    await hungry.fill();
    return true;
  }

  #hasHead(lane: Lane): boolean {
    if (lane.head !== undefined) return true;
    if (lane.ended) return false;
    const step = lane.stream.step();
    if (step === 'ended') lane.ended = true;
    else if (step !== 'needs-bytes') lane.head = step;
    return lane.head !== undefined;
  }
}

/** Equal times keep the order of the streams. */
function isBefore(one: Message | undefined, other: Message | undefined): boolean {
  return other === undefined || (one !== undefined && one.time < other.time);
}
