import { expect, test } from 'vitest';
import type { Report } from '../../../decoder/report.ts';
import { pseudonymizeReport } from '../../../main/output/pseudonyms.ts';
import { configuredProblems, configuredTable, unheardInstances } from '../../../renderer/model/configured-rows.ts';
import { shortPaths } from '../../../renderer/model/short-paths.ts';
import { instance, reportWith } from '../../support/configured.ts';
import { seenAt } from '../../support/story.ts';

function tableOf(report: Report) {
  const [virtualRouter] = report.virtualRouters;
  if (!virtualRouter) throw new Error('no virtual router');
  return configuredTable(report, virtualRouter);
}

function rowOf(report: Report, keyword: string) {
  const row = tableOf(report).rows.find((one) => one.keyword === keyword);
  const values = row?.cells.map((cell) => cell.map(({ value }) => value).join(' / '));
  const finding = row?.finding == null ? null : report.findings[row.finding];
  return row && { ...row, values, code: finding?.code, title: finding?.title };
}

const withPassword = (password: string) => `authentication {\nauth_type PASS\nauth_pass ${password}\n}`;

test('what nodes must agree in and do not leads to its finding; what they may have differently does not', async () => {
  const texts = { lb01: instance(100), lb02: instance(50, { lines: ['advert_int 2'] }) };
  const report = await reportWith(seenAt(0), texts);
  expect(rowOf(report, 'advert_int')).toMatchObject({ values: ['1', '2'], differs: true, code: 'config-difference' });
  expect(rowOf(report, 'advert_int')?.cells[1]?.[0]).toMatchObject({
    place: { file: 'lb02.conf', line: 5 },
    sent: '1',
  });
  expect(rowOf(report, 'priority')).toMatchObject({ values: ['100', '50'], differs: false, finding: null });
});

test('nodes that agree, and send what is configured, have nothing marked', async () => {
  const { rows, findings } = tableOf(await reportWith(seenAt(0), { lb01: instance(100), lb02: instance(50) }));
  expect(rows.map(({ keyword }) => keyword)).toContain('virtual_ipaddress');
  expect(rows.filter(({ differs, finding }) => differs || finding !== null)).toEqual([]);
  expect(rows.flatMap(({ cells }) => cells.flat()).filter(({ sent }) => sent !== null)).toEqual([]);
  expect(findings).toEqual([]);
});

test('a priority that nothing in the file leads to stands beside the configured one', async () => {
  const report = await reportWith(seenAt(0), { lb01: instance(100), lb02: instance(50, { lines: ['priority 60'] }) });
  const sent = rowOf(report, 'priority')?.cells.flat();
  expect(sent?.map((one) => one.sent).filter((one) => one !== null)).toEqual([]);
  const named = await reportWith(
    seenAt(0),
    { lb01: instance(100), lb02: instance(60) },
    { names: new Map([['192.0.2.2', 'lb02']]) },
  );
  expect(rowOf(named, 'priority')?.cells[1]?.[0]?.sent).toBe('50');
  expect(rowOf(named, 'priority')).toMatchObject({ code: 'config-difference' });
});

test('passwords are told apart by numbers, and shown where they are asked for', async () => {
  const lines = [withPassword('s3cret')];
  const texts = { lb01: instance(100, { lines }), lb02: instance(50, { lines: [withPassword('other')] }) };
  const hidden = await reportWith(seenAt(0), texts);
  expect(rowOf(hidden, 'auth_pass')).toMatchObject({ values: ['•••• (1)', '•••• (2)'], differs: true });
  expect(JSON.stringify(hidden)).not.toMatch(/s3cret|other"/);
  const same = await reportWith(seenAt(0), { lb01: texts.lb01, lb02: instance(50, { lines }) });
  expect(rowOf(same, 'auth_pass')).toMatchObject({ values: ['•••• (1)', '•••• (1)'], differs: false });
  const shown = await reportWith(seenAt(0), texts, { showPasswords: true });
  expect(rowOf(shown, 'auth_pass')?.values).toEqual(['"s3cret"', '"other"']);
});

test('lines that keepalived ignores are listed with their place, and a word that it does not know with its finding', async () => {
  const texts = { lb01: instance(100, { lines: ['priority 300', 'priority 100', 'noreempt'] }) };
  const report = await reportWith(seenAt(0), texts);
  expect(configuredProblems(report)).toMatchObject([{ node: 'lb01', file: 'lb01.conf', line: 5, code: 'bad-value' }]);
  const { findings } = tableOf(report);
  expect(findings.map((index) => report.findings[index]?.code)).toEqual(['config-unknown-keyword']);
});

test('instances of which nobody was heard are named', async () => {
  const lb01 = instance(100) + instance(90, { name: 'VI_2', vrid: 52, addresses: ['192.0.2.200/24'] });
  const report = await reportWith(seenAt(0), { lb01 });
  expect(unheardInstances(report)).toEqual([{ node: 'lb01', name: 'VI_2', vrid: 52 }]);
});

test('pseudonyms cover what files say', async () => {
  const lines = ['advert_int 2', 'unicast_src_ip 192.0.2.2', 'track_interface {\nsecret0\n}'];
  const report = await reportWith(seenAt(0), { lb01: instance(100), lb02: instance(50, { lines }) });
  const text = JSON.stringify(pseudonymizeReport(report));
  expect(text).not.toMatch(/lb0[12]|secret0|VI_1/);
  expect(rowOf(pseudonymizeReport(report), 'advert_int')).toMatchObject({ differs: true, code: 'config-difference' });
});

test('findings name files without their folders', async () => {
  const report = await reportWith(seenAt(0), { '/tmp/-a1/lb01': instance(100, { lines: ['noreempt'] }) });
  const { places, explanation = '' } = report.findings.find(({ code }) => code === 'config-unknown-keyword') ?? {};
  expect(places).toEqual([{ file: '/tmp/-a1/lb01.conf', line: 5 }]);
  expect(explanation).toContain('/tmp/-a1/lb01.conf:5');
  expect(shortPaths(explanation, report)).toContain('lb01.conf:5');
  expect(shortPaths(explanation, report)).not.toContain('/tmp/-a1/lb01.conf');
});
