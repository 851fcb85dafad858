import type { Report } from '../../decoder/report.ts';
import type { CaptureStatus } from '../../main/host-contract.ts';
import type { LiveStatus } from '../../main/live/live-contract.ts';
import type { CaptureView, Span } from './app-state.ts';

/** Seconds up to now that charts show while they follow. */
export const FOLLOWED = 300;
/** Of a capture that has just begun. */
const LEAST_FOLLOWED = 30;
/** Part of what is shown: so near to now, now is meant. */
const AT_NOW = 0.005;

export type ListeningStatus = CaptureStatus & { live: LiveStatus };

export function isListening(status: CaptureStatus | null): status is ListeningStatus {
  return status !== null && status.live !== null && status.state === 'reading';
}

/** The capture's own clock; null where nothing is listened to or heard. */
export function nowOf(status: CaptureStatus | null): number | null {
  return isListening(status) ? status.live.now : null;
}

/** What goes on has lasted until now. */
export function asOf(report: Report, now: number | null): Report {
  return now === null || report.end === null || now <= report.end ? report : { ...report, end: now };
}

/** The last seconds up to now; fewer while there are not so many. */
export function followedSpan(length: number, start: number, now: number): Span {
  return { start: now - Math.min(length, Math.max(LEAST_FOLLOWED, now - start)), end: now };
}

/** Whether a chosen time reaches to now, and so goes on with it. */
export function reachesNow(span: Span, now: number): boolean {
  return span.end >= now - AT_NOW * (span.end - span.start);
}

/** What the charts show of a report. */
export function shownSpan({ follows, span }: Pick<CaptureView, 'follows' | 'span'>, report: Report): Span {
  const start = report.start ?? 0;
  const end = Math.max(report.end ?? start, start + 0.001);
  return follows === null ? (span ?? { start, end }) : followedSpan(follows, start, end);
}
