import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startBrowserHost } from '../../../main/browser/browser-host.ts';
import { Guest } from './guest.ts';
import { MemorySettings } from './heard-services.ts';
import { startStage } from './stage.ts';

test('it ends when its last page has gone', async () => {
  const { host, services } = await startStage({ graceMs: 0 });
  const guest = await Guest.arrive(host.url);
  const [one, other] = [await guest.openPage(), await guest.openPage()];
  await one.close();
  await other.call('welcome');
  await other.close();
  await host.closed;
  expect(services.closed).toBe(true);
  await expect(guest.ask('/')).rejects.toThrow('ECONNREFUSED');
});

test('a page that comes back in time keeps it alive', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { host, services } = await startStage({ graceMs: 1000 });
  const guest = await Guest.arrive(host.url);
  await (await guest.openPage()).close();
  await expect.poll(() => services.pages.size).toBe(0);
  vi.advanceTimersByTime(999);
  const reloaded = await guest.openPage();
  vi.advanceTimersByTime(3_600_000);
  expect((await reloaded.call('welcome')).captures).toEqual([]);
  await reloaded.close();
  await expect.poll(() => services.pages.size).toBe(0);
  vi.advanceTimersByTime(1000);
  await host.closed;
});

test('before its first page it waits', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { host } = await startStage({ graceMs: 1000 });
  const guest = await Guest.arrive(host.url);
  expect((await guest.ask('/')).status).toBe(200);
  vi.advanceTimersByTime(3_600_000);
  expect((await guest.ask('/')).status).toBe(200);
});

test('it does not end while something is still being fetched', async () => {
  const { host, services } = await startStage({ graceMs: 0 });
  const guest = await Guest.arrive(host.url);
  const page = await guest.openPage();
  const content = 'x'.repeat(7_000_000);
  const outcome = await page.call('save', '1', { form: 'svg', name: 'chart', content });
  if (outcome.kind !== 'download') throw new Error(`${outcome.kind}, not a download`);
  const { hostname, port } = new URL(host.url);
  const socket = connect(Number(port), hostname);
  socket.write(`GET ${outcome.url} HTTP/1.1\r\nHost: ${guest.host}\r\nCookie: ${guest.cookie}\r\n\r\n`);
  const [first] = await once(socket, 'data');
  socket.pause();
  await page.close();
  expect((await new Guest(host.url).ask('/')).status).toBe(403);
  expect(services.closed).toBe(false);
  let received = first.length;
  socket.on('data', (data) => {
    received += data.length;
  });
  socket.resume();
  await host.closed;
  expect(received).toBeGreaterThan(content.length);
});

test('pages learn that it has ended', async () => {
  const { host } = await startStage();
  const page = await (await Guest.arrive(host.url)).openPage();
  const told = once(page.socket, 'close');
  await Promise.all([host.close(), host.close(), told]);
});

test('a port that is taken and a window that was not built are told before anything is served', async () => {
  const { host } = await startStage();
  const { hostname, port } = new URL(host.url);
  await expect(startStage({ listen: { host: hostname, port: Number(port) } })).rejects.toThrow('EADDRINUSE');
  const listen = { host: '127.0.0.1', port: 0 };
  const readFile = async () => {
    throw new Error('the window is not built');
  };
  await expect(startBrowserHost({ listen, settings: new MemorySettings(), readFile })).rejects.toThrow('not built');
});
