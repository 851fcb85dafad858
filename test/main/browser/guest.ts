import { once } from 'node:events';
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { WebSocket } from 'ws';
import type { HostCalls, HostEvent } from '../../../main/host-contract.ts';

export interface Answer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Asking {
  method?: string;
  headers?: OutgoingHttpHeaders;
  body?: string | Uint8Array;
}

/** A client that says what it is told to say, unlike a browser; paths go out as they are. */
export class Guest {
  readonly origin: string;
  readonly host: string;
  cookie = '';

  constructor(url: string) {
    this.origin = new URL(url).origin;
    this.host = new URL(url).host;
  }

  /** Lets itself in as a browser does that opens the printed address. */
  static async arrive(url: string): Promise<Guest> {
    const guest = new Guest(url);
    const { headers } = await guest.ask(url.slice(guest.origin.length));
    guest.cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    return guest;
  }

  async ask(path: string, { method = 'GET', headers = {}, body }: Asking = {}): Promise<Answer> {
    const { hostname, port } = new URL(this.origin);
    const own = { host: this.host, cookie: this.cookie, ...headers };
    const outgoing = request({ hostname, port, path, method, headers: own, agent: false }).end(body);
    const [response] = await once(outgoing, 'response');
    return { status: response.statusCode, headers: response.headers, body: await text(response) };
  }

  async upload(name: string, content: Uint8Array, beside?: string): Promise<string> {
    const path = `/upload?${new URLSearchParams({ name, ...(beside !== undefined && { beside }) })}`;
    const answer = await this.ask(path, { method: 'POST', headers: { origin: this.origin }, body: content });
    return JSON.parse(answer.body).path;
  }

  socket(headers: OutgoingHttpHeaders = {}, path = '/socket'): WebSocket {
    const { cookie, origin, host } = this;
    return new WebSocket(`ws://${new URL(this.origin).host}${path}`, { headers: { cookie, origin, host, ...headers } });
  }

  async openPage(): Promise<Page> {
    const socket = this.socket();
    const page = new Page(socket);
    await once(socket, 'open');
    return page;
  }
}

type Result<C extends keyof HostCalls> = Awaited<ReturnType<HostCalls[C]>>;

type Told = { event: HostEvent } | { id: number; error: string } | { id: number; result: never };

/** What the window does with its socket. */
export class Page {
  readonly socket: WebSocket;
  readonly events: HostEvent[] = [];
  #lastId = 0;

  constructor(socket: WebSocket) {
    this.socket = socket.setMaxListeners(0);
    this.onTold((told) => 'event' in told && this.events.push(told.event));
  }

  call<C extends keyof HostCalls>(name: C, ...args: Parameters<HostCalls[C]>): Promise<Result<C>> {
    return this.callAnything(name, args);
  }

  /** Also what the window never asks. */
  callAnything(name: string, args: unknown): Promise<never> {
    this.#lastId += 1;
    const id = this.#lastId;
    this.socket.send(JSON.stringify({ id, call: name, args }));
    return new Promise((resolve, reject) => {
      const stop = this.onTold((told) => {
        if (!('id' in told) || told.id !== id) return;
        stop();
        if ('error' in told) reject(new Error(told.error));
        else resolve(told.result);
      });
      this.socket.once('close', () => reject(new Error('the socket was closed')));
    });
  }

  /** The first event that `isIt` accepts, of those that came and those to come. */
  event(isIt: (event: HostEvent) => boolean): Promise<HostEvent> {
    return new Promise((resolve) => {
      const known = this.events.find(isIt);
      if (known) return resolve(known);
      const stop = this.onTold((told) => {
        if (!('event' in told) || !isIt(told.event)) return;
        stop();
        resolve(told.event);
      });
    });
  }

  async close(): Promise<void> {
    this.socket.close();
    await once(this.socket, 'close');
  }

  onTold(listener: (told: Told) => void): () => void {
    const hear = (data: unknown) => listener(JSON.parse(String(data)));
    this.socket.on('message', hear);
    return () => this.socket.off('message', hear);
  }
}
