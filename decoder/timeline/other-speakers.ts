import type { OtherProtocolMessage } from '../message.ts';
import { segmentKey } from '../segment.ts';
import type { Heard } from './claim.ts';

const MOST_GROUPS = 4096;
const MOST_SPEAKERS = 256;

/** Who speaks a neighbouring protocol in a group of a segment. */
export interface OtherSpeakers {
  protocol: OtherProtocolMessage['protocol'];
  group: number;
  tunnel: string | null;
  vlans: readonly number[];
  speakers: Set<string>;
  macs: Set<string>;
  packets: number;
  first: Heard;
  last: Heard;
}

/** Protocols that VRRP may be mixed up with, or share a segment with. */
export class OtherSpeakersBook {
  readonly #groups = new Map<string, OtherSpeakers>();

  get groups(): OtherSpeakers[] {
    return [...this.#groups.values()];
  }

  push(message: OtherProtocolMessage, heard: Heard): void {
    const { protocol, group, tunnel, vlans } = message;
    const key = `${protocol}/${segmentKey(message)}/${group}`;
    const known = this.#groups.get(key);
    if (!known && this.#groups.size >= MOST_GROUPS) return;
    const fresh = { protocol, group, tunnel, vlans, speakers: new Set<string>(), macs: new Set<string>(), packets: 0 };
    const speakers = known ?? { ...fresh, first: heard, last: heard };
    this.#groups.set(key, speakers);
    speakers.packets++;
    speakers.last = heard;
    if (speakers.speakers.size < MOST_SPEAKERS) speakers.speakers.add(message.src);
    if (message.srcMac !== null && speakers.macs.size < MOST_SPEAKERS) speakers.macs.add(message.srcMac);
  }
}
