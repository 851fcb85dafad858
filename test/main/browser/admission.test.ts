import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { Guest } from './guest.ts';
import { startStage } from './stage.ts';

/** What a socket that is refused is told. */
async function refusal(guest: Guest, headers = {}, path = '/socket'): Promise<number | undefined> {
  const socket = guest.socket(headers, path);
  const [, response] = await once(socket, 'unexpected-response');
  socket.on('error', () => {}).terminate();
  return response.statusCode;
}

describe('the token', () => {
  test('lets one browser in, once, and does not stay in its address', async () => {
    const { host } = await startStage();
    const path = host.url.slice(host.addresses.origin.length);
    const first = await new Guest(host.url).ask(path);
    expect(first.status).toBe(303);
    expect(first.headers.location).toBe('/');
    expect(first.headers['set-cookie']?.[0]).toMatch(/^vrrpscope-\d+=[\w-]{32}; HttpOnly; SameSite=Strict; Path=\/$/);

    const second = await new Guest(host.url).ask(path);
    expect(second.status).toBe(403);
    expect(second.headers['set-cookie']).toBeUndefined();
    expect(second.body).toContain('works only once');
  });

  test('may be used again by the browser that it let in', async () => {
    const { host } = await startStage();
    const guest = await Guest.arrive(host.url);
    const again = await guest.ask(host.url.slice(guest.origin.length));
    expect([again.status, again.headers.location]).toEqual([303, '/']);
  });

  test('must be right', async () => {
    const { host } = await startStage();
    const guest = new Guest(host.url);
    for (const token of ['', 'x', 'x'.repeat(32)]) expect((await guest.ask(`/?token=${token}`)).status).toBe(403);
    expect((await Guest.arrive(host.url)).cookie).not.toBe('');
  });

  test('is spent neither by a look at the headers nor under a foreign name', async () => {
    const { host } = await startStage();
    const path = host.url.slice(host.addresses.origin.length);
    expect((await new Guest(host.url).ask(path, { method: 'HEAD' })).status).toBe(403);
    expect((await new Guest(host.url).ask(path, { headers: { host: 'evil.example' } })).status).toBe(403);
    expect((await Guest.arrive(host.url)).cookie).not.toBe('');
  });
});

describe('the cookie', () => {
  test('is needed for everything', async () => {
    const { host } = await startStage();
    const stranger = new Guest(host.url);
    for (const path of ['/', '/window.js', '/window.css', '/download/x', '/nothing']) {
      expect((await stranger.ask(path)).status).toBe(403);
    }
    const upload = { method: 'POST', headers: { origin: stranger.origin }, body: 'x' };
    expect((await stranger.ask('/upload?name=x', upload)).status).toBe(403);
    expect(await refusal(stranger)).toBe(403);
  });

  test('opens the window, also after a reload and beside other cookies', async () => {
    const { host } = await startStage();
    const guest = await Guest.arrive(host.url);
    for (const cookie of [guest.cookie, `a=b; ${guest.cookie}; c=d`]) {
      const page = await guest.ask('/', { headers: { cookie } });
      expect([page.status, page.body]).toEqual([200, 'this is index.html']);
    }
    expect((await guest.ask('/', { headers: { cookie: `${guest.cookie}x` } })).status).toBe(403);
  });

  test('is withheld by a browser that follows a link of another site, which then comes again of itself', async () => {
    const { host } = await startStage();
    const stranger = new Guest(host.url);
    const fromElsewhere = await stranger.ask('/', { headers: { 'sec-fetch-site': 'cross-site' } });
    expect([fromElsewhere.status, fromElsewhere.headers.refresh]).toEqual([200, '0; url=/']);
    expect(fromElsewhere.body).not.toContain('window');
    expect((await stranger.ask('/', { headers: { 'sec-fetch-site': 'same-origin' } })).status).toBe(403);
  });
});

describe('names and origins', () => {
  test('a name that is not ours is refused, with the cookie too', async () => {
    const { host } = await startStage();
    const guest = await Guest.arrive(host.url);
    const { port } = new URL(host.url);
    for (const name of ['evil.example', `evil.example:${port}`, '127.0.0.1', '127.0.0.1:1', `127.0.0.1.:${port}`]) {
      expect((await guest.ask('/', { headers: { host: name } })).status).toBe(403);
      const origin = `http://${name}`;
      expect((await guest.ask('/upload?name=x', { method: 'POST', headers: { host: name, origin } })).status).toBe(403);
      expect(await refusal(guest, { host: name, origin })).toBe(403);
    }
    expect((await guest.ask('/', { headers: { host: `LOCALHOST:${port}` } })).status).toBe(200);
  });

  test('what changes something must come from our own page', async () => {
    const { host, services } = await startStage();
    const guest = await Guest.arrive(host.url);
    const { port } = new URL(host.url);
    const origins = ['http://evil.example', `https://127.0.0.1:${port}`, `http://localhost:${port}`, 'null', ''];
    for (const origin of origins) {
      const upload = await guest.ask('/upload?name=x', { method: 'POST', headers: { origin }, body: 'x' });
      expect(upload.status).toBe(403);
      expect(await refusal(guest, { origin })).toBe(403);
    }
    expect((await guest.ask('/upload?name=x', { method: 'POST', body: 'x' })).status).toBe(403);
    expect(services.pages.size).toBe(0);
  });

  test('a socket opens at one path only', async () => {
    const { host } = await startStage();
    const guest = await Guest.arrive(host.url);
    for (const path of ['/', '/socket/', '/socket?x', '/upload']) expect(await refusal(guest, {}, path)).toBe(403);
  });

  test('listens on loopback and says where other machines can connect', async () => {
    expect((await startStage()).host.addresses.exposed).toBe(false);
    const everywhere = (await startStage({ listen: { host: '0.0.0.0', port: 0 } })).host;
    expect(everywhere.addresses.exposed).toBe(true);
    expect((await new Guest(everywhere.url).ask('/', { headers: { host: 'evil.example' } })).body).toContain('called');
    const { port } = new URL(everywhere.url);
    const local = await Guest.arrive(everywhere.url.replace(/\/\/[^/]+/, `//127.0.0.1:${port}`));
    expect((await local.ask('/')).status).toBe(200);
  });

  test('an IPv6 address is served under its own name', async () => {
    const { host } = await startStage({ listen: { host: '::1', port: 0 } });
    expect(host.url).toMatch(/^http:\/\/\[::1\]:\d+\/\?token=/);
    expect(host.addresses.exposed).toBe(false);
  });
});

describe('what is served', () => {
  test('the window, which may load nothing but itself', async () => {
    const { host } = await startStage();
    const guest = await Guest.arrive(host.url);
    const script = await guest.ask('/window.js');
    expect([script.headers['content-type'], script.body]).toEqual([
      'text/javascript; charset=utf-8',
      'this is window.js',
    ]);
    expect((await guest.ask('/window.css')).headers['content-type']).toBe('text/css; charset=utf-8');
    const head = await guest.ask('/', { method: 'HEAD' });
    expect([head.status, head.headers['content-length'], head.body]).toEqual([200, '18', '']);
    for (const { headers } of [script, head, await guest.ask('/nothing'), await new Guest(host.url).ask('/')]) {
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/);
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['cross-origin-opener-policy']).toBe('same-origin');
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
      expect(headers['cache-control']).toBe('no-store');
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  test('no other path, however it is written', async () => {
    const { host } = await startStage();
    const guest = await Guest.arrive(host.url);
    const paths = [
      '/index.html',
      '/../package.json',
      '/../../../../../../etc/passwd',
      '/..%2f..%2fetc%2fpasswd',
      '/%2e%2e/package.json',
      '//etc/passwd',
      '/window.js/',
      '/window.js%00',
      '/./window.js',
      '/download/../window.js',
      '/download/',
      `${host.addresses.origin}/window.js`,
      'http://evil.example/',
      '/__proto__',
      '*',
    ];
    for (const path of paths) expect([path, (await guest.ask(path)).status]).toEqual([path, 404]);
  });

  test('by the methods that make sense, no others', async () => {
    const { host } = await startStage();
    const guest = await Guest.arrive(host.url);
    const ask = async (method: string, path: string) => {
      const { status, headers } = await guest.ask(path, { method, headers: { origin: guest.origin } });
      return [status, headers.allow];
    };
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE']) {
      expect(await ask(method, '/')).toEqual([405, 'GET, HEAD']);
    }
    expect(await ask('GET', '/upload')).toEqual([405, 'POST']);
    expect(await ask('PUT', '/upload')).toEqual([405, 'POST']);
  });
});
