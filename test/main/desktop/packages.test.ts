import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FUSE_MARK, PackagedApp } from './packaged-app.ts';

vi.setConfig({ hookTimeout: 60_000 });

let packaged: PackagedApp;

// electron-builder checks its configuration against its own schema before it packs
beforeAll(async () => {
  packaged = await PackagedApp.make();
});
afterAll(() => packaged.remove());

describe('a package', () => {
  it('holds what is needed at run time, and nothing else', async () => {
    const files = await readdir(packaged.content, { recursive: true, withFileTypes: true });
    const names = files
      .filter((file) => file.isFile())
      .map((file) => join(file.parentPath, file.name).slice(packaged.content.length + 1))
      .filter((name) => !/^(node_modules\/(electron|playwright-core|cap)|dist\/bundle)\//.test(name));
    expect(names.sort()).toEqual([
      'LICENSE',
      'dist/desktop/LICENSES.txt',
      'dist/desktop/app.js',
      'dist/desktop/preload.cjs',
      'dist/window/LICENSES.md',
      'dist/window/index.html',
      'dist/window/window.css',
      'dist/window/window.js',
      'main/build/icon.png',
      'package.json',
    ]);
    expect((await stat(join(packaged.content, 'dist/bundle/capture-worker.js'))).size).toBeGreaterThan(0);
  });

  it('takes its version from package.json', async () => {
    const { version } = JSON.parse(await readFile(join(import.meta.dirname, '../../../package.json'), 'utf8'));
    expect(JSON.parse(await readFile(join(packaged.content, 'package.json'), 'utf8'))).toMatchObject({
      version,
      main: 'dist/desktop/app.js',
      type: 'module',
    });
  });

  it('has the fuses set', async () => {
    const [, fuses = ''] = (await readFile(packaged.binary, 'latin1')).split(FUSE_MARK);
    expect(Object.fromEntries(FUSES.map((name, index) => [name, fuses[index] === '1']))).toEqual({
      runAsNode: false,
      cookieEncryption: true,
      nodeOptions: false,
      nodeCliInspect: false,
      asarIntegrity: true,
      onlyFromAsar: true,
      browserSnapshot: false,
      fileProtocolPrivileges: false,
    });
  });
});

/** In the order of Electron's first version of them. */
const FUSES = [
  'runAsNode',
  'cookieEncryption',
  'nodeOptions',
  'nodeCliInspect',
  'asarIntegrity',
  'onlyFromAsar',
  'browserSnapshot',
  'fileProtocolPrivileges',
];
