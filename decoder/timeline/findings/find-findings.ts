import type { MessageStream } from '../../message-stream.ts';
import type { Evidence, Severity } from '../../report.ts';
import type { Nanos } from '../../time.ts';
import type { History } from '../history.ts';
import type { Timeline } from '../timeline.ts';
import type { VirtualRouterState } from '../virtual-router-state.ts';

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

export interface FindingInput {
  timeline: Timeline;
  histories: readonly History[];
  streams: readonly MessageStream[];
}

export function findFindings(_input: FindingInput): FindingDraft[] {
  return [];
}
