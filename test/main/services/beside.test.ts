import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Beside } from '../../../main/host-contract.ts';
import { CaptureReading } from '../../../main/services/capture-reading.ts';
import { readBeside } from '../../../main/services/read-beside.ts';
import { captureFile } from '../../../main/services/read-capture-file.ts';
import { instance } from '../../support/configured.ts';
import { entering, precise } from '../../support/logged.ts';
import { seenFrom } from '../../support/places.ts';
import { pair, STORY_START } from '../../support/story.ts';

const folder = mkdtempSync(join(tmpdir(), 'vrrpscope-beside-'));
const file = (name: string) => join(folder, name);
const named = (name: string, path: string) => ({ name, path: file(path) });

beforeAll(() => {
  const { story, a, b } = pair();
  a.advertiseFrom(0, 20);
  b.advertiseFrom(23.8, 40);
  writeFileSync(file('lb01.pcap'), seenFrom(story));
  writeFileSync(file('lb02.pcap'), seenFrom(story, { ahead: -7200 }));
  writeFileSync(file('lb01.conf'), instance(100));
  writeFileSync(file('lb02.log'), precise([[23.8, entering('MASTER')]]));
  writeFileSync(file('binary'), 'vrrp_instance\0');
});
afterAll(() => rmSync(folder, { recursive: true }));

async function read(beside: Partial<Beside>, ...captures: string[]) {
  const { unreadable, ...options } = await readBeside({ views: [], configurations: [], logs: [], ...beside });
  const reading = new CaptureReading(
    captures.map((name) => captureFile(file(name))),
    options,
    unreadable,
  );
  await reading.run();
  const query = { virtualRouter: null, from: -Infinity, to: Infinity };
  const { rows } = reading.messages(query, 0, 1000);
  reading.close();
  return { report: reading.report(), rows };
}

test('places of one time are one history, and what nodes wrote and are configured to do is beside it', async () => {
  const beside = {
    views: ['lb01', 'lb02'],
    configurations: [named('lb01', 'lb01.conf')],
    logs: [named('lb02', 'lb02.log')],
  };
  const { report, rows } = await read(beside, 'lb01.pcap', 'lb02.pcap');
  expect(report.views).toMatchObject([{ name: 'lb01' }, { name: 'lb02', placement: 'matched' }]);
  expect(report.configurations).toMatchObject([{ name: 'lb01', instances: [{ priority: 100 }] }]);
  expect(report.logs).toMatchObject([{ name: 'lb02', entries: [{ kind: 'master', line: 1 }] }]);
  expect(report.unreadable).toEqual([]);
  // The second clock is two hours behind: its packets are listed when they happened
  const times = rows.map(({ time }) => (time ?? 0) - STORY_START);
  expect(Math.min(...times)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...times)).toBeLessThan(41);
  expect(new Set(rows.map(({ source }) => source))).toEqual(new Set([0, 1]));
});

test('captures of one name are one place; a single place is no view', async () => {
  const { report } = await read({ views: ['lb01', 'lb01'] }, 'lb01.pcap', 'lb01.pcap');
  expect(report.views).toBeUndefined();
  expect(report.virtualRouters).toHaveLength(1);
});

test('a file that cannot be read is told, and the others are read', async () => {
  const configurations = [named('lb01', 'lb01.conf'), named('lb02', 'gone.conf'), named('lb03', 'binary')];
  const { report } = await read({ configurations, logs: [{ name: 'lb01', path: folder }] }, 'lb01.pcap');
  expect(report.virtualRouters).toHaveLength(1);
  expect(report.configurations).toHaveLength(1);
  expect(report.unreadable).toEqual([
    { name: file('gone.conf'), code: 'not-found', message: 'there is no such file' },
    { name: file('binary'), code: 'not-text', message: 'it is not text' },
    { name: folder, code: 'is-a-directory', message: 'it is a directory' },
  ]);
});
