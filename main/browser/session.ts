import { randomBytes, timingSafeEqual } from 'node:crypto';

/** A token that works once lets a browser in; from then on its cookie does. */
export class Session {
  readonly #cookieName: string;
  readonly #cookieValue = secret();
  readonly token = secret();
  #spent = false;

  /** Browsers share cookies between all ports of a host, so that each port needs its own name. */
  constructor(port: number) {
    this.#cookieName = `vrrpscope-${port}`;
  }

  /** The cookie to set, if the token is right and this is its first use. */
  spend(token: string): string | null {
    if (this.#spent || !equal(token, this.token)) return null;
    this.#spent = true;
    return `${this.#cookieName}=${this.#cookieValue}; HttpOnly; SameSite=Strict; Path=/`;
  }

  /** `cookies` as the header of a request gives them. */
  isKnown(cookies: string | undefined): boolean {
    const prefix = `${this.#cookieName}=`;
    return (cookies ?? '')
      .split('; ')
      .some((cookie) => cookie.startsWith(prefix) && equal(cookie.slice(prefix.length), this.#cookieValue));
  }
}

function secret(): string {
  return randomBytes(24).toString('base64url');
}

function equal(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
