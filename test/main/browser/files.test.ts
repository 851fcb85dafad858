import { once } from 'node:events';
import { readdir, readFile, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { Guest } from './guest.ts';
import { type Stage, startStage } from './stage.ts';

async function filesIn({ temporary }: Stage): Promise<string[]> {
  const entries = await readdir(temporary, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

const saveChart = { form: 'svg', name: 'chart', content: '<svg/>' } as const;

test('an upload lies in a place of its own, is read by its owner only, and is gone at the end', async () => {
  const stage = await startStage();
  const guest = await Guest.arrive(stage.host.url);
  const content = Buffer.alloc(3_000_000, 'pcap');
  const [one, other] = [await guest.upload('lb01.pcapng.gz', content), await guest.upload('lb01.pcapng.gz', content)];
  expect(one).not.toBe(other);
  for (const path of [one, other]) {
    expect(basename(path)).toBe('lb01.pcapng.gz');
    expect((await readFile(path)).equals(content)).toBe(true);
    expect((await stat(path)).mode & 0o077).toBe(0);
  }
  await stage.host.close();
  expect(stage.services.closed).toBe(true);
  expect(await readdir(stage.temporary)).toEqual([]);
});

test('what is sent with another file lies beside it, and one of the same name does too', async () => {
  const stage = await startStage();
  const guest = await Guest.arrive(stage.host.url);
  const main = await guest.upload('keepalived.conf', Buffer.from('lb01'));
  const vips = await guest.upload('vips.conf', Buffer.from('vips'), main);
  expect(dirname(vips)).toBe(dirname(main));
  const second = await guest.upload('keepalived.conf', Buffer.from('lb02'), main);
  expect(basename(second)).toBe('keepalived.conf');
  expect(second.startsWith(dirname(main))).toBe(true);
  expect([await readFile(main, 'utf8'), await readFile(second, 'utf8')]).toEqual(['lb01', 'lb02']);
});

test.each([['/etc/passwd'], [join(tmpdir(), 'x')]])(
  'a file that is said to come with %s lies alone',
  async (beside) => {
    const stage = await startStage();
    const guest = await Guest.arrive(stage.host.url);
    const first = await guest.upload('a.conf', Buffer.from('x'));
    for (const path of [beside, `${dirname(first)}/../${beside}`, `${dirname(dirname(first))}/a.conf`]) {
      const kept = await guest.upload('b.conf', Buffer.from('x'), path);
      expect(dirname(dirname(kept))).toBe(dirname(dirname(first)));
      expect(dirname(kept)).not.toBe(dirname(first));
    }
  },
);

test.each([
  ['../../etc/cron.d/x.pcap', 'x.pcap'],
  ['..\\..\\windows\\x.pcap', 'x.pcap'],
  ['/etc/passwd', 'passwd'],
  ['..', 'capture'],
  ['.', 'capture'],
  ['', 'capture'],
  ['folder/', 'capture'],
  ['.bashrc', 'bashrc'],
  ['a\0b\n.pcap', 'a_b_.pcap'],
  ['con.pcap', '_con.pcap'],
  ['übung 報告.pcapng.zst', 'übung 報告.pcapng.zst'],
  ['rlo\u202egnp.pcap', 'rlo_gnp.pcap'],
  [`${'長'.repeat(300)}.pcapng`, `${'長'.repeat(64)}.pcapng`],
])('an upload called %j is kept as %j', async (name, kept) => {
  const stage = await startStage();
  const path = await (await Guest.arrive(stage.host.url)).upload(name, Buffer.from('x'));
  expect(basename(path)).toBe(kept);
  expect(path.startsWith(stage.temporary)).toBe(true);
  expect(await filesIn(stage)).toEqual([kept]);
});

test('an upload that is broken off leaves nothing', async () => {
  const stage = await startStage();
  const { host, origin, cookie } = await Guest.arrive(stage.host.url);
  const { hostname, port } = new URL(origin);
  const headers = { host, origin, cookie, 'content-length': 1_000_000, expect: '100-continue' };
  const upload = request({ hostname, port, path: '/upload?name=x.pcap', method: 'POST', headers, agent: false });
  upload.on('error', () => {}).write('begins');
  await expect.poll(() => filesIn(stage)).toEqual(['x.pcap']);
  upload.destroy();
  await expect.poll(() => filesIn(stage)).toEqual([]);
});

test('the end does not wait for an upload, and leaves nothing of it', async () => {
  const stage = await startStage();
  const { host, origin, cookie } = await Guest.arrive(stage.host.url);
  const { hostname, port } = new URL(origin);
  const headers = { host, origin, cookie, 'content-length': 1_000_000 };
  const upload = request({ hostname, port, path: '/upload?name=x.pcap', method: 'POST', headers, agent: false });
  upload.write('begins');
  await expect.poll(() => filesIn(stage)).toEqual(['x.pcap']);
  const failed = once(upload, 'error');
  await Promise.all([stage.host.close(), failed.catch(() => {})]);
  expect(await readdir(stage.temporary)).toEqual([]);
});

test('an upload is not remembered among recent captures, other files are', async () => {
  const { host, settings } = await startStage();
  const guest = await Guest.arrive(host.url);
  const page = await guest.openPage();
  await page.call('openCaptures', [await guest.upload('lb01.pcap', Buffer.from('x'))]);
  await page.call('openCaptures', ['/var/tmp/lb02.pcap']);
  expect(settings.settings.recent).toEqual([{ paths: ['/var/tmp/lb02.pcap'], beside: null }]);
});

test('what is saved can be fetched once, as a file with its name', async () => {
  const stage = await startStage();
  const guest = await Guest.arrive(stage.host.url);
  const page = await guest.openPage();
  const outcome = await page.call('save', '1', saveChart);
  if (outcome.kind !== 'download') throw new Error(`${outcome.kind}, not a download`);
  expect(outcome.name).toBe('Fehlerbericht _Ø_ 報告.svg');
  expect(outcome.url).toMatch(/^\/download\/[\w-]{32}$/);

  expect((await new Guest(stage.host.url).ask(outcome.url)).status).toBe(403);
  expect((await guest.ask(outcome.url, { method: 'HEAD' })).status).toBe(405);
  const { status, headers, body } = await guest.ask(outcome.url);
  expect([status, body]).toEqual([200, '<svg/>']);
  expect(headers['content-type']).toBe('application/octet-stream');
  expect(headers['content-length']).toBe('6');
  expect(headers['content-disposition']).toBe(
    `attachment; filename="Fehlerbericht ___ __.svg"; filename*=UTF-8''Fehlerbericht%20_%C3%98_%20%E5%A0%B1%E5%91%8A.svg`,
  );
  expect((await guest.ask(outcome.url)).status).toBe(404);
  await expect.poll(() => filesIn(stage)).toEqual([]);
});

test('what cannot be saved leaves nothing and says why', async () => {
  const stage = await startStage();
  const page = await (await Guest.arrive(stage.host.url)).openPage();
  const save = page.call('save', '1', { form: 'html', language: 'en', times: 'utc' });
  await expect(save).rejects.toThrow('The disk is full.');
  expect(await filesIn(stage)).toEqual([]);
});
