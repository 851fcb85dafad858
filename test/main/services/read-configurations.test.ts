import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Configuration } from '../../../decoder/configuration/configuration.ts';
import { findIncluded } from '../../../main/services/find-included.ts';
import { sentWith } from '../../../main/services/find-sent.ts';
import { readConfigurationFile, readConfigurations } from '../../../main/services/read-configurations.ts';
import { instance } from '../../support/configured.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vrrpscope-conf-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { mode: 0o644 });
  }
}

function read(path = 'lb01/keepalived.conf'): Configuration {
  const result = readConfigurations([{ name: 'lb01', path: join(folder, path) }]);
  const [configuration] = typeof result === 'string' ? [] : result;
  if (!configuration) throw new Error(String(result));
  return configuration;
}

function messages(): string[] {
  return read().problems.map(({ message }) => message.replaceAll(folder, ''));
}

describe('files of a configuration', () => {
  it('are read from the folder of the file that includes them', () => {
    write({
      'lb01/keepalived.conf': 'include conf.d/*.conf\n',
      'lb01/conf.d/b.conf': instance(90, { name: 'B', vrid: 2 }),
      'lb01/conf.d/a.conf': 'include more/a.inc\n',
      'lb01/conf.d/more/a.inc': instance(80, { name: 'A' }),
    });
    const { instances, files, problems } = read();
    expect(instances.map(({ name }) => name)).toEqual(['A', 'B']);
    expect(files.map((file) => file.replace(folder, ''))).toEqual([
      '/lb01/keepalived.conf',
      '/lb01/conf.d/a.conf',
      '/lb01/conf.d/more/a.inc',
      '/lb01/conf.d/b.conf',
    ]);
    expect(problems).toEqual([]);
  });

  it('stand for those below /etc/keepalived, and for no others', () => {
    write({
      'lb01/keepalived.conf': 'include /etc/keepalived/vips.conf\ninclude /etc/hostname\ninclude ../secret\n',
      'lb01/vips.conf': instance(80),
      secret: instance(70, { name: 'SECRET' }),
    });
    expect(read().instances.map(({ name }) => name)).toEqual(['VI_1']);
    expect(messages()).toEqual([
      '/etc/hostname is outside of /lb01; not read',
      '../secret is outside of /lb01; not read',
    ]);
  });

  it('are not left by a link', () => {
    write({ 'lb01/keepalived.conf': 'include link.conf\n', secret: instance(70, { name: 'SECRET' }) });
    symlinkSync(join(folder, 'secret'), join(folder, 'lb01/link.conf'));
    expect(read().instances).toEqual([]);
    expect(messages()).toEqual(['/lb01/link.conf: it leads elsewhere; not read']);
  });

  it('that keepalived skips are skipped', () => {
    write({
      'lb01/keepalived.conf': 'include *.inc\ninclude none/*.conf\ninclude none.conf\n',
      'lb01/a.inc': instance(80),
      'lb01/c.inc': `${instance(80, { name: 'C' })}\0`,
    });
    mkdirSync(join(folder, 'lb01/b.inc'));
    chmodSync(join(folder, 'lb01/a.inc'), 0o755);
    expect(messages()).toEqual([
      '/lb01/a.inc: it is executable: keepalived skips it',
      '/lb01/b.inc: it is no regular file: keepalived skips it',
      '/lb01/c.inc: it is not text',
      'there is no file none.conf',
    ]);
  });

  it('that are not there, or no text, are told in a sentence', () => {
    write({ 'lb01/binary': 'a\0b' });
    const told = (path: string) => readConfigurations([{ name: 'lb01', path: join(folder, path) }]);
    expect(told('nothing')).toBe(
      `cannot read the configuration of lb01: ${join(folder, 'nothing')}: there is no such file`,
    );
    expect(told('lb01')).toContain('it is a directory');
    expect(told('lb01/binary')).toContain('it is not text');
    expect(readConfigurations([{ name: 'lb01', path: '/dev/zero' }])).toContain('it is a device');
  });
});

describe('files that were sent together', () => {
  const include = 'include /opt/keepalived/conf.d/vips.conf\n';

  function readSent(roots: string[]): Configuration {
    const paths = roots.map((root) => join(folder, root));
    const sent = sentWith(paths[0] ?? '', folder, paths);
    const read = readConfigurationFile({ name: 'lb01', path: paths[0] ?? '' }, sent);
    if (typeof read === 'string') throw new Error(read);
    return read;
  }
  const namesIn = ({ instances }: Configuration) => instances.map(({ name }) => name);
  const saidOf = ({ problems }: Configuration) => problems.map(({ message }) => message);

  it('include each other by their names, whatever folders they had', () => {
    write({ '-a/lb01.conf': include, '-a/vips.conf': instance(90, { name: 'VIPS' }) });
    const read = readSent(['-a/lb01.conf']);
    expect(namesIn(read)).toEqual(['VIPS']);
    expect(read.files).toEqual([join(folder, '-a/lb01.conf'), join(folder, '-a/vips.conf')]);
    expect(saidOf(read)).toEqual([]);
  });

  it('include nothing that was sent at another time, or lies elsewhere', () => {
    write({ '-a/lb01.conf': include, '-b/vips.conf': instance(90), 'vips.conf': instance(90) });
    const read = readSent(['-a/lb01.conf']);
    expect(namesIn(read)).toEqual([]);
    expect(saidOf(read)).toEqual(['there is no file /opt/keepalived/conf.d/vips.conf']);
  });

  it('of one name are not guessed at', () => {
    write({ '-a/lb01.conf': include, '-a/vips.conf': instance(90), '-a/-b/vips.conf': instance(80) });
    expect(saidOf(readSent(['-a/lb01.conf']))).toEqual(['several of the files sent are called vips.conf; not read']);
  });

  it('are matched by a pattern where that can mean no part of another node', () => {
    const pattern = 'include conf.d/*.conf\n';
    write({ '-a/lb01.conf': pattern, '-a/b.conf': instance(90, { name: 'B' }), '-a/lb02.conf': instance(50) });
    expect(namesIn(readSent(['-a/lb01.conf']))).toEqual(['B', 'VI_1']);
    const two = readSent(['-a/lb01.conf', '-a/lb02.conf']);
    expect(namesIn(two)).toEqual([]);
    expect(saidOf(two)).toEqual(['which of the files sent conf.d/*.conf means cannot be told; not read']);
  });
});

describe('patterns of include', () => {
  const names = ['a.conf', 'ab.conf', 'b.conf', 'c.txt', '.hidden.conf', '[x].conf'];
  it.each([
    ['*.conf', ['[x].conf', 'a.conf', 'ab.conf', 'b.conf']],
    ['?.conf', ['a.conf', 'b.conf']],
    ['[ab].conf', ['a.conf', 'b.conf']],
    ['[!a]*.conf', ['[x].conf', 'b.conf']],
    ['[a-c].*', ['a.conf', 'b.conf', 'c.txt']],
    ['{c.txt,a.conf}', ['c.txt', 'a.conf']],
    ['.h*', ['.hidden.conf']],
    ['[z-a]*', []],
    ['[', []],
    ['*a*b*', ['ab.conf']],
    [`${'*a'.repeat(100)}*`, []],
  ])('%s', (pattern, found) => {
    write(Object.fromEntries(names.map((name) => [name, ''])));
    expect(findIncluded(join(folder, pattern)).map((path) => path.replace(`${folder}/`, ''))).toEqual(found);
  });

  it('match folders too', () => {
    write({ 'x/1.conf': '', 'y/1.conf': '', 'y/2.conf': '', 'z.conf': '' });
    const found = findIncluded(join(folder, '*/?.conf')).map((path) => path.replace(`${folder}/`, ''));
    expect(found).toEqual(['x/1.conf', 'y/1.conf', 'y/2.conf']);
  });

  it('match no folder in a file', () => {
    write({ 'x/1.conf': '', 'z.conf': '' });
    expect(findIncluded(join(folder, '*/1.conf'))).toEqual([join(folder, 'x/1.conf')]);
  });
});
