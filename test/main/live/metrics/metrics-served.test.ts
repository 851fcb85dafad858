import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LiveMetrics } from '../../../../main/live/metrics/metrics.ts';
import { type MetricsSource, serveMetrics } from '../../../../main/live/metrics/serve-metrics.ts';
import { failoverReport, TOOL } from '../../../support/report-builders.ts';
import { listening, sample } from './metrics-text.ts';

async function served(metrics: MetricsSource = filled(), host = '127.0.0.1') {
  const server = await serveMetrics({ host, port: 0 }, metrics);
  onTestFinished(() => server.close());
  const port = Number(server.address.slice(server.address.lastIndexOf(':') + 1));
  return { server, port, url: `http://${server.address}` };
}

function filled(): LiveMetrics {
  const metrics = new LiveMetrics(TOOL);
  metrics.update(failoverReport(), listening());
  return metrics;
}

async function connect(port: number): Promise<Socket> {
  const socket = createConnection(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket.on('error', () => {});
}

describe('metrics over HTTP', () => {
  it('are at /metrics, as Prometheus wants them', async () => {
    const { url } = await served();
    const response = await fetch(`${url}/metrics`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(sample(await response.text(), 'vrrpscope_masters', 'vrid="7"')).toBe(1);
    expect((await fetch(`${url}/metrics?collect[]=x`)).status).toBe(200);
  });

  it('are found from the first page', async () => {
    const { url } = await served();
    const response = await fetch(url);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('/metrics');
  });

  it('answer HEAD with the same length and no text', async () => {
    const { url } = await served({ contentType: 'text/plain', text: async () => 'vrrpscope_é 1\n' });
    const response = await fetch(`${url}/metrics`, { method: 'HEAD' });
    expect(response.headers.get('content-length')).toBe('15');
    expect(await response.text()).toBe('');
  });

  it('are read only, and there is nothing else', async () => {
    const { url } = await served();
    expect((await fetch(`${url}/metrics`, { method: 'POST', body: 'x' })).status).toBe(405);
    expect((await fetch(`${url}/metrics`, { method: 'DELETE' })).headers.get('allow')).toBe('GET, HEAD');
    for (const path of ['/metrics/', '/metricsx', '/../etc/passwd', '//metrics', '/favicon.ico']) {
      expect((await fetch(`${url}${path}`)).status).toBe(404);
    }
  });

  it('are made once for many who ask at the same time, and anew for whoever comes later', async () => {
    let made = 0;
    const { url } = await served({ contentType: 'text/plain', text: async () => `vrrpscope_made ${++made}\n` });
    const answers = await Promise.all(Array.from({ length: 20 }, async () => (await fetch(`${url}/metrics`)).text()));
    expect(new Set(answers)).toEqual(new Set(['vrrpscope_made 1\n']));
    await expect
      .poll(async () => (await fetch(`${url}/metrics`)).text(), { timeout: 5000 })
      .not.toBe('vrrpscope_made 1\n');
  });

  it('say so when they cannot be made, and go on', async () => {
    let works = false;
    const text = async () => {
      if (!works) throw new Error('no numbers today');
      return 'vrrpscope_up 1\n';
    };
    const { url } = await served({ contentType: 'text/plain', text });
    const response = await fetch(`${url}/metrics`);
    expect([response.status, await response.text()]).toEqual([500, 'no numbers today\n']);
    works = true;
    await expect.poll(async () => (await fetch(`${url}/metrics`)).status, { timeout: 5000 }).toBe(200);
  });

  it('listen on IPv6 as well', async () => {
    const { url, server } = await served(filled(), '::1');
    expect(server.address).toMatch(/^\[::1\]:\d+$/);
    expect((await fetch(`${url}/metrics`)).status).toBe(200);
  });

  it('refuse a port that is taken with a sentence', async () => {
    const { server, port } = await served();
    await expect(serveMetrics({ host: '127.0.0.1', port }, filled())).rejects.toThrow(
      `metrics cannot be served on ${server.address}: another program listens on this port`,
    );
    await expect(serveMetrics({ host: '192.0.2.1', port }, filled())).rejects.toThrow(
      /^metrics cannot be served on 192\.0\.2\.1:\d+: this machine does not have this address$/,
    );
  });

  it('are gone at once when the capture ends, whoever is connected', async () => {
    const { server, port, url } = await served();
    const idle = await connect(port);
    await (await fetch(`${url}/metrics`)).text();
    await server.close();
    await once(idle, 'close');
    await expect(fetch(`${url}/metrics`)).rejects.toThrow();
    await (await serveMetrics({ host: '127.0.0.1', port }, filled())).close();
  });
});

describe('clients that mean no good', () => {
  it('are cut off when they never finish asking', async () => {
    const { port } = await served();
    const [silent, slow] = [await connect(port), await connect(port)];
    slow.write('GET /metrics HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    const drip = setInterval(() => slow.write('a'), 100);
    onTestFinished(() => clearInterval(drip));
    const began = performance.now();
    await Promise.all([once(silent.resume(), 'close'), once(slow.resume(), 'close')]);
    expect(performance.now() - began).toBeLessThan(9000);
  }, 15_000);

  it('are refused with headers without end', async () => {
    const { port, url } = await served();
    const socket = await connect(port);
    socket.write(`GET /metrics HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`);
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 431 /);
    expect((await fetch(`${url}/metrics`)).status).toBe(200);
  });

  it('leave room for others while they hold connections', async () => {
    const { port, url } = await served();
    await Promise.all(Array.from({ length: 40 }, () => connect(port)));
    expect((await fetch(`${url}/metrics`)).status).toBe(200);
  });
});
