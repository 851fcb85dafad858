import type { Configuration } from '../../configuration/configuration.ts';
import type { Place } from '../../configuration/place.ts';
import type { MessageStream } from '../../message-stream.ts';
import type { Evidence, Severity } from '../../report.ts';
import type { Nanos } from '../../time.ts';
import type { OpenedView } from '../../viewpoints/open-views.ts';
import type { FindingWords } from '../../wording/finding-words.ts';
import type { FindingCode, Words } from '../../wording/words.ts';
import { isMulticast } from '../addresses.ts';
import type { History } from '../history.ts';
import type { PlacedLog } from '../match-logs.ts';
import type { ConfiguredVirtualRouter } from '../match-routers.ts';
import type { Timeline } from '../timeline.ts';
import type { VirtualRouterState } from '../virtual-router-state.ts';

/** A finding in the engine's terms: times in nanoseconds, the virtual router itself. */
export interface FindingDraft extends FindingWords {
  code: FindingCode;
  severity: Severity;
  reason: string | null;
  virtualRouter: VirtualRouterState | null;
  routers: string[];
  start: Nanos;
  end: Nanos | null;
  evidence: Evidence[];
  /** Lines of configurations that it is about. */
  places: Place[] | undefined;
  /** The code, or the reason, of what the packets show where this is the cause. */
  explains: string | undefined;
}

/** What findings are drawn from. */
export interface FindingInput {
  timeline: Timeline;
  histories: readonly History[];
  streams: readonly MessageStream[];
  /** Named viewpoints; empty where there are none. */
  views: readonly OpenedView[];
  /** What nodes are configured to do, and which routers they are; empty where no configuration was given. */
  configurations: readonly Configuration[];
  configured: readonly ConfiguredVirtualRouter[];
  /** What nodes logged; empty where no log was given. */
  logs: readonly PlacedLog[];
  /** Name passwords instead of only comparing them. */
  showPasswords: boolean;
  /** The language of titles, explanations and advice. */
  words: Words;
}

/** A draft of a moment in one virtual router, without a known reason; `details` fill in the rest. */
export function draft(
  code: FindingCode,
  severity: Severity,
  virtualRouter: VirtualRouterState | null,
  details: FindingWords &
    Pick<FindingDraft, 'routers' | 'start' | 'evidence'> &
    Partial<Pick<FindingDraft, 'end' | 'reason' | 'places' | 'explains'>>,
): FindingDraft {
  const {
    title,
    explanation,
    advice,
    routers,
    start,
    end = start,
    evidence,
    reason = null,
    places,
    explains,
  } = details;
  return {
    code,
    severity,
    virtualRouter,
    title,
    explanation,
    advice,
    reason,
    routers,
    start,
    end,
    evidence,
    places,
    explains,
  };
}

/** Where the advertisements go that these routers should get; undefined where that is not one address. */
export function destinationTo(virtualRouter: VirtualRouterState, routers: readonly string[]): string | undefined {
  const group = [...virtualRouter.destinations].find(isMulticast);
  if (group !== undefined) return group;
  return routers.length === 1 ? routers[0] : undefined;
}

/** How to watch advertisements of this virtual router on a host. */
export function tcpdumpCommand(virtualRouter: VirtualRouterState, destination: string | undefined): string {
  const filter = `${virtualRouter.family === 'ipv6' ? 'ip6' : 'ip'} proto ${protocolOf(virtualRouter)}`;
  return `tcpdump -ni IFACE '${filter}${destination === undefined ? '' : ` and dst ${destination}`}'`;
}

/** The IP protocol that filters see: an Authentication Header hides VRRP's own. */
export function protocolOf({ routers }: VirtualRouterState): 51 | 112 {
  return [...routers.values()].some(({ lastMessage }) => lastMessage.authentication === 'ah') ? 51 : 112;
}

export function isKeyOf<T extends object>(record: T, key: string): key is Extract<keyof T, string> {
  return Object.hasOwn(record, key);
}
