import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const run = promisify(execFile);
let folder = '';

/** The package as `npm pack` makes it, installed where there is no registry. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vrrpscope-package-'));
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: ROOT });
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', `vrrpscope-${version}.tgz`], { cwd: folder });
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the installed package', () => {
  it('has the command, and it reports', async () => {
    const command = join(folder, 'node_modules/.bin/vrrpscope');
    const { stdout } = await run(command, ['report', '--json', join(ROOT, 'samples/split-brain.pcapng')]);
    expect(JSON.parse(stdout).findings[0].code).toBe('split-brain');
  });

  it.skipIf(process.platform === 'win32')('brings its manual page where man looks, installed for all', async () => {
    const [archive = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
    const prefix = join(folder, 'global');
    const words = ['install', '--global', '--offline', '--no-audit', '--no-fund', '--ignore-scripts'];
    await run('npm', [...words, '--prefix', prefix, join(folder, archive)]);
    expect(await readFile(join(prefix, 'share/man/man1/vrrpscope.1'), 'utf8')).toMatch(/^\.TH VRRPSCOPE 1 /);
  });

  it('has the window, for HTML reports and the browser', async () => {
    const command = join(folder, 'node_modules/.bin/vrrpscope');
    const page = join(folder, 'report.html');
    await run(command, ['report', '--html', page, join(ROOT, 'samples/split-brain.pcapng')]);
    expect(await readFile(page, 'utf8')).toContain('id="embedded-report"');
  });

  it('gives other programs analyze() and a schema', async () => {
    const program = `
      import { readFileSync } from 'node:fs';
      import { analyze, captureFile } from 'vrrpscope';
      const report = await analyze([captureFile(process.argv[2])]);
      const schema = JSON.parse(readFileSync(new URL(import.meta.resolve('vrrpscope/report.schema.json'))));
      console.log(report.virtualRouters[0].splitBrains.length, schema.$ref);
    `;
    await writeFile(join(folder, 'program.js'), program);
    const { stdout } = await run(process.execPath, ['program.js', join(ROOT, 'samples/split-brain.pcapng')], {
      cwd: folder,
    });
    expect(stdout.trim()).toBe('1 #/definitions/Report');
  });

  it('gives their compilers the types', async () => {
    const program = `
      import { analyze, captureFile, type Report } from 'vrrpscope';
      export const report: Report = await analyze([captureFile('x')], { showPasswords: false });
      export const cause: 'initial' | 'resignation' | 'master-down' | 'preemption' | 'priority-drop' | 'usurpation' | 'split-brain-end' | undefined =
        report.virtualRouters[0]?.transitions[0]?.cause;
    `;
    await writeFile(join(folder, 'program.ts'), program);
    const compiler = join(ROOT, 'node_modules/.bin/tsc');
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--lib', 'es2023'];
    await run(compiler, [...options, 'program.ts'], { cwd: folder });
  });

  it('holds what runs, its types and its papers, and nothing else', async () => {
    const root = join(folder, 'node_modules/vrrpscope');
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    const files = entries.filter((one) => one.isFile()).map((one) => relative(root, join(one.parentPath, one.name)));
    const shipped = [
      /^(package\.json|LICENSE|README\.md|ARCHITECTURE\.md|CHANGELOG\.md|CONTRIBUTING\.md|SECURITY\.md)$/,
      /^dist\/bundle\/([\w-]+\.(js|cjs|cjs\.cache)|LICENSES\.txt)$/,
      /^dist\/desktop\/(app\.js|preload\.cjs|LICENSES\.txt)$/,
      /^dist\/window\/(index\.html|window\.js|window\.css|LICENSES\.md)$/,
      /^dist\/(main|decoder)\/[\w/-]+\.d\.ts$/,
      /^dist\/(report\.schema\.json|man\/vrrpscope\.1|completions\/(vrrpscope\.bash|_vrrpscope|vrrpscope\.fish))$/,
    ];
    expect(files.filter((file) => !shipped.some((form) => form.test(file)))).toEqual([]);
    for (const form of shipped)
      expect(
        files.some((file) => form.test(file)),
        `${form}`,
      ).toBe(true);
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'SECURITY.md']));
    expect(files).not.toContain('dist/bundle/write-code-cache.cjs');
  });

  it('is the command line alone: no Electron, no libraries to install, the licences of what it holds', async () => {
    const root = join(folder, 'node_modules/vrrpscope');
    const { dependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    expect(dependencies).toBeUndefined();
    for (const licences of ['dist/bundle/LICENSES.txt', 'dist/desktop/LICENSES.txt', 'dist/window/LICENSES.md']) {
      expect((await readFile(join(root, licences), 'utf8')).length).toBeGreaterThan(1000);
    }
    expect(await readFile(join(root, 'dist/bundle/LICENSES.txt'), 'utf8')).toContain('commander');
  });
});
