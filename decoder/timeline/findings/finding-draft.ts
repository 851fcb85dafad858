import type { MessageStream } from '../../message-stream.ts';
import type { Evidence, Severity } from '../../report.ts';
import type { Nanos } from '../../time.ts';
import type { History } from '../history.ts';
import type { Timeline } from '../timeline.ts';
import type { VirtualRouterState } from '../virtual-router-state.ts';

/** A finding in the engine's terms: times in nanoseconds, the virtual router itself. */
export interface FindingDraft {
  code: string;
  severity: Severity;
  title: string;
  explanation: string;
  advice: string;
  reason: string | null;
  virtualRouter: VirtualRouterState | null;
  routers: string[];
  start: Nanos;
  end: Nanos | null;
  evidence: Evidence[];
}

/** What findings are drawn from. */
export interface FindingInput {
  timeline: Timeline;
  histories: readonly History[];
  streams: readonly MessageStream[];
  /** Name passwords instead of only comparing them. */
  showPasswords: boolean;
}

/** A draft of a moment in one virtual router, without a known reason; `details` fill in the rest. */
export function draft(
  code: string,
  severity: Severity,
  virtualRouter: VirtualRouterState | null,
  details: Pick<FindingDraft, 'title' | 'explanation' | 'advice' | 'routers' | 'start' | 'evidence'> &
    Partial<Pick<FindingDraft, 'end' | 'reason'>>,
): FindingDraft {
  return { code, severity, virtualRouter, reason: null, end: details.start, ...details };
}

/** `VRID 51 (10.0.0.3)`. */
export function describeVirtualRouter({ vrid, addresses }: VirtualRouterState): string {
  const [first, ...more] = addresses;
  if (first === undefined) return `VRID ${vrid}`;
  return more.length === 0 ? `VRID ${vrid} (${first})` : `VRID ${vrid} (${first} and ${more.length} more)`;
}

/** How to watch advertisements of this virtual router on a host. */
export function tcpdumpCommand({ destinations, family }: VirtualRouterState): string {
  const [destination] = destinations;
  const filter = family === 'ipv6' ? 'ip6 proto 112' : 'ip proto 112';
  return `tcpdump -ni IFACE '${filter}${destination === undefined ? '' : ` and dst ${destination}`}'`;
}
