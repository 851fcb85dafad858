import type { Finding, VirtualRouter } from '../../../decoder/report.ts';
import { type ReportEvent, virtualRouterEvent } from '../report-events.ts';
import { EVENT_KINDS, type EventKind } from './event-kinds.ts';
import { type Change, EventList } from './event-list.ts';

type Follow = (of: VirtualRouter, exactly: boolean) => Change[];

/** What has been told of one virtual router. */
export class VirtualRouterEvents {
  readonly #follow: readonly Follow[];
  readonly #findings = findingList();

  constructor(virtualRouter: string) {
    this.#follow = [
      follow(
        EVENT_KINDS['virtual-router'],
        (of) => [virtualRouterEvent(of)],
        (event) => event,
      ),
      follow(
        EVENT_KINDS.reign,
        ({ reigns }) => reigns,
        (item) => ({ type: 'reign', virtualRouter, ...item }),
      ),
      follow(
        EVENT_KINDS.transition,
        ({ transitions }) => transitions,
        (item) => ({ type: 'transition', virtualRouter, ...item }),
      ),
      follow(
        EVENT_KINDS['split-brain'],
        ({ splitBrains }) => splitBrains,
        (item) => ({ type: 'split-brain', virtualRouter, ...item }),
      ),
      follow(
        EVENT_KINDS['handover-race'],
        ({ handoverRaces }) => handoverRaces,
        (item) => ({ type: 'handover-race', virtualRouter, ...item }),
      ),
      follow(
        EVENT_KINDS['no-master'],
        ({ noMaster }) => noMaster,
        (item) => ({ type: 'no-master', virtualRouter, ...item }),
      ),
      follow(
        EVENT_KINDS['priority-change'],
        ({ priorityChanges }) => priorityChanges,
        (item) => ({ type: 'priority-change', virtualRouter, ...item }),
      ),
      follow(
        EVENT_KINDS.lost,
        ({ lost }) => lost,
        (item) => ({ type: 'lost', virtualRouter, ...item }),
      ),
      follow(
        EVENT_KINDS['near-failover'],
        ({ nearFailovers }) => nearFailovers,
        (item) => ({ type: 'near-failover', virtualRouter, ...item }),
      ),
      follow(
        EVENT_KINDS.announcement,
        ({ announcements }) => announcements,
        (item) => ({ type: 'announcement', virtualRouter, ...item }),
      ),
      follow(
        EVENT_KINDS.ownership,
        ({ ownership }) => ownership,
        (item) => ({ type: 'ownership', virtualRouter, ...item }),
      ),
    ];
  }

  update(of: VirtualRouter, findings: readonly Finding[], exactly: boolean): Change[] {
    const changes = this.#follow.flatMap((follow) => follow(of, exactly));
    changes.push(...this.#findings.update(findings, exactly));
    return changes;
  }
}

/** Findings of one virtual router, or those of none in particular. */
export function findingList(): EventList<Finding> {
  return new EventList(EVENT_KINDS.finding, (item) => ({ type: 'finding', ...item }));
}

function follow<T>(
  kind: EventKind<T>,
  itemsOf: (of: VirtualRouter) => readonly T[],
  asEvent: (item: T) => ReportEvent,
): Follow {
  const list = new EventList(kind, asEvent);
  return (of, exactly) => list.update(itemsOf(of), exactly);
}
