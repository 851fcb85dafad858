import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { SaveForm } from '../host-contract.ts';
import {
  createHostServices,
  type HostFront,
  type HostServices,
  type SettingsStore,
} from '../services/host-services.ts';
import { readWindowFile, type WindowFile } from '../services/window-files.ts';
import { Downloads } from './downloads.ts';
import { lastingSettings } from './lasting-settings.ts';
import { type ListenAddress, type OwnAddresses, ownAddresses } from './own-addresses.ts';
import { loadWindowPages, RequestHandler, type WindowPages } from './request-handler.ts';
import { sendText } from './responses.ts';
import { servePage } from './serve-page.ts';
import { Session } from './session.ts';
import { TemporaryFolder } from './temporary-folder.ts';

/** A chart as a picture is the most that a page sends at once. */
const MOST_MESSAGE_BYTES = 8 * 2 ** 20;
/** More than the longest report: a page that leaves so much lying has stopped reading. */
const MOST_BUFFERED_BYTES = 256 * 2 ** 20;
/** A reload closes the last page for a moment. */
const GRACE_MS = 4000;
const SAVE_FORMS: readonly SaveForm[] = ['html', 'json', 'csv', 'packets', 'svg', 'png'];

export interface BrowserHostOptions {
  listen: ListenAddress;
  settings: SettingsStore;
  createServices?: typeof createHostServices;
  readFile?: (name: WindowFile) => Promise<Buffer>;
  graceMs?: number;
  mostBufferedBytes?: number;
}

/** Serves the window to a browser. Rejects if it cannot listen, or if the window was not built. */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const window = await loadWindowPages(options.readFile ?? readWindowFile);
  const server = createServer();
  server.listen(options.listen);
  await once(server, 'listening');
  return new BrowserHost(server, window, options);
}

/** Runs until it is closed, or its last page has gone. */
export class BrowserHost {
  readonly services: HostServices;
  readonly addresses: OwnAddresses;
  /** Opens the window; works once. */
  readonly url: string;
  readonly closed: Promise<void>;
  readonly #server: Server;
  readonly #handler: RequestHandler;
  readonly #folder = new TemporaryFolder();
  readonly #sockets = new WebSocketServer({ noServer: true, clientTracking: false, maxPayload: MOST_MESSAGE_BYTES });
  readonly #pages = new Set<WebSocket>();
  readonly #answers = new Set<Promise<void>>();
  readonly #graceMs: number;
  readonly #mostBufferedBytes: number;
  #grace: NodeJS.Timeout | undefined;
  #hadPage = false;
  #closing = false;
  #tellClosed = () => {};

  constructor(server: Server, window: WindowPages, options: BrowserHostOptions) {
    this.#server = server;
    this.#graceMs = options.graceMs ?? GRACE_MS;
    this.#mostBufferedBytes = options.mostBufferedBytes ?? MOST_BUFFERED_BYTES;
    const bound = boundAddress(server);
    const session = new Session(bound.port);
    const downloads = new Downloads(this.#folder);
    this.addresses = ownAddresses(options.listen.host, bound);
    this.url = `${this.addresses.origin}/?token=${session.token}`;
    const front: HostFront = {
      abilities: { open: true, live: true, openPaths: true, save: SAVE_FORMS },
      chooseCaptures: async () => [],
      uploads: this.#folder.path,
      release: (paths, stillRead) => this.#folder.removeHeld(paths, stillRead),
      deliver: (name, write) => downloads.deliver(name, write),
    };
    const createServices = options.createServices ?? createHostServices;
    this.services = createServices(
      front,
      lastingSettings(options.settings, (path) => this.#folder.holds(path)),
    );
    this.#handler = new RequestHandler({ addresses: this.addresses, session, window, downloads, folder: this.#folder });
    this.closed = new Promise((resolve) => {
      this.#tellClosed = resolve;
    });
    // However long an upload takes.
    server.requestTimeout = 0;
    server.on('request', (request, response) => this.#answer(request, response));
    server.on('upgrade', (request, socket, head) => this.#openSocket(request, socket, head));
  }

  /** Ends everything at once and removes the temporary files. */
  async close(): Promise<void> {
    if (!this.#closing) {
      this.#closing = true;
      clearTimeout(this.#grace);
      for (const page of this.#pages) page.terminate();
      this.#server.close();
      this.#server.closeAllConnections();
      await Promise.all(this.#answers);
      await this.services.close();
      await this.#folder.remove();
      this.#tellClosed();
    }
    await this.closed;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const answer = this.#handler
      .answer(request, response)
      .catch((error) => failed(response, error))
      .finally(() => {
        this.#answers.delete(answer);
        this.#endIfLeft();
      });
    this.#answers.add(answer);
  }

  #openSocket(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.#closing || !this.#handler.allowsSocket(request)) {
      socket.on('error', () => {}).end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (page) => {
      clearTimeout(this.#grace);
      this.#pages.add(page);
      servePage(page, this.services, this.#mostBufferedBytes);
      page.on('close', () => {
        this.#pages.delete(page);
        this.#hadPage = true;
        this.#endIfLeft();
      });
    });
  }

  /** Nobody looks any more, and nothing is being saved. */
  #endIfLeft(): void {
    clearTimeout(this.#grace);
    if (!this.#hadPage || this.#pages.size > 0 || this.#answers.size > 0 || this.#closing) return;
    this.#grace = setTimeout(() => this.close(), this.#graceMs);
  }
}

function failed(response: ServerResponse, error: unknown): void {
  if (response.headersSent) response.destroy();
  else sendText(response, 500, error instanceof Error ? error.message : String(error));
}

function boundAddress(server: Server): ListenAddress {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port');
  return { host: address.address, port: address.port };
}
