import type { ReadingPlace } from '../capture/reading-place.ts';
import { firstAt } from '../first-at.ts';

/** Bytes between two places. */
const STRIDE = 1 << 19;
const BEGINNING: ReadingPlace = {
  packet: 0,
  byteOffset: 0,
  headers: [],
  headerCount: 0,
  interfaces: 0,
  seconds: Number.NEGATIVE_INFINITY,
  nanoseconds: 0,
};

/** A place in each megabyte or so of a capture: any packet is a short way behind one. */
export class PlaceIndex {
  readonly #places: ReadingPlace[] = [BEGINNING];
  #last = BEGINNING;

  /** Places come in the order of the capture. */
  add(place: ReadingPlace): void {
    if (place.packet === this.#last.packet) return;
    this.#last = place;
    const { byteOffset } = this.#places.at(-1) ?? BEGINNING;
    if (place.byteOffset - byteOffset >= STRIDE) this.#places.push(place);
  }

  /** The number of the last packet. */
  get packets(): number {
    return this.#last.packet;
  }

  /** The last place before a packet. */
  beforePacket(packet: number): ReadingPlace {
    return this.#lastWhere((place) => place.packet < packet);
  }

  /** The last place that every packet before it is earlier than a time, in seconds since the Unix epoch. */
  beforeTime(time: number): ReadingPlace {
    return this.#lastWhere(({ seconds, nanoseconds }) => seconds + nanoseconds / 1e9 < time);
  }

  /** `isBefore` holds for the first of them, and for none behind one for which it does not. */
  #lastWhere(isBefore: (place: ReadingPlace) => boolean): ReadingPlace {
    const behind = firstAt(this.#places.length, (at) => !isBefore(this.#places[at] ?? BEGINNING));
    return this.#places[Math.max(0, behind - 1)] ?? BEGINNING;
  }
}
