/**
 * As Set and Map are, and in the order of insertion too, for what mostly has no member or one: there may be a million of
 * them, and each Set and Map makes room for four from its beginning.
 */
export class FewSet<T extends string | number | object> implements Iterable<T> {
  #only: T | undefined;
  #all: Set<T> | null = null;

  get size(): number {
    return this.#all?.size ?? (this.#only === undefined ? 0 : 1);
  }

  has(member: T): boolean {
    return this.#all?.has(member) ?? this.#only === member;
  }

  add(member: T): void {
    if (this.#all) this.#all.add(member);
    else if (this.#only === undefined) this.#only = member;
    else if (this.#only !== member) {
      this.#all = new Set([this.#only, member]);
      this.#only = undefined;
    }
  }

  delete(member: T): boolean {
    if (this.#all) return this.#all.delete(member);
    const had = this.#only === member;
    if (had) this.#only = undefined;
    return had;
  }

  [Symbol.iterator](): IterableIterator<T> {
    return (this.#all ?? listOf(this.#only)).values();
  }
}

export class FewMap<K extends string | object, V extends number | object> implements Iterable<[K, V]> {
  #onlyKey: K | undefined;
  #onlyValue: V | undefined;
  #all: Map<K, V> | null = null;

  get size(): number {
    return this.#all?.size ?? (this.#onlyKey === undefined ? 0 : 1);
  }

  has(key: K): boolean {
    return this.get(key) !== undefined;
  }

  get(key: K): V | undefined {
    if (this.#all) return this.#all.get(key);
    return this.#onlyKey === key ? this.#onlyValue : undefined;
  }

  set(key: K, value: V): void {
    if (this.#all) this.#all.set(key, value);
    else if (this.#onlyKey === undefined || this.#onlyKey === key) {
      this.#onlyKey = key;
      this.#onlyValue = value;
    } else {
      this.#all = new Map(this);
      this.#all.set(key, value);
      this.#onlyKey = undefined;
      this.#onlyValue = undefined;
    }
  }

  keys(): IterableIterator<K> {
    return this.#all?.keys() ?? listOf(this.#onlyKey).values();
  }

  values(): IterableIterator<V> {
    return (this.#all ?? listOf(this.#onlyValue)).values();
  }

  [Symbol.iterator](): IterableIterator<[K, V]> {
    if (this.#all) return this.#all.entries();
    const entries: [K, V][] = [];
    if (this.#onlyKey !== undefined && this.#onlyValue !== undefined) entries.push([this.#onlyKey, this.#onlyValue]);
    return entries.values();
  }
}

function listOf<T>(only: T | undefined): T[] {
  return only === undefined ? [] : [only];
}
