import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { HOST_CALLS } from '../../../main/host-contract.ts';
import type { DesktopApp } from './desktop-app.ts';
import { PackagedApp } from './packaged-app.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const WINDOW = 'vrrpscope://window/index.html';

let packaged: PackagedApp;
let app: DesktopApp;
let elsewhere: Server;
let address: string;
let visitors = 0;

beforeAll(async () => {
  packaged = await PackagedApp.make();
  app = await packaged.start(await packaged.home()).shown();
  elsewhere = createServer((_request, response) => {
    visitors += 1;
    response.end('elsewhere');
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${portOf(elsewhere)}/`;
});
beforeEach(async () => {
  visitors = 0;
  await app.ask('complaints');
});
afterAll(async () => {
  elsewhere.close();
  await packaged.remove();
});

function portOf(server: Server): number {
  const bound: AddressInfo | string | null = server.address();
  return typeof bound === 'object' && bound !== null ? bound.port : 0;
}

describe('the page', () => {
  it.each([
    ['another site', () => address],
    ['a file', () => 'file:///etc/passwd'],
    ['its own files as a page', () => 'https://window.vrrpscope.invalid/window.js'],
  ])('goes nowhere: %s', async (_what, target) => {
    await app.evaluate(`void (location.href = ${JSON.stringify(target())})`);
    if (!target().startsWith('file:')) {
      await app.noted('refused', ({ url }) =>
        url.startsWith(target().replace('https://window.vrrpscope.invalid', 'vrrpscope://window')),
      );
    }
    expect(await app.evaluate("document.querySelector('#window') !== null")).toBe(true);
    expect(visitors).toBe(0);
  });

  it('opens no window', async () => {
    await app.evaluate(`void window.open(${JSON.stringify(address)})`);
    await app.noted('window-refused', ({ url }) => url === address);
    expect(visitors).toBe(0);
  });

  it.each([
    ['fetches nothing', () => `fetch(${JSON.stringify(address)})`],
    [
      'makes no code of text',
      () => `new Promise((resolve, reject) => setTimeout(() => {
        try { resolve(eval('1')); } catch (error) { reject(error); }
      }))`,
    ],
    [
      'connects to nothing',
      () => `new Promise((resolve, reject) => {
        const socket = new WebSocket(${JSON.stringify(address.replace('http', 'ws'))});
        socket.onopen = resolve;
        socket.onerror = () => reject(new Error('refused'));
      })`,
    ],
  ])('%s', async (_what, expression) => {
    expect(await app.evaluate(`(async () => ${expression()})().then(() => 'done', () => 'refused')`)).toBe('refused');
    expect(visitors).toBe(0);
  });

  it.each([
    ['script', 'src', 'script-src-elem'],
    ['iframe', 'src', 'frame-src'],
    ['img', 'src', 'img-src'],
    ['object', 'data', 'object-src'],
  ])('holds no <%s> of others', async (tag, attribute, directive) => {
    const violated = await app.evaluate(`new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true });
      const element = document.createElement('${tag}');
      element.${attribute} = ${JSON.stringify(address)};
      document.body.append(element);
    })`);
    expect(violated).toBe(directive);
    expect(visitors).toBe(0);
  });

  it('runs no script that is written into it', async () => {
    const violated = await app.evaluate(`new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true });
      const element = document.createElement('script');
      element.textContent = 'window.written = true';
      document.body.append(element);
    })`);
    expect(violated).toBe('script-src-elem');
    expect(await app.evaluate('window.written')).toBeNull();
  });

  it.each(['media', 'geolocation', 'notifications', 'usb', 'clipboard-read', 'openExternal'])(
    'is not granted %s',
    async (permission) => {
      expect(await app.ask('permission', permission)).toEqual({ request: false, check: false, device: false });
    },
  );

  it('may put text into the clipboard, for commands to be copied', async () => {
    expect(await app.ask('permission', 'clipboard-sanitized-write')).toMatchObject({ request: true, check: true });
  });
});

describe('the window’s files', () => {
  it.each(['/', '/window.js?x', '/../../package.json', '/..%2f..%2fpackage.json', '/preload.cjs', '//etc/passwd'])(
    '%s is none of them',
    async (path) => {
      expect(await app.ask('status', 'GET', `vrrpscope://window${path}`)).toBe(404);
    },
  );

  it('belong to one host, and are only read', async () => {
    expect(await app.ask('status', 'GET', WINDOW)).toBe(200);
    expect(await app.ask('status', 'POST', WINDOW)).toBe(404);
    expect(await app.ask('status', 'GET', 'vrrpscope://elsewhere/index.html')).toBeNull();
  });
});

describe('a call', () => {
  it.each([
    ['https://example.com/', 'main'],
    ['vrrpscope://elsewhere/index.html', 'main'],
    ['file:///tmp/page.html', 'main'],
    [WINDOW, 'frame'],
  ])('of %s as %s is refused', async (url, where) => {
    for (const call of HOST_CALLS) {
      expect(await app.ask('invokeAs', url, where, `vrrpscope:call:${call}`)).toEqual({
        kind: 'failure',
        message: 'Only the window may ask.',
      });
    }
  });

  it.each([
    "openCaptures('/etc/passwd')",
    'openCaptures([1])',
    'changeSettings(null)',
    "changeSettings({ theme: 'plaid' })",
    "readReport('1', 'tlh')",
    "messages('1', {}, 0, 10)",
    "messages('1', { virtualRouter: null, from: 0, to: 1 }, -1, 10)",
    "save('1', { form: 'exe' })",
    "save('1', { form: 'svg', name: 'x' })",
    "packet('1', { source: 0 })",
  ])('with other arguments is refused: %s', async (call) => {
    const failure = await app.evaluate(`vrrpscope.${call}.then(() => 'answered', ({ message }) => message)`);
    expect(failure).toMatch(/was called with arguments that it does not take\.$/);
  });
});
