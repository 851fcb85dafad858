import type { PacketRow } from '../../decoder/packets/message-row.ts';
import type { MessagePage } from '../../main/host-contract.ts';

const PAGE_ROWS = 200;
const MOST_PAGES = 24;
const MOST_UNDER_WAY = 2;

/** What is known of a list now; a new value whenever something changes. */
export interface PagesState {
  /** Null until the first page came. */
  total: number | null;
  complete: boolean;
  failure: string | null;
}

/** A long list of messages, asked for page by page as it is looked at; pages that are far away are let go. */
export class PacketPages {
  #state: PagesState = { total: null, complete: true, failure: null };
  readonly #load: (first: number, count: number) => Promise<MessagePage>;
  readonly #pages = new Map<number, readonly PacketRow[]>();
  readonly #stale = new Set<number>();
  readonly #underWay = new Set<number>();
  #wanted: number[] = [0];
  readonly #listeners = new Set<() => void>();

  constructor(load: (first: number, count: number) => Promise<MessagePage>) {
    this.#load = load;
  }

  readonly state = (): PagesState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Undefined while it is on its way. */
  row(index: number): PacketRow | undefined {
    return this.#pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS];
  }

  /** Asks for rows that are looked at; what was asked for before and did not begin is forgotten. */
  want(first: number, last: number): void {
    const from = Math.floor(Math.max(0, first) / PAGE_ROWS);
    const to = Math.floor(Math.max(0, last) / PAGE_ROWS);
    this.#wanted = Array.from({ length: to - from + 1 }, (_, i) => from + i);
    this.#loadNext();
  }

  /** There may be more or other rows; those at hand are shown until then. */
  refresh(): void {
    for (const page of this.#pages.keys()) this.#stale.add(page);
    for (const page of this.#underWay) this.#stale.add(page);
    this.#change({ failure: null });
    this.#loadNext();
  }

  #loadNext(): void {
    for (const page of this.#wanted) {
      if (this.#underWay.size >= MOST_UNDER_WAY) return;
      if (this.#underWay.has(page) || (this.#pages.has(page) && !this.#stale.has(page))) continue;
      this.#stale.delete(page);
      this.#underWay.add(page);
      this.#load(page * PAGE_ROWS, PAGE_ROWS).then(
        (loaded) => this.#take(page, loaded),
        (error: unknown) => this.#fail(page, error),
      );
    }
  }

  #take(page: number, { rows, total, complete }: MessagePage): void {
    this.#underWay.delete(page);
    this.#pages.delete(page);
    this.#pages.set(page, rows);
    for (const old of this.#pages.keys()) {
      if (this.#pages.size <= MOST_PAGES) break;
      if (!this.#wanted.includes(old)) this.#pages.delete(old);
    }
    this.#change({ total, complete, failure: null });
    this.#loadNext();
  }

  #fail(page: number, error: unknown): void {
    this.#underWay.delete(page);
    this.#wanted = [];
    this.#change({ failure: error instanceof Error ? error.message : String(error) });
  }

  #change(change: Partial<PagesState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
