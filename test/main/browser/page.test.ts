import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { CaptureStatus } from '../../../main/host-contract.ts';
import { Guest } from './guest.ts';
import { startStage } from './stage.ts';

test('a page is answered, and told of events until it goes', async () => {
  const { host, services } = await startStage();
  const guest = await Guest.arrive(host.url);
  const page = await guest.openPage();
  const welcome = await page.call('welcome');
  expect(welcome.tool).toEqual({ name: 'vrrpscope', version: '1.2.3' });
  expect(welcome.abilities).toMatchObject({ open: true, openPaths: true });

  services.tell({ kind: 'menu', command: 'find' });
  expect(await page.event(({ kind }) => kind === 'menu')).toEqual({ kind: 'menu', command: 'find' });

  expect(services.pages.size).toBe(1);
  const other = await guest.openPage();
  await other.call('welcome');
  expect(services.pages.size).toBe(2);
  await page.close();
  await other.call('welcome');
  expect(services.pages.size).toBe(1);
});

test('arguments reach the services as they were given', async () => {
  const { host, services } = await startStage();
  const page = await (await Guest.arrive(host.url)).openPage();
  const query = { virtualRouter: null, from: -1.5, to: 2, only: [{ source: 0, packet: 7 }] };
  await page.call('changeSettings', { theme: 'dark', language: null });
  await page.call('messages', '1', query, 0, 100);
  await page.call('intervals', '1', { virtualRouter: 'v', from: 0, to: 1, columns: 800 });
  await page.call('readReport', '1', 'zh');
  await page.call('openCaptures', ['/a.pcap', 'b.pcap']);
  expect(services.heard).toEqual([
    ['changeSettings', { theme: 'dark', language: null }],
    ['messages', '1', query, 0, 100],
    ['intervals', '1', { virtualRouter: 'v', from: 0, to: 1, columns: 800 }],
    ['readReport', '1', 'zh'],
    ['open', '/a.pcap', 'b.pcap'],
  ]);
  expect(await page.call('packet', '1', { source: 0, packet: 1 })).toBeNull();
});

test('a call that fails rejects with its sentence', async () => {
  const { host } = await startStage();
  const page = await (await Guest.arrive(host.url)).openPage();
  await expect(page.call('closeCapture', '1')).rejects.toThrow('That capture is in use.');
});

test('what is not offered, or not asked for rightly, never reaches the services', async () => {
  const { host, services } = await startStage();
  const page = await (await Guest.arrive(host.url)).openPage();
  const query = { virtualRouter: null, from: 0, to: 1 };
  const wrong: [string, unknown][] = [
    ['chooseCaptures', []],
    ['close', []],
    ['constructor', []],
    ['__proto__', []],
    ['hasOwnProperty', ['welcome']],
    ['welcome', ['more']],
    ['welcome', {}],
    ['openCaptures', ['/a.pcap']],
    ['openCaptures', [[1]]],
    ['openCaptures', [['/a.pcap'], { views: [], configurations: ['/a.conf'], logs: [] }]],
    ['fileKinds', ['/a.pcap']],
    ['openCaptures', [{ length: 1, 0: '/a.pcap' }]],
    ['readReport', ['1', 'fr']],
    ['readReport', ['1']],
    ['changeSettings', [{ theme: 'pink' }]],
    ['changeSettings', [{ theme: 'dark', unknown: 1 }]],
    ['messages', ['1', query, -1, 10]],
    ['messages', ['1', query, 0.5, 10]],
    ['messages', ['1', { ...query, to: null }, 0, 10]],
    ['messages', ['1', { ...query, only: [{ source: 0 }] }, 0, 10]],
    ['intervals', ['1', { ...query, columns: 10 }]],
    ['packet', ['1', null]],
    ['save', ['1', { form: 'exe', name: 'x', content: '' }]],
    ['save', ['1', { form: 'html', language: 'en' }]],
  ];
  for (const [name, args] of wrong) {
    await expect([name, args, await page.callAnything(name, args).catch(String)]).toEqual([
      name,
      args,
      'Error: The page asked for something that vrrpscope does not offer.',
    ]);
  }
  expect(services.heard).toEqual([]);
});

test.each([
  ['no JSON', 'welcome', 1008],
  ['no object', '7', 1008],
  ['no number to answer to', '{"call":"welcome","args":[]}', 1008],
  ['a strange number', '{"id":-1,"call":"welcome","args":[]}', 1008],
  ['more than a call', '{"id":1,"call":"welcome","args":[],"more":1}', 1008],
  ['an event', '{"event":{"kind":"menu","command":"find"}}', 1008],
  ['bytes', Buffer.from('{"id":1,"call":"welcome","args":[]}'), 1003],
  ['too much', JSON.stringify({ id: 1, call: 'openCaptures', args: [['x'.repeat(9 * 2 ** 20)]] }), 1009],
])('%s closes the socket, and harms no other page', async (_what, message, code) => {
  const { host, services } = await startStage();
  const guest = await Guest.arrive(host.url);
  const other = await guest.openPage();
  const { socket } = await guest.openPage();
  socket.send(message);
  expect((await once(socket, 'close'))[0]).toBe(code);
  await other.call('welcome');
  await expect.poll(() => services.pages.size).toBe(1);
});

test('a page that breaks the protocol is dropped', async () => {
  const { host, services } = await startStage();
  const guest = await Guest.arrive(host.url);
  const { socket } = await guest.openPage();
  const other = await guest.openPage();
  Reflect.get(socket, '_socket').write(Buffer.from([0xff, 0xff, 0xff]));
  await once(socket, 'close');
  await other.call('welcome');
  expect(services.pages.size).toBe(1);
});

test('a page that stops reading is dropped; one that reads gets as much', async () => {
  const { host, services } = await startStage({ mostBufferedBytes: 2 ** 20 });
  const guest = await Guest.arrive(host.url);
  const reading = await guest.openPage();
  const stopped = await guest.openPage();
  stopped.socket.pause();
  const capture: CaptureStatus = {
    id: '1',
    paths: [],
    state: 'failed',
    trouble: null,
    done: 0,
    total: 0,
    elapsed: 0,
    packets: 0,
    messages: 0,
    revision: 0,
    failure: 'x'.repeat(2 ** 18),
    advice: null,
    beside: null,
    live: null,
  };
  for (let sent = 0; services.pages.size === 2; sent += 1) {
    services.tell({ kind: 'captures', captures: [capture] });
    await reading.call('welcome');
    await setImmediate();
    expect(sent).toBeLessThan(1000);
  }
  expect((await reading.call('welcome')).captures).toEqual([]);
  expect(services.pages.size).toBe(1);
});
