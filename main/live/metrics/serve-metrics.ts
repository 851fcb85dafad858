import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ListenAddress } from '../../browser/own-addresses.ts';
import { sendText } from '../../browser/responses.ts';

/** Whoever asks more often gets the same text again. */
const FRESH_MS = 1000;
const LIMITS = {
  maxHeaderSize: 8192,
  /** A request is a line and a few headers. */
  headersTimeout: 5000,
  requestTimeout: 5000,
  connectionsCheckingInterval: 1000,
  /** Longer than the usual scrape interval: Prometheus keeps its connection. */
  keepAliveTimeout: 75_000,
};
/** Whoever stops reading an answer is cut off. */
const STALLED_MS = 10_000;
const MOST_CONNECTIONS = 64;

const WELCOME = 'vrrpscope: the metrics are at /metrics';

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens on this port',
  EADDRNOTAVAIL: 'this machine does not have this address',
  EACCES: 'you may not listen on this port',
  ENOTFOUND: 'the name is not known',
};

/** What is served: `LiveMetrics`. */
export interface MetricsSource {
  readonly contentType: string;
  text(): Promise<string>;
}

export interface MetricsServer {
  /** Where it listens, as a URL has it: `127.0.0.1:9112`. */
  readonly address: string;
  close(): Promise<void>;
}

/** Answers Prometheus at `/metrics`. Rejects with a sentence where it cannot listen there. */
export async function serveMetrics({ host, port }: ListenAddress, metrics: MetricsSource): Promise<MetricsServer> {
  const server = createServer(LIMITS, answerWith(metrics));
  server.maxConnections = MOST_CONNECTIONS;
  server.setTimeout(STALLED_MS);
  try {
    await once(server.listen(port, host), 'listening');
  } catch (error) {
    throw new Error(`metrics cannot be served on ${urlHost(host)}:${port}: ${reasonOf(error)}`, { cause: error });
  }
  // What goes wrong with one connection is of no concern to the capture.
  server.on('error', () => {});
  return {
    address: addressOf(server.address()) ?? `${urlHost(host)}:${port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function answerWith(metrics: MetricsSource): RequestListener {
  const text = freshText(metrics);
  return (request, response) => {
    answer(request, response, metrics.contentType, text).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendText(response, 500, reasonOf(error));
    });
  };
}

async function answer(
  { method = '', url = '' }: IncomingMessage,
  response: ServerResponse,
  contentType: string,
  text: () => Promise<string>,
): Promise<void> {
  const [path] = url.split('?', 1);
  if (path !== '/metrics' && path !== '/') return sendText(response, 404, WELCOME);
  if (method !== 'GET' && method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return sendText(response, 405, WELCOME);
  }
  if (path === '/') return sendText(response, 200, WELCOME);
  const body = Buffer.from(await text());
  response.writeHead(200, { 'Content-Type': contentType, 'Content-Length': body.length }).end(body);
}

/** The text, made anew only for whoever comes after a while. */
function freshText(metrics: MetricsSource): () => Promise<string> {
  let madeAt = Number.NEGATIVE_INFINITY;
  let made: Promise<string> | null = null;
  return () => {
    if (made === null || performance.now() - madeAt > FRESH_MS) {
      madeAt = performance.now();
      made = metrics.text();
    }
    return made;
  };
}

function addressOf(address: string | AddressInfo | null): string | null {
  if (address === null || typeof address === 'string') return null;
  return `${urlHost(address.address)}:${address.port}`;
}

function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? error.message;
}
