const MOST_PASSWORDS = 100_000;

/** Stands for a password: equal ones look equal, different ones different, and nothing else can be seen. */
export class PasswordMask {
  readonly #numbers = new Map<string, number>();

  mask(password: string): string {
    const known = this.#numbers.get(password);
    if (known !== undefined) return `•••• (${known})`;
    if (this.#numbers.size >= MOST_PASSWORDS) return '•••• (more)';
    this.#numbers.set(password, this.#numbers.size + 1);
    return `•••• (${this.#numbers.size})`;
  }
}
