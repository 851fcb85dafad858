import { isDeepStrictEqual } from 'node:util';
import { eventTime, type ReportEvent } from '../report-events.ts';
import { type EventKind, haveEqual } from './event-kinds.ts';

/** Seconds between an event and what later evidence made of it. */
const NEAR = 10;
/** A list so long may have lost its oldest entries: the history of months keeps the latest 10,000 masterships. */
const LONG = 1000;

/** An event as it was last told. */
interface Told<T> {
  item: T;
  number: number;
}

/** Something to tell of an event. */
export interface Change {
  readonly event: ReportEvent;
  /** Of the event. */
  readonly time: number;
  /** The number under which it was last told; null if it never was. */
  readonly revises: number | null;
  /** It no longer holds; `event` is what had been told. */
  readonly withdrawn: boolean;
  /** From now on it is known under that number. */
  tell(number: number): void;
}

/** One list of the report: its events as they were last told, in the report's order. */
export class EventList<T> {
  readonly #kind: EventKind<T>;
  readonly #asEvent: (item: T) => ReportEvent;
  #told: Told<T>[] = [];
  #seen: readonly T[] = [];

  constructor(kind: EventKind<T>, asEvent: (item: T) => ReportEvent) {
    this.#kind = kind;
    this.#asEvent = asEvent;
  }

  /** What to tell now that the list is `items`; `exactly` tells also what had only counted up. */
  update(items: readonly T[], exactly = false): Change[] {
    if (items === this.#seen && !exactly) return [];
    this.#seen = items;
    const changes: Change[] = [];
    const same = this.#compare(items, exactly, changes);
    const before = this.#told.splice(same);
    if (before.length > 0) this.#match(before, items.slice(same), exactly, changes);
    else for (let index = same; index < items.length; index += 1) this.#add(items[index], changes);
    return changes;
  }

  /** How many at the start are the same events as before: usually all. */
  #compare(items: readonly T[], exactly: boolean, changes: Change[]): number {
    for (let index = 0; index < this.#told.length; index += 1) {
      const [told, item] = [this.#told[index], items[index]];
      if (told === undefined || item === undefined || !this.#isSame(told.item, item)) return index;
      this.#compareOne(told, item, exactly, changes);
    }
    return this.#told.length;
  }

  /** From the first difference on, events are found by what identifies them. */
  #match(before: Told<T>[], items: readonly T[], exactly: boolean, changes: Change[]): void {
    const wasLong = this.#told.length + before.length >= LONG;
    const isFront = this.#told.length === 0;
    const gone = new Map(before.map((told) => [this.#key(told.item), told]));
    const places = items.map((item) => {
      const key = this.#key(item);
      const told = gone.get(key);
      gone.delete(key);
      return { item, told };
    });
    for (const { item, told } of places) {
      if (told !== undefined) {
        this.#told.push(told);
        this.#compareOne(told, item, exactly, changes);
        continue;
      }
      const kin = this.#findKin(item, gone.values());
      if (kin === undefined) {
        this.#add(item, changes);
      } else {
        gone.delete(this.#key(kin.item));
        this.#told.push(kin);
        changes.push(this.#revision(kin, item));
      }
    }
    const oldest = items[0] === undefined ? Number.NEGATIVE_INFINITY : this.#timeOf(items[0]);
    for (const { item, number } of gone.values()) {
      const madeRoom = isFront && wasLong && this.#timeOf(item) <= oldest;
      if (!madeRoom) changes.push({ ...this.#revision({ item, number }, item), withdrawn: true });
    }
  }

  #compareOne(told: Told<T>, item: T, exactly: boolean, changes: Change[]): void {
    if (told.item === item) return;
    const isNews = exactly ? !isDeepStrictEqual(told.item, item) : this.#isNews(told.item, item);
    if (isNews) changes.push(this.#revision(told, item));
  }

  #add(item: T | undefined, changes: Change[]): void {
    if (item === undefined) return;
    const told = { item, number: 0 };
    this.#told.push(told);
    changes.push({ ...this.#revision(told, item), revises: null });
  }

  #findKin(item: T, candidates: Iterable<Told<T>>): Told<T> | undefined {
    const { kin } = this.#kind;
    if (kin.length === 0) return undefined;
    for (const told of candidates) {
      const isNear = Math.abs(this.#timeOf(told.item) - this.#timeOf(item)) <= NEAR;
      if (isNear && haveEqual(told.item, item, kin)) return told;
    }
    return undefined;
  }

  #isSame(one: T, other: T): boolean {
    return haveEqual(one, other, this.#kind.identity);
  }

  #isNews(one: T, other: T): boolean {
    const { news, differs } = this.#kind;
    return !haveEqual(one, other, news) || differs?.(one, other) === true;
  }

  #key(item: T): string {
    return JSON.stringify(this.#kind.identity.map((field) => item[field]));
  }

  #timeOf(item: T): number {
    return eventTime(this.#asEvent(item));
  }

  #revision(told: Told<T>, item: T): Change {
    const event = this.#asEvent(item);
    return {
      event,
      time: eventTime(event),
      revises: told.number,
      withdrawn: false,
      tell(number) {
        told.item = item;
        told.number = number;
      },
    };
  }
}
