import type { Message } from './message.ts';
import type { MessageStream } from './message-stream.ts';

interface Lane {
  stream: MessageStream;
  /** Its place among all streams. */
  index: number;
  head: Message | undefined;
  /** Nothing of it comes earlier. */
  from: number;
}

/**
 * The messages of several streams in time order, those of one stream in the order of its packets:
 *
 *     while ((message = merged.next()) !== undefined || (await merged.fill())) …
 *
 * A stream is read from when its first packet is due, so that of the files of a ring buffer few are open at once.
 */
export class MergedMessages {
  /** The stream that the last message came from. */
  stream: MessageStream | undefined;
  /** In the order of the streams. */
  readonly #lanes: Lane[] = [];
  /** In the order in which they are due, the last one first. */
  readonly #waiting: Lane[];
  readonly #ended = new Set<MessageStream>();
  #hungry: MessageStream | undefined;

  constructor(streams: readonly MessageStream[]) {
    this.#waiting = streams
      .map((stream, index) => ({ stream, index, head: undefined, from: stream.firstNanos ?? -Infinity }))
      .sort((one, other) => other.from - one.from || other.index - one.index);
  }

  /** Undefined: needs more bytes, or finished. The record of the stream holds until the next call. */
  next(): Message | undefined {
    this.#hungry = undefined;
    for (;;) {
      const earliest = this.#earliest();
      if (this.#hungry) return undefined;
      const next = this.#waiting.at(-1);
      if (next && (earliest === undefined || next.from <= (earliest.head?.time ?? Infinity))) {
        this.#begin(next);
        continue;
      }
      if (earliest === undefined) return undefined;
      const { head } = earliest;
      this.stream = earliest.stream;
      earliest.head = undefined;
      return head;
    }
  }

  /** Whether nothing more comes of a stream. */
  hasEnded(stream: MessageStream): boolean {
    return this.#ended.has(stream);
  }

  /** Reads more; false when all streams have ended. */
  async fill(): Promise<boolean> {
    const hungry = this.#hungry;
    this.#hungry = undefined;
    if (hungry === undefined) return false;
    await hungry.fill();
    return true;
  }

  /** Undefined also if a stream needs bytes before that can be told. */
  #earliest(): Lane | undefined {
    let earliest: Lane | undefined;
    for (let at = 0; at < this.#lanes.length; ) {
      const lane = this.#lanes[at];
      if (lane === undefined) break;
      if (lane.head === undefined) {
        const step = lane.stream.step();
        if (step === 'needs-bytes') {
          this.#hungry = lane.stream;
          return undefined;
        }
        if (step === 'ended') {
          this.#ended.add(lane.stream);
          this.#lanes.splice(at, 1);
          continue;
        }
        lane.head = step;
      }
      if (isBefore(lane.head, earliest?.head)) earliest = lane;
      at++;
    }
    return earliest;
  }

  #begin(lane: Lane): void {
    this.#waiting.pop();
    const behind = this.#lanes.findIndex(({ index }) => index > lane.index);
    this.#lanes.splice(behind < 0 ? this.#lanes.length : behind, 0, lane);
  }
}

/** Equal times keep the order of the streams. */
function isBefore(one: Message, other: Message | undefined): boolean {
  return other === undefined || one.time < other.time;
}
