import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rolldown } from 'rolldown';
import { DesktopApp, STAND_IN, type StartOptions } from './desktop-app.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** Before the fuses of an Electron binary stands this, then a version and their number; each is 0 or 1. */
export const FUSE_MARK = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u{1}\u{9}';
const FUSES_AS_DELIVERED = '101000011';

/** The app as electron-builder packs it, with a stand-in for Electron. */
export class PackagedApp {
  /** Everything is in here, so that it can be thrown away. */
  readonly folder: string;
  readonly #running = new Set<DesktopApp>();

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<PackagedApp> {
    for (const path of ['dist/desktop/app.js', 'dist/desktop/preload.cjs', 'dist/window/index.html']) {
      if (!existsSync(join(ROOT, path))) throw new Error(`${path} is missing: npm run build makes it`);
    }
    const app = new PackagedApp(await mkdtemp(join(tmpdir(), 'vrrpscope-desktop-')));
    await app.#pack();
    const modules = join(app.content, 'node_modules');
    await mkdir(join(modules, 'electron'), { recursive: true });
    await symlink(join(ROOT, 'node_modules/playwright-core'), join(modules, 'playwright-core'));
    await writeFile(join(modules, 'electron/package.json'), '{ "type": "module", "main": "index.js" }');
    const bundle = await rolldown({
      input: { index: join(STAND_IN, 'index.ts'), launch: join(STAND_IN, 'launch.ts') },
      platform: 'node',
      external: ['playwright-core'],
    });
    await bundle.write({ dir: join(modules, 'electron'), format: 'esm' });
    return app;
  }

  get binary(): string {
    return join(this.folder, 'packages/linux-unpacked/vrrpscope');
  }

  /** What would be the archive. */
  get content(): string {
    return join(this.folder, 'packages/linux-unpacked/resources/app');
  }

  /** A new folder for what a person keeps. */
  home(): Promise<string> {
    return mkdtemp(join(this.folder, 'home-'));
  }

  /** Starts the app as the person with this `home` would. */
  start(home: string, words: readonly string[] = [], options: StartOptions = {}): DesktopApp {
    const app = new DesktopApp(this.content, home, words, options);
    this.#running.add(app);
    return app;
  }

  async endAll(): Promise<void> {
    await Promise.all([...this.#running].map((app) => app.kill()));
    this.#running.clear();
  }

  async remove(): Promise<void> {
    await this.endAll();
    await rm(this.folder, { recursive: true });
  }

  async #pack(): Promise<void> {
    const electron = join(this.folder, 'electron');
    await mkdir(join(electron, 'locales'), { recursive: true });
    await mkdir(join(electron, 'resources'));
    await writeFile(join(electron, 'electron'), `#!/bin/sh\n# ${FUSE_MARK}${FUSES_AS_DELIVERED}`, { mode: 0o755 });
    for (const file of ['version', 'LICENSE', 'locales/en-US.pak']) await writeFile(join(electron, file), '');
    const overrides = {
      asar: false,
      npmRebuild: false,
      electronDist: electron,
      'directories.output': join(this.folder, 'packages'),
    };
    const words = Object.entries(overrides).map(([name, value]) => `-c.${name}=${value}`);
    await promisify(execFile)(
      process.execPath,
      [join(ROOT, 'node_modules/electron-builder/cli.js'), '--linux', 'dir', ...words],
      { cwd: ROOT },
    );
  }
}
