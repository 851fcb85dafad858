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

  *[Symbol.iterator](): Generator<T> {
    if (this.#all) yield* this.#all;
    else if (this.#only !== undefined) yield this.#only;
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

  *keys(): Generator<K> {
    for (const [key] of this) yield key;
  }

  *values(): Generator<V> {
    if (this.#all) yield* this.#all.values();
    else if (this.#onlyValue !== undefined) yield this.#onlyValue;
  }

  *[Symbol.iterator](): Generator<[K, V]> {
    if (this.#all) yield* this.#all;
    else if (this.#onlyKey !== undefined && this.#onlyValue !== undefined) yield [this.#onlyKey, this.#onlyValue];
  }
}
