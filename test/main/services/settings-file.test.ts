import { watch } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SettingsFile, settingsPath } from '../../../main/services/settings-file.ts';

const SET = {
  paths: ['/captures/lb01.pcap', '/captures/lb02.pcap'],
  beside: {
    views: ['lb01', 'lb02'],
    configurations: [{ name: 'lb01', path: '/captures/lb01.conf' }],
    logs: [{ name: 'lb02', path: '/captures/lb02.log' }],
  },
};
const DEFAULTS = { language: null, theme: 'system', times: 'local', recent: [] };
const BOUNDS = { x: -1200, y: 40, width: 1280, height: 800, maximized: true };

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vrrpscope-settings-'));
  path = join(folder, 'vrrpscope', 'settings.json');
});

afterEach(() => rm(folder, { recursive: true }));

async function holding(text: string): Promise<SettingsFile> {
  await mkdir(join(folder, 'vrrpscope'), { recursive: true });
  await writeFile(path, text);
  return SettingsFile.open(path);
}

describe('what is kept', () => {
  it('comes back in the next run', async () => {
    const before = await SettingsFile.open(path);
    expect(before.settings).toEqual(DEFAULTS);
    expect(before.window).toBeNull();
    before.change({ language: 'zh', theme: 'dark' });
    before.change({ recent: [SET] });
    before.rememberWindow(BOUNDS);
    await before.flush();

    const after = await SettingsFile.open(path);
    expect(after.settings).toEqual({
      language: 'zh',
      theme: 'dark',
      times: 'local',
      recent: [SET],
    });
    expect(after.window).toEqual(BOUNDS);
  });

  it('is told to whoever listens, once for each change that changes something', async () => {
    const file = await SettingsFile.open(path);
    const told: string[] = [];
    const stop = file.onChange(({ theme }) => told.push(theme));
    file.change({ theme: 'dark' });
    file.change({ theme: 'dark' });
    stop();
    file.change({ theme: 'light' });
    expect(told).toEqual(['dark']);
    await file.flush();
  });

  it('has the latest twelve captures, each once', async () => {
    const file = await SettingsFile.open(path);
    const names = ['/13.pcap', '/1.pcap', '/13.pcap', ...Array.from({ length: 20 }, (_, number) => `/${number}.pcap`)];
    const sets = [['/1.pcap', '/2.pcap'], ...names.map((name) => [name])];
    file.change({ recent: sets.map((paths) => ({ paths, beside: null })) });
    expect(file.settings.recent.map(({ paths }) => paths.join('+'))).toEqual([
      '/1.pcap+/2.pcap',
      '/13.pcap',
      '/1.pcap',
      ...[0, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => `/${number}.pcap`),
    ]);
    await file.flush();
  });

  it('is written once for many quick changes, and no half-written file is ever seen', async () => {
    const file = await SettingsFile.open(path);
    file.change({ theme: 'dark' });
    await file.flush();
    let renamed = 0;
    const watcher = watch(join(folder, 'vrrpscope'), (event, name) => {
      if (event === 'rename' && name === 'settings.json') renamed += 1;
    });
    const ready = new Promise((resolve) => watcher.on('change', resolve));
    for (let x = 0; x < 100; x += 1) file.rememberWindow({ ...BOUNDS, x });
    await Promise.all([file.flush(), ready]);
    watcher.close();
    expect(renamed).toBe(1);
    expect((await SettingsFile.open(path)).window?.x).toBe(99);
    expect(await readdir(join(folder, 'vrrpscope'))).toEqual(['settings.json']);
  });

  it('is written without being asked', async () => {
    const file = await SettingsFile.open(path);
    await mkdir(join(folder, 'vrrpscope'));
    const written = new Promise((resolve) => {
      const watcher = watch(join(folder, 'vrrpscope'), (_event, name) => {
        if (name === 'settings.json') resolve(watcher.close());
      });
    });
    file.change({ times: 'relative' });
    await written;
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ times: 'relative' });
  });
});

describe('a file that is not as it should be', () => {
  it('keeps good values beside bad ones and drops what it does not know', async () => {
    const file = await holding(
      JSON.stringify({
        language: 'tlh',
        theme: 'dark',
        times: 7,
        recent: [
          ['/a.pcap'],
          'b',
          [],
          [1],
          [''],
          ['/a.pcap'],
          {
            paths: ['/c.pcap'],
            beside: { views: 7, configurations: [{ name: 'lb01' }, { name: 'lb01', path: '/1' }] },
          },
        ],
        window: { ...BOUNDS, width: '1280' },
        __proto__: { theme: 'light' },
        plugins: ['x'],
      }),
    );
    expect(file.settings).toEqual({
      ...DEFAULTS,
      theme: 'dark',
      recent: [
        { paths: ['/a.pcap'], beside: null },
        { paths: ['/c.pcap'], beside: { views: [], configurations: [{ name: 'lb01', path: '/1' }], logs: [] } },
      ],
    });
    expect(file.window).toBeNull();
    file.change({ times: 'utc' });
    await file.flush();
    expect(Object.keys(JSON.parse(await readFile(path, 'utf8')))).toEqual([
      'language',
      'theme',
      'times',
      'recent',
      'window',
    ]);
  });

  it.each(['', '{"theme": "da', 'null', '[]', '"dark"', '\0\0\0\0'])('is put aside when it is %j', async (text) => {
    const file = await holding(text);
    expect(file.settings).toEqual(DEFAULTS);
    file.change({ theme: 'light' });
    await file.flush();
    expect(await readFile(join(folder, 'vrrpscope', 'settings.damaged.json'), 'utf8')).toBe(text);
    expect((await SettingsFile.open(path)).settings.theme).toBe('light');
  });

  it('never stops the program, whatever it holds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.object().map((o) => JSON.stringify({ recent: o, window: o })),
        ),
        async (text) => {
          const { settings } = await holding(text);
          expect(['system', 'light', 'dark']).toContain(settings.theme);
          expect(settings.recent.flatMap(({ paths }) => paths).every((one) => typeof one === 'string')).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('does not take nonsense from a window either', async () => {
    const file = await SettingsFile.open(path);
    const nonsense: object = { theme: 'plaid', recent: 'none', language: 3 };
    file.change(nonsense);
    expect(file.settings).toEqual(DEFAULTS);
  });

  it('may be a folder, or lie where nothing can be written', async () => {
    await mkdir(path, { recursive: true });
    const file = await SettingsFile.open(path);
    file.change({ theme: 'dark' });
    await file.flush();
    await rm(path, { recursive: true });
    await writeFile(join(folder, 'a-file'), '');
    await chmod(join(folder, 'a-file'), 0o400);
    const below = await SettingsFile.open(join(folder, 'a-file', 'settings.json'));
    below.change({ theme: 'dark' });
    await below.flush();
    expect([file.settings.theme, below.settings.theme]).toEqual(['dark', 'dark']);
  });
});

describe('where it lies', () => {
  it.each([
    ['linux', {}, '/home/ada/.config/vrrpscope/settings.json'],
    ['linux', { XDG_CONFIG_HOME: '/etc/ada' }, '/etc/ada/vrrpscope/settings.json'],
    ['darwin', { XDG_CONFIG_HOME: '/etc/ada' }, '/home/ada/Library/Application Support/vrrpscope/settings.json'],
    ['win32', { APPDATA: '/data/roaming' }, '/data/roaming/vrrpscope/settings.json'],
    ['win32', {}, '/home/ada/AppData/Roaming/vrrpscope/settings.json'],
  ] as const)('%s %j', (platform, env, expected) => {
    expect(settingsPath(env, platform, '/home/ada')).toBe(expected);
  });
});
