import { expect, test } from 'vitest';
import {
  type AskedFile,
  arePlaces,
  askedFiles,
  askedProblem,
  filesOfSet,
  isPlain,
  nodeNameOf,
  setOf,
} from '../../../renderer/model/asked-files.ts';

const capture = (name: string): AskedFile => ({ path: `/${name}.pcap`, kind: 'capture', name });
const configuration = (name: string): AskedFile => ({ path: `/${name}.conf`, kind: 'configuration', name });
const log = (name: string): AskedFile => ({ path: `/${name}.log`, kind: 'log', name });
const asked = (files: AskedFile[], places = false) => ({ replaces: null, files, places });

test.each([
  ['/tmp/lb01.pcapng.gz', 'lb01'],
  ['/tmp/lb01-keepalived.conf', 'lb01'],
  ['/tmp/keepalived.lb01.conf', 'lb01'],
  ['/backup/lb02/keepalived.conf', 'lb02'],
  ['/backup/lb02/messages.1.gz', 'lb02'],
  ['C:\\captures\\lb03\\keepalived.log', 'lb03'],
  ['/tmp/vrrpscope-a1/-b2c3/keepalived.conf', ''],
  ['web-01.log', 'web-01'],
])('the file %s is of %j', (path, name) => {
  expect(nodeNameOf(path)).toBe(name);
});

test('one capture leaves nothing to ask, nor does what cannot be told', () => {
  expect(isPlain(askedFiles(['/a.pcap'], ['capture']))).toBe(true);
  expect(isPlain(askedFiles(['/a.bin'], ['unknown']))).toBe(true);
  expect(isPlain(askedFiles(['/a.conf'], ['configuration']))).toBe(false);
  expect(isPlain(askedFiles(['/a.pcap', '/b.pcap'], ['capture', 'capture']))).toBe(false);
});

test('captures of nodes whose files are there are taken for places; numbered ones are not', () => {
  expect(arePlaces([capture('lb01'), capture('lb02'), configuration('lb01'), log('lb02')])).toBe(true);
  expect(arePlaces([capture('night_00001'), capture('night_00002'), configuration('lb01')])).toBe(false);
  expect(arePlaces([capture('lb01'), configuration('lb01')])).toBe(false);
});

test.each([
  ['no-capture', asked([configuration('lb01')])],
  ['unknown-kind', asked([capture('lb01'), { path: '/x', kind: 'unknown', name: 'x' }])],
  ['no-name', asked([capture('lb01'), log(' ')])],
  ['no-name', asked([capture(''), capture('lb02')], true)],
  ['name-twice', asked([capture('lb01'), log('lb02'), { ...log('lb02'), path: '/other.log' }])],
  ['one-place', asked([capture('lb01'), { ...capture('lb01'), path: '/2.pcap' }], true)],
  [null, asked([capture(''), capture('')])],
  [null, asked([capture('lb01'), configuration('lb01'), log('lb01')])],
  [null, asked([capture('lb01')], true)],
])('%s stands in the way of reading', (problem, files) => {
  expect(askedProblem(files)).toBe(problem);
});

test('what was asked is read as it was answered, and asked again as it was read', () => {
  const files = [capture('lb01'), capture('lb02'), configuration('lb02'), log('lb01')];
  const set = setOf(asked(files, true));
  expect(set).toEqual({
    paths: ['/lb01.pcap', '/lb02.pcap'],
    beside: {
      views: ['lb01', 'lb02'],
      configurations: [{ name: 'lb02', path: '/lb02.conf' }],
      logs: [{ name: 'lb01', path: '/lb01.log' }],
    },
  });
  expect(filesOfSet(set)).toEqual(files);
});

test('captures alone have nothing beside them, and one capture is no view', () => {
  expect(setOf(asked([capture('lb01'), capture('lb02')]))).toEqual({
    paths: ['/lb01.pcap', '/lb02.pcap'],
    beside: null,
  });
  expect(setOf(asked([capture('lb01')], true)).beside).toBeNull();
});
