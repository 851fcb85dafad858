import type { IncomingMessage, ServerResponse } from 'node:http';
import { WINDOW_FILES, type WindowFile } from '../services/window-files.ts';
import type { Downloads } from './downloads.ts';
import type { OwnAddresses } from './own-addresses.ts';
import { bounce, redirect, sendJson, sendText, setSecurityHeaders } from './responses.ts';
import type { Session } from './session.ts';
import type { TemporaryFolder } from './temporary-folder.ts';
import { keepUpload, type Sent } from './uploads.ts';

const STRANGER =
  'This page needs the address that vrrpscope printed when it started, and that address works only once.\n' +
  'If it was used already, go on in the browser that used it, or run "vrrpscope open --browser" again.';

const UPLOAD = '/upload';
const SOCKET = '/socket';

const MEDIA_TYPES: Readonly<Record<WindowFile, string>> = {
  'index.html': 'text/html; charset=utf-8',
  'window.js': 'text/javascript; charset=utf-8',
  'window.css': 'text/css; charset=utf-8',
};

/** What the window is made of, by the paths it is asked for with. */
export type WindowPages = ReadonlyMap<string, { mediaType: string; content: Buffer }>;

export async function loadWindowPages(read: (name: WindowFile) => Promise<Buffer>): Promise<WindowPages> {
  const pages = WINDOW_FILES.map(async (name) => {
    const page = { mediaType: MEDIA_TYPES[name], content: await read(name) };
    return [name === 'index.html' ? '/' : `/${name}`, page] as const;
  });
  return new Map(await Promise.all(pages));
}

export interface Surroundings {
  addresses: OwnAddresses;
  session: Session;
  window: WindowPages;
  downloads: Downloads;
  folder: TemporaryFolder;
}

/** The one place that decides who may have what over HTTP. */
export class RequestHandler {
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    setSecurityHeaders(response);
    const { method = '', url = '' } = request;
    const [path = '', query = ''] = url.split('?', 2);
    const parameters = new URLSearchParams(query);
    if (!this.#namesUs(request)) return sendText(response, 403, 'vrrpscope is not called by this name.');
    if (method === 'POST' && !this.#comesFromUs(request))
      return sendText(response, 403, 'Another page asked for this.');
    const token = parameters.get('token');
    if (method === 'GET' && path === '/' && token !== null) return this.#letIn(request, response, token);
    if (!this.#isKnown(request)) return refuse(request, response);
    const allowed = this.#methodsFor(path);
    if (allowed === undefined) return sendText(response, 404, 'There is no such page.');
    if (!allowed.includes(method)) {
      response.setHeader('Allow', allowed.join(', '));
      return sendText(response, 405, `${method} is of no use here.`);
    }
    if (path === UPLOAD) return this.#upload(request, response, sentBy(parameters));
    const page = this.#around.window.get(path);
    if (page === undefined) return this.#around.downloads.send(path, response);
    response
      .writeHead(200, { 'Content-Type': page.mediaType, 'Content-Length': page.content.length })
      .end(page.content);
  }

  /** Whether a WebSocket may be opened. */
  allowsSocket(request: IncomingMessage): boolean {
    return request.url === SOCKET && this.#namesUs(request) && this.#comesFromUs(request) && this.#isKnown(request);
  }

  #methodsFor(path: string): readonly string[] | undefined {
    if (this.#around.window.has(path)) return ['GET', 'HEAD'];
    if (path === UPLOAD) return ['POST'];
    return this.#around.downloads.has(path) ? ['GET'] : undefined;
  }

  #letIn(request: IncomingMessage, response: ServerResponse, token: string): void {
    const cookie = this.#around.session.spend(token);
    if (cookie !== null) response.setHeader('Set-Cookie', cookie);
    if (cookie !== null || this.#isKnown(request)) redirect(response, '/');
    else refuse(request, response);
  }

  async #upload(request: IncomingMessage, response: ServerResponse, sent: Sent): Promise<void> {
    try {
      sendJson(response, { path: await keepUpload(request, sent, this.#around.folder) });
    } catch (error) {
      if (request.destroyed) return;
      const why = error instanceof Error ? error.message : String(error);
      sendText(response, 507, `The file cannot be kept on the machine where vrrpscope runs: ${why}`);
      request.resume();
    }
  }

  #namesUs({ headers }: IncomingMessage): boolean {
    return this.#around.addresses.hosts.has(headers.host?.toLowerCase() ?? '');
  }

  #comesFromUs({ headers }: IncomingMessage): boolean {
    return headers.origin === `http://${headers.host?.toLowerCase()}`;
  }

  #isKnown({ headers }: IncomingMessage): boolean {
    return this.#around.session.isKnown(headers.cookie);
  }
}

function sentBy(parameters: URLSearchParams): Sent {
  return { name: parameters.get('name') ?? '', beside: parameters.get('beside') ?? undefined };
}

function refuse({ method, url = '', headers }: IncomingMessage, response: ServerResponse): void {
  const followsLink = method === 'GET' && /^\/(\?|$)/.test(url) && headers['sec-fetch-site'] === 'cross-site';
  if (followsLink) bounce(response, '/');
  else sendText(response, 403, STRANGER);
}
