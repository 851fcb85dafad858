import type { Segment } from '../segment.ts';

const MOST_KEPT = 4096;

/** A segment, and those seen inside it: each is one object, so that packets of one segment share it. */
export class NestedSegment implements Segment {
  readonly tunnel: string | null;
  readonly vlans: readonly number[];
  readonly #tagged = new Map<number, NestedSegment>();
  readonly #carried = new Map<string, NestedSegment>();
  readonly #room: { left: number };

  constructor(tunnel: string | null = null, vlans: readonly number[] = [], room = { left: MOST_KEPT }) {
    this.tunnel = tunnel;
    this.vlans = vlans;
    this.#room = room;
  }

  /** Behind one more VLAN tag. */
  tagged(vid: number): NestedSegment {
    const known = this.#tagged.get(vid);
    return known ?? this.#keep(this.#tagged, vid, new NestedSegment(this.tunnel, [...this.vlans, vid], this.#room));
  }

  /** Inside `tunnel`; `vlans` are those it takes along. */
  carriedIn(tunnel: string, vlans: readonly number[] = []): NestedSegment {
    const name = this.tunnel === null ? tunnel : `${this.tunnel} / ${tunnel}`;
    const key = vlans.length === 0 ? tunnel : `${tunnel} ${vlans.join('.')}`;
    return this.#carried.get(key) ?? this.#keep(this.#carried, key, new NestedSegment(name, vlans, this.#room));
  }

  #keep<K>(inside: Map<K, NestedSegment>, key: K, segment: NestedSegment): NestedSegment {
    if (this.#room.left > 0) {
      this.#room.left--;
      inside.set(key, segment);
    }
    return segment;
  }
}
