import type { HostCalls, HostEvent } from '../../main/host-contract.ts';
import { Listeners } from './listeners.ts';

type Result<C extends keyof HostCalls> = Awaited<ReturnType<HostCalls[C]>>;

type FromHost = { event: HostEvent } | { id: number; error: string } | { id: number; result: never };

interface PendingCall {
  resolve(result: never): void;
  reject(error: Error): void;
}

/** Calls and events over the WebSocket of the host that serves this page. Once it is lost, it stays so. */
export class SocketConnection {
  readonly events = new Listeners<HostEvent>();
  readonly losses = new Listeners<undefined>();
  readonly #socket: WebSocket;
  readonly #opened: Promise<void>;
  readonly #pending = new Map<number, PendingCall>();
  #lastId = 0;

  constructor(url: string) {
    this.#socket = new WebSocket(url);
    this.#opened = new Promise((resolve) => {
      this.#socket.addEventListener('open', () => resolve());
      this.#socket.addEventListener('close', () => resolve());
    });
    this.#socket.addEventListener('message', ({ data }) => this.#take(JSON.parse(data)));
    this.#socket.addEventListener('close', () => this.#lose());
  }

  async call<C extends keyof HostCalls>(name: C, ...args: Parameters<HostCalls[C]>): Promise<Result<C>> {
    await this.#opened;
    if (this.#socket.readyState !== WebSocket.OPEN) throw lost();
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise<Result<C>>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, call: name, args }));
    });
  }

  #take(message: FromHost): void {
    if ('event' in message) {
      this.events.tell(message.event);
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if ('error' in message) pending?.reject(new Error(message.error));
    else pending?.resolve(message.result);
  }

  #lose(): void {
    for (const { reject } of this.#pending.values()) reject(lost());
    this.#pending.clear();
    this.losses.tell(undefined);
  }
}

function lost(): Error {
  return new Error('vrrpscope has ended; this page is no longer live.');
}
