import type { Finding, Report } from '../../../decoder/report.ts';
import type { LiveStatus } from '../../live/live-contract.ts';
import { incidentEvent, type ReportEvent } from '../report-events.ts';
import { type OutputWords, outputWords } from '../words.ts';
import { type CaptureNews, CaptureNewsReader } from './capture-news.ts';
import { EVENT_KINDS } from './event-kinds.ts';
import { type Change, EventList } from './event-list.ts';
import { findingList, VirtualRouterEvents } from './virtual-router-events.ts';

/** A line of live NDJSON: a line of `report --ndjson` with a number, or news of the capture itself. */
export type LiveEvent = {
  /** Counts from 1. */
  event: number;
  /** The number under which it was told before. */
  revises?: number;
  /** It no longer holds. */
  withdrawn?: true;
} & (ReportEvent | CaptureNews);

/** Compares each report with the one before: what is new, what later evidence changed, what no longer holds. */
export class LiveEvents {
  readonly #sources = new EventList(EVENT_KINDS.source, (item) => ({ type: 'source', virtualRouter: null, ...item }));
  readonly #unreadable = new EventList(EVENT_KINDS.unreadable, (item) => ({
    type: 'unreadable',
    virtualRouter: null,
    ...item,
  }));
  readonly #others = new EventList(EVENT_KINDS['other-protocol'], (item) => ({
    type: 'other-protocol',
    virtualRouter: null,
    ...item,
  }));
  readonly #virtualRouters = new Map<string, VirtualRouterEvents>();
  /** Of no virtual router in particular. */
  readonly #findings = findingList();
  readonly #incidents = new EventList(EVENT_KINDS.incident, incidentEvent);
  readonly #capture: CaptureNewsReader;
  #count = 0;

  /** `words` are those of news of the capture. */
  constructor(words: OutputWords = outputWords('en')) {
    this.#capture = new CaptureNewsReader(words);
  }

  /** What has become known since the last call. */
  update(report: Report, status: LiveStatus): LiveEvent[] {
    return [...this.#number(this.#capture.update(status)), ...this.#history(report, false)];
  }

  /** The last lines: whatever differs in the final report from what was told of it, though it only counted up. */
  finish(report: Report, status: LiveStatus): LiveEvent[] {
    return [...this.#history(report, true), ...this.#number(this.#capture.finish(status))];
  }

  #history(report: Report, exactly: boolean): LiveEvent[] {
    const findings = byVirtualRouter(report.findings);
    const head = [
      ...this.#sources.update(report.sources, exactly),
      ...this.#unreadable.update(report.unreadable, exactly),
      ...this.#others.update(report.otherProtocols, exactly),
    ];
    const changes = this.#findings.update(findings.get(null) ?? NONE, exactly);
    for (const virtualRouter of report.virtualRouters) {
      const { id } = virtualRouter;
      const told = this.#virtualRouters.get(id) ?? new VirtualRouterEvents(id);
      this.#virtualRouters.set(id, told);
      changes.push(...told.update(virtualRouter, findings.get(id) ?? NONE, exactly));
    }
    changes.push(...this.#incidents.update(report.incidents, exactly));
    return [...head, ...changes.sort(byTime)].map((change) => this.#tell(change));
  }

  #tell({ event, revises, withdrawn, tell }: Change): LiveEvent {
    this.#count += 1;
    tell(this.#count);
    const numbered = { event: this.#count, ...(revises === null ? {} : { revises }) };
    return withdrawn ? { ...numbered, withdrawn, ...event } : { ...numbered, ...event };
  }

  #number(news: readonly CaptureNews[]): LiveEvent[] {
    return news.map((one) => {
      this.#count += 1;
      return { event: this.#count, ...one };
    });
  }
}

const NONE: readonly Finding[] = [];

function byVirtualRouter(findings: readonly Finding[]): Map<string | null, Finding[]> {
  const groups = new Map<string | null, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.virtualRouter);
    if (group === undefined) groups.set(finding.virtualRouter, [finding]);
    else group.push(finding);
  }
  return groups;
}

function byTime(one: Change, other: Change): number {
  return one.time - other.time || 0;
}
