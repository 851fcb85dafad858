import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { fileKinds } from '../../../main/services/file-kinds.ts';
import { instance } from '../../support/configured.ts';
import { entering, onConsole, precise } from '../../support/logged.ts';
import { seenAt } from '../../support/story.ts';

const SAMPLES = new URL('../../../samples/', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'vrrpscope-kinds-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(content: Uint8Array | string): string {
  const path = join(folder, 'file.txt');
  writeFileSync(path, content);
  return path;
}

const capture = seenAt(0);
const pcapng = Uint8Array.of(0x0a, 0x0d, 0x0d, 0x0a, 28, 0, 0, 0, 0x4d, 0x3c, 0x2b, 0x1a);
const console = onConsole([[1, entering('MASTER')]]);
const others = 'Nov 21 09:02:30 lb01 sshd[1]: Accepted publickey\n'.repeat(2000);

test.each([
  ['capture', capture],
  ['capture', gzipSync(capture)],
  ['capture', pcapng],
  ['capture', Uint8Array.of(0x34, 0xcd, 0xb2, 0xa1, 2, 0, 4, 0)],
  ['configuration', instance(100)],
  ['configuration', '! of lb01\n\nglobal_defs {\n  router_id lb01\n}\n'],
  ['configuration', 'include /etc/keepalived/conf.d/*.conf\n'],
  ['configuration', gzipSync(instance(100))],
  ['log', console],
  ['log', precise([[1, entering('BACKUP')]])],
  ['log', others + precise([[1, entering('BACKUP')]])],
  ['log', gzipSync(console)],
  ['log', `Starting up\n${console}`],
  ['unknown', ''],
  ['unknown', 'root:x:0:0:root:/root:/bin/bash\n'],
  ['unknown', others],
  ['unknown', 'vrrp_instance VI_1 {\0'],
  ['unknown', Uint8Array.of(0x1f, 0x8b, 1, 2, 3)],
  ['unknown', gzipSync(gzipSync(capture))],
  ['capture', gzipSync(Buffer.concat([capture, Buffer.alloc(100 << 20)]))],
  ['unknown', gzipSync(Buffer.alloc(100 << 20, 'x'))],
])('a file of the kind %s is told by its content', async (kind, content) => {
  expect(await fileKinds([written(content)])).toEqual([kind]);
});

test('a part of another configuration is told by the name that one includes', async () => {
  const named = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const lb01 = named(
    'lb01.conf',
    `include /etc/keepalived/conf.d/vips.conf\n  includer more/hosts.inc\n${instance(100)}`,
  );
  const lb02 = named('lb02.conf', `include *.conf\n# include lb01.conf\n${instance(50)}`);
  const vips = named('vips.conf', instance(90));
  const hosts = named('hosts.inc', '192.0.2.9\n');
  const all = [lb01, lb02, vips, hosts];
  expect(await fileKinds(all)).toEqual(['configuration', 'configuration', 'included', 'included']);
  expect(await fileKinds([lb02, vips])).toEqual(['configuration', 'configuration']);
});

test('a packed file is told by its beginning, whatever the rest unpacks to', async () => {
  const packed = gzipSync(Buffer.concat([capture, randomBytes(200_000)]));
  packed.fill(0xff, 100_000);
  expect(await fileKinds([written(packed)])).toEqual(['capture']);
});

test('every sample is told to be a capture', async () => {
  const samples = readdirSync(SAMPLES).filter((name) => /\.pcap(ng)?(\.\w+)?$/.test(name));
  const kinds = await fileKinds(samples.map((name) => join(SAMPLES, name)));
  expect(samples.filter((_, i) => kinds[i] !== 'capture')).toEqual([]);
});

test('what cannot be read, and what would wait, is of no kind', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  expect(await fileKinds([join(folder, 'gone'), folder, written(capture)])).toEqual(['unknown', 'unknown', 'capture']);
  expect(await fileKinds([pipe])).toEqual(['unknown']);
});
