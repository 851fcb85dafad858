import type { Router } from '../../../decoder/report.ts';
import type { EventFields } from '../report-events.ts';

/** How events of one type are told apart, and what about them is news. */
export interface EventKind<T> {
  /** Which fields make it the same event. */
  readonly identity: readonly (keyof T)[];
  /** What an event has in common with the one that later evidence made of it, beside being near in time. */
  readonly kin: readonly (keyof T)[];
  /** Fields whose change is news. What only counts up is not among them. */
  readonly news: readonly (keyof T)[];
  /** Further news. */
  readonly differs?: (one: T, other: T) => boolean;
}

/** What is listened to has one view, and no logs. */
type LiveEventType = Exclude<keyof EventFields, 'view' | 'undelivered' | 'log' | 'log-line'>;

export type EventKinds = { readonly [Type in LiveEventType]: EventKind<EventFields[Type]> };

export const EVENT_KINDS: EventKinds = {
  source: {
    identity: ['name'],
    kin: [],
    news: ['format', 'compression'],
    differs: (one, other) => one.problems.length !== other.problems.length,
  },
  unreadable: { identity: ['name', 'code'], kin: [], news: ['message'] },
  'other-protocol': { identity: ['protocol', 'group', 'tunnel', 'vlans'], kin: [], news: ['speakers'] },
  'virtual-router': {
    identity: [],
    kin: [],
    news: ['source', 'interface', 'vlans', 'versions', 'addresses', 'destinations'],
    differs: (one, other) =>
      one.routers.length !== other.routers.length ||
      one.routers.some((router, index) => isOtherRouter(router, other.routers[index])),
  },
  reign: { identity: ['router', 'start'], kin: ['router'], news: ['end', 'began', 'ended', 'priority'] },
  transition: {
    identity: ['time', 'to'],
    kin: ['to'],
    news: ['from', 'cause', 'lastHeard', 'announced', 'explanation'],
  },
  'split-brain': { identity: ['start'], kin: [], news: ['end', 'routers', 'deaf', 'reason', 'inferred'] },
  'handover-race': { identity: ['start'], kin: [], news: ['end', 'routers'] },
  'no-master': { identity: ['start', 'after'], kin: [], news: ['end'] },
  'priority-change': { identity: ['time', 'router', 'from', 'to'], kin: ['router'], news: [] },
  lost: { identity: ['router', 'start'], kin: ['router'], news: ['end', 'advertisements'] },
  'near-failover': { identity: ['router', 'time'], kin: ['router'], news: ['gap', 'missed'] },
  announcement: { identity: ['time', 'address', 'mac', 'kind'], kin: [], news: ['router'] },
  ownership: { identity: ['address', 'mac', 'start'], kin: ['address', 'mac'], news: ['end', 'router', 'by'] },
  finding: {
    identity: ['code', 'start', 'routers'],
    kin: ['code'],
    news: ['severity', 'reason'],
    differs: (one, other) => (one.end === null) !== (other.end === null) || says(one.title) !== says(other.title),
  },
  incident: {
    identity: ['start'],
    kin: ['virtualRouters'],
    news: ['virtualRouters'],
    differs: (one, other) => (one.end === null) !== (other.end === null) || says(one.title) !== says(other.title),
  },
};

/** Priorities are events of their own. */
function isOtherRouter(one: Router, other: Router | undefined): boolean {
  return (
    other === undefined ||
    one.address !== other.address ||
    one.name !== other.name ||
    one.authentication !== other.authentication ||
    one.interval.advertised !== other.interval.advertised ||
    one.macs.length !== other.macs.length
  );
}

/** Without numbers and units, which may grow while it lasts, in any language. Who it is about stands in its routers. */
function says(title: string): string {
  return title
    .replace(/\d[\d.,]*(?: (?:(?:ms|s|min|h|d)\b|毫秒|秒|分钟?|小时|天))?(?: #)*/g, '#')
    .replace(/# #/g, '#')
    .replace(/\bwere\b/g, 'was')
    .replace(/s\b/g, '');
}

/** Whether all of these fields are the same: looked at very often, and nearly always they are. */
export function haveEqual<T>(one: T, other: T, fields: readonly (keyof T)[]): boolean {
  for (const field of fields) {
    if (one[field] !== other[field] && !areEqualLists(one[field], other[field])) return false;
  }
  return true;
}

function areEqualLists(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
  return one.every((value, index) => value === other[index]);
}
