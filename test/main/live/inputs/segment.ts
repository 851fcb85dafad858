import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';

let count = 0;

/** A cable between two interfaces of this machine: what is sent from `near` arrives at `far`. Needs root. */
export class Segment {
  readonly near: string;
  readonly far: string;
  readonly #network: string;
  #host = 1;

  constructor() {
    count += 1;
    const number = (process.pid * 8 + count) % 65_536;
    this.near = `vsn${number}`;
    this.far = `vsf${number}`;
    this.#network = `10.${200 + (count % 50)}.${process.pid % 256}`;
    ip('link', 'add', this.near, 'type', 'veth', 'peer', 'name', this.far);
    for (const name of [this.near, this.far]) ip('link', 'set', name, 'addrgenmode', 'none', 'up');
    ip('address', 'add', `${this.#network}.1/24`, 'dev', this.near);
  }

  /** Hosts that do not answer: the kernel asks for each by ARP. Resolves to their addresses. */
  async ask(hosts: number): Promise<string[]> {
    const asked = Array.from({ length: hosts }, (_, index) => `${this.#network}.${this.#host + index + 1}`);
    this.#host += hosts;
    await this.#send(asked, 9);
    return asked;
  }

  /** As many packets as fast as can be, of a kind that live capture wants: to the port of HSRP. */
  async flood(packets: number): Promise<void> {
    await this.#send(new Array(packets).fill('224.0.0.2'), 1985);
  }

  async #send(hosts: readonly string[], port: number): Promise<void> {
    const socket = createSocket('udp4');
    await new Promise<void>((done) => socket.bind(0, `${this.#network}.1`, done));
    socket.setMulticastInterface(`${this.#network}.1`);
    for (let from = 0; from < hosts.length; from += 1000) {
      const some = hosts.slice(from, from + 1000);
      await Promise.all(some.map((host) => new Promise((done) => socket.send('?', port, host, done))));
    }
    await new Promise<void>((done) => socket.close(done));
  }

  setFar(state: 'up' | 'down'): void {
    ip('link', 'set', this.far, state);
  }

  remove(): void {
    try {
      ip('link', 'delete', this.near);
    } catch {
      // A test has removed it
    }
  }
}

/** Whether this user can make a segment; says aloud where not. */
export function canMakeSegments(): boolean {
  try {
    new Segment().remove();
    return true;
  } catch {
    const note = 'a pair of virtual interfaces cannot be made: be root, and install iproute2';
    if (process.env.VRRPSCOPE_REQUIRE_PEERS) throw new Error(note);
    console.warn(`skipped: ${note}`);
    return false;
  }
}

function ip(...words: string[]): void {
  execFileSync('ip', words, { stdio: 'pipe' });
}
