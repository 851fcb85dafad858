/** Things that turn out to be one, step by step. */
export class UnionFind<T> {
  readonly #parents = new Map<T, T>();

  /** What stands for all that `item` is one with. */
  find(item: T): T {
    let root = item;
    for (let parent = this.#parents.get(root); parent !== undefined; parent = this.#parents.get(root)) root = parent;
    for (let at = item; at !== root; ) {
      const next = this.#parents.get(at) ?? root;
      this.#parents.set(at, root);
      at = next;
    }
    return root;
  }

  join(one: T, other: T): void {
    const [from, to] = [this.find(other), this.find(one)];
    if (from !== to) this.#parents.set(from, to);
  }
}
