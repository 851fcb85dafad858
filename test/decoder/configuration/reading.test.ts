import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configurationOf, instance } from '../../support/configured.ts';

const named = (text: string, others: Record<string, string> = {}) => configurationOf('lb01', text, others);
const problemsOf = (text: string, others: Record<string, string> = {}) =>
  named(text, others).problems.map(({ place, code }) => `${place.file}:${place.line} ${code}`);

describe('what cannot be read is named, with its line', () => {
  it('values that only keepalived knows at run time', () => {
    const { instances, problems } = named(
      instance(100, { lines: [`advert_int \${_RANDOM 1 5}`, `priority \${_ENV P}`] }),
    );
    expect(problems.map(({ message }) => message)).toEqual([
      'vrrp_instance VI_1: the value of advert_int cannot be known from the file',
      'vrrp_instance VI_1: the value of priority cannot be known from the file',
    ]);
    expect([...(instances[0]?.unread ?? [])]).toEqual(['advert_int', 'priority']);
  });

  it('a VRID that is not known makes no instance', () => {
    expect(named(instance(100, { lines: [] }).replace('51', `\${_RANDOM}`)).instances).toEqual([]);
    expect(problemsOf('vrrp_instance A {\n interface eth0\n}')).toEqual(['lb01.conf:1 no-vrid']);
    expect(problemsOf('vrrp_instance A {\n virtual_router_id 5\n}')).toEqual(['lb01.conf:1 no-interface']);
  });

  it.each([
    ['a value out of range', instance(300), 'lb01.conf:4 bad-value'],
    ['no address', instance(100, { addresses: ['192.0.2.300'] }), 'lb01.conf:6 bad-value'],
    [
      'an address of the other family',
      instance(100, { addresses: ['192.0.2.1', 'fe80::1'] }),
      'lb01.conf:7 other-family',
    ],
    ['a block that does not end', instance(100).replace(/\}\n$/, ''), 'lb01.conf:7 missing-brace'],
    ['a brace too many', `${instance(100)}}\n`, 'lb01.conf:9 unexpected-brace'],
    ['an instance that is there already', instance(100) + instance(90), 'lb01.conf:9 twice'],
    ['a member that is not there', `vrrp_sync_group G {\n group {\n X\n }\n}\n`, 'lb01.conf:1 not-defined'],
    ['a script that runs nothing', 'vrrp_script chk {\n interval 1\n}\n', 'lb01.conf:1 incomplete'],
    ['a sequence that never ends', '~SEQ(A, 1, -1, 5) $A\n', 'lb01.conf:1 bad-sequence'],
    ['a file that is not there', 'include nothing.conf\n', 'lb01.conf:1 include-not-read'],
    ['an include behind a condition', '@lb01 include more.conf\n', 'lb01.conf:1 include-not-read'],
    ['a parameter that contains itself', '$A=x$A\nrouter $A\n', 'lb01.conf:2 line-too-long'],
    ['a line that keepalived cuts', `router_id ${'x'.repeat(1100)}\n`, 'lb01.conf:1 line-too-long'],
    ['conditions of others', '@main global_defs {\n@main }\n', 'lb01.conf:1 no-condition'],
  ])('%s', (_title, text, problem) => {
    expect(problemsOf(text, { 'more.conf': '' })).toEqual([problem]);
  });

  it('files that include each other', () => {
    const problems = problemsOf('include a\n', { a: 'include b\n', b: 'include a\n' });
    expect(problems).toEqual([expect.stringContaining('include-not-read')]);
  });

  it('files that include each other many times', () => {
    const twice = 'include a\ninclude a\n';
    const { problems, files } = named(twice, { a: twice });
    expect(files.length).toBeLessThanOrEqual(1000);
    expect(problems.length).toBeLessThanOrEqual(1000);
  });
});

describe('nobody can make it throw or take long', () => {
  const parts = fc.constantFrom(
    ...[
      'vrrp_instance',
      'A',
      '{',
      '}',
      '\n',
      ' ',
      '\t',
      '"',
      "'",
      '\\',
      '!',
      '#',
      '@lb01 ',
      '@^x ',
      '$A',
      `\${A}`,
      '$A=',
      '=',
    ],
    ...[
      '~SEQ(A, 1, 5) ',
      '~SEQx(B,',
      '~LST({A,B}, {1,2}) ',
      ')',
      ',',
      'include x',
      'include y\n',
      'global_defs',
      '\\\n',
    ],
    ...[
      'virtual_router_id',
      'virtual_ipaddress',
      '10.0.0.1',
      'fe80::1',
      'priority',
      '255',
      '-1',
      '0x10',
      'constructor',
    ],
    ...[
      'authentication',
      'auth_pass',
      'track_script',
      'weight',
      'vrrp_script',
      'vrrp_sync_group',
      'group',
      '__proto__',
    ],
    ...['unicast_peer', 'virtual_server', `\${_RANDOM 1 2}`, `\${_PWD}`, '\0', '\u202e', '\ufffd', '\r'],
  );
  const texts = fc.array(parts, { maxLength: 120 }).map((some) => some.join(''));

  it('whatever the files say', () => {
    fc.assert(
      fc.property(texts, texts, texts, (text, x, y) => {
        const { instances, problems, unknown, files } = named(text, { x, y });
        for (const { vrid, priority, interval } of instances) {
          expect(vrid >= 1 && vrid <= 255 && priority >= 1 && priority <= 255).toBe(true);
          expect(interval).toBeGreaterThan(0);
        }
        for (const { place } of [...problems, ...unknown]) {
          expect(files).toContain(place.file);
          expect(place.line).toBeGreaterThan(0);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['a sequence of a billion', '~SEQ(A, 1, 1000000000) ~SEQ(B, 1, 1000000000) x $A $B\n'],
    [
      'definitions that grow',
      `${Array.from({ length: 60 }, (_, i) => `$A${i}=\${A${i + 1}}\${A${i + 1}}`).join('\n')}\nx $A0\n`,
    ],
    ['definitions of several lines in themselves', '$A= \\\n $A \\\n $A \\\n $A\n$A\n'],
    ['braces without end', '{'.repeat(100_000)],
    ['quotes without end', '"'.repeat(100_001)],
    ['a hundred thousand words nobody knows', 'colour blue\n'.repeat(100_000)],
    ['a hundred thousand instances', Array.from({ length: 100_000 }, (_, i) => `vrrp_instance ${i} {\n}`).join('\n')],
  ])('%s', (_title, text) => {
    // Others may use the same processor
    const before = process.cpuUsage();
    const { problems, unknown } = named(text);
    expect(problems.length).toBeLessThanOrEqual(1000);
    expect(unknown.length).toBeLessThanOrEqual(200);
    expect(process.cpuUsage(before).user).toBeLessThan(5e6);
  });
});
