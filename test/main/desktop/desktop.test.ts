import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Report } from '../../../decoder/report.ts';
import { ReportAssembly, type ReportPart } from '../../../decoder/report-parts.ts';
import { type CaptureStatus, HOST_CALLS, type Welcome } from '../../../main/host-contract.ts';
import type { ListeningPlaces } from '../../../main/live/live-contract.ts';
import { hasPeer } from '../../support/peer-programs.ts';
import type { DesktopApp } from './desktop-app.ts';
import { PackagedApp } from './packaged-app.ts';

const SAMPLES = join(import.meta.dirname, '../../../samples');
const SPLIT_BRAIN = join(SAMPLES, 'split-brain.pcapng');
const FAILOVER = join(SAMPLES, 'kill-9-compressed.pcap.gz');

// Each test starts Chromium
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let packaged: PackagedApp;
let home: string;

beforeAll(async () => {
  packaged = await PackagedApp.make();
});
afterAll(() => packaged.remove());
beforeEach(async () => {
  home = await packaged.home();
});
afterEach(() => packaged.endAll());

function captures(app: DesktopApp): Promise<CaptureStatus[]> {
  return app.evaluate<CaptureStatus[]>('vrrpscope.welcome().then(({ captures }) => captures)');
}

/** Waits in the page until the captures are as `expression` of `captures` says. */
function untilCaptures(app: DesktopApp, expression: string): Promise<unknown> {
  return app.evaluate(`new Promise((resolve) => {
    const stop = vrrpscope.onEvent((event) => { if (event.kind === 'captures') look(event.captures); });
    vrrpscope.welcome().then((welcome) => look(welcome.captures));
    const look = (captures) => { if (${expression}) { stop(); resolve(); } };
  })`);
}

const ALL_READ = "captures.every(({ state }) => state === 'read')";

describe('captures', () => {
  it.each([
    ['by name', (from: string) => relative(from, SPLIT_BRAIN)],
    ['as an address, as file managers write it', () => pathToFileURL(SPLIT_BRAIN).href],
  ])('of the command line are opened %s, and the window tells what happened', async (_how, word) => {
    const app = await packaged.start(home, ['--enable-some-switch', word(home)]).shown();
    await app.ask('see', 'Two masters for 11.6 s');
    expect((await captures(app)).map(({ paths }) => paths)).toEqual([[SPLIT_BRAIN]]);
    expect(await app.ask('complaints')).toEqual([]);
  });

  it.skipIf(process.getuid?.() !== 0 || !hasPeer('dumpcap'))('are listened to', async () => {
    const app = await packaged.start(home).shown();
    const { tools } = await app.evaluate<ListeningPlaces>('vrrpscope.listeningPlaces()');
    expect(tools.find(({ via }) => via === 'dumpcap')).toMatchObject({ state: 'ready' });
    const id = await app.evaluate<string>("vrrpscope.startLive('lo')");
    await untilCaptures(app, "captures[0]?.live?.state === 'listening'");
    await app.ask('see', 'Listening to lo with dumpcap');
    await app.evaluate(`vrrpscope.stopReading('${id}')`);
    await untilCaptures(app, "captures[0]?.state === 'stopped'");
  });

  it('are reported to the window piece by piece, nothing lost', async () => {
    const app = await packaged.start(home).shown();
    const parts = await app.evaluate<ReportPart[]>(`new Promise((resolve, reject) => {
      let parts = [];
      let last = null;
      vrrpscope.onEvent((event) => {
        if (event.kind === 'captures' && event.captures[0]?.state === 'read') last = event.captures[0].revision;
        if (event.kind !== 'report-part') return;
        if (event.part.kind === 'outline') parts = [];
        parts.push(event.part);
        if (event.part.kind === 'end' && event.revision === last) resolve(parts);
      });
      vrrpscope.openCaptures([${JSON.stringify(SPLIT_BRAIN)}]).catch(reject);
    })`);
    const assembly = new ReportAssembly();
    const report = parts.map((part) => assembly.add(part)).at(-1);
    const expected: Report = JSON.parse(await readFile(join(SAMPLES, 'split-brain.expected.json'), 'utf8'));
    expect(report?.virtualRouters[0]?.reigns).toEqual(expected.virtualRouters[0]?.reigns);
    expect(report?.findings.map(({ code, evidence }) => ({ code, evidence }))).toEqual(
      expected.findings.map(({ code, evidence }) => ({ code, evidence })),
    );
  });

  it('are asked for in the menu, chosen in the dialog and shown', async () => {
    const app = await packaged.start(home).shown();
    await app.ask('answerDialog', SPLIT_BRAIN, FAILOVER);
    await app.ask('clickMenu', 'File', 'Open…');
    await app.ask('see', 'places of one time');
    await app.evaluate("document.querySelector('.files-end .primary').click()");
    await untilCaptures(app, `captures.length === 1 && ${ALL_READ}`);
    expect((await captures(app))[0]?.paths).toEqual([SPLIT_BRAIN, FAILOVER]);
    expect(await app.ask('dialogs')).toMatchObject([
      {
        properties: ['openFile', 'multiSelections'],
        filters: [
          { extensions: ['pcap', 'pcapng', 'cap', 'gz', 'zst', 'lz4', 'conf', 'log', 'txt', 'json'] },
          { extensions: ['*'] },
        ],
      },
    ]);
  });

  it('are opened even if the menu is faster than the page', async () => {
    const app = await packaged.start(home).shown();
    await app.ask('answerDialog', SPLIT_BRAIN);
    await app.evaluate('location.reload()');
    await app.ask('clickMenu', 'File', 'Open…');
    await untilCaptures(app, `captures.length === 1 && ${ALL_READ}`);
  });

  it('of a second start are opened in the first', async () => {
    const first = await packaged.start(home, [SPLIT_BRAIN]).shown();
    const second = packaged.start(home, [FAILOVER]);
    expect(await second.ended).toBe(0);
    await untilCaptures(first, `captures.length === 2 && ${ALL_READ}`);
    expect((await captures(first)).map(({ paths }) => paths)).toEqual([[SPLIT_BRAIN], [FAILOVER]]);
    expect(first.notes.filter(({ kind }) => kind === 'shown').length).toBeGreaterThan(1);
  });

  it('of places, with configurations and logs, are opened as the command line names them, in the first start too', async () => {
    const at = (name: string) => join(SAMPLES, 'both-nodes-partitioned', name);
    const named = (suffix: string) => ['lb01', 'lb02'].map((name) => ({ name, path: at(name + suffix) }));
    const beside = { views: ['lb01', 'lb02'], configurations: named('.conf'), logs: named('.syslog') };
    const paths = [at('lb01.pcap'), at('lb02.pcap')];
    const words = [...paths, `--beside=${JSON.stringify(beside)}`];
    const app = await packaged.start(home, words).shown();
    await untilCaptures(app, `captures.length === 1 && ${ALL_READ}`);
    expect(await captures(app)).toMatchObject([{ paths, beside }]);
    const alone = { ...beside, views: ['a', 'b'], configurations: [] };
    expect(await packaged.start(home, [...paths, `--beside=${JSON.stringify(alone)}`]).ended).toBe(0);
    await untilCaptures(app, `captures.length === 2 && ${ALL_READ}`);
    expect((await captures(app))[1]).toMatchObject({ paths, beside: alone });
  });

  it('that macOS names one after the other are one history', async () => {
    const app = await packaged.start(home).shown();
    await app.ask('openFiles', SPLIT_BRAIN, FAILOVER);
    await untilCaptures(app, `captures.length === 1 && ${ALL_READ}`);
    expect((await captures(app))[0]?.paths).toEqual([SPLIT_BRAIN, FAILOVER]);
  });

  it('dropped on the window are read where they lie', async () => {
    const app = await packaged.start(home, [], { dropped: { 'lb01.pcap': SPLIT_BRAIN } }).shown();
    expect(await app.evaluate("vrrpscope.pathOf(new File([], 'lb01.pcap'))")).toBe(SPLIT_BRAIN);
    expect(await app.evaluate("vrrpscope.pathOf(new File([], 'made-in-the-page.pcap'))")).toBe('');
    expect(await app.evaluate("vrrpscope.pathOf({ name: 'lb01.pcap' })")).toBe('');
  });

  it('opened before are in the menu, and one click opens them again', async () => {
    const app = await packaged.start(home, [SPLIT_BRAIN]).shown();
    await app.noted('recent-document', ({ path }) => path === SPLIT_BRAIN);
    await app.quit();

    const again = await packaged.start(home).shown();
    expect(await captures(again)).toEqual([]);
    await again.ask('clickMenu', 'File', 'Open Recent', `split-brain.pcapng — ${SAMPLES}`);
    await untilCaptures(again, `captures.length === 1 && ${ALL_READ}`);
    await again.ask('clickMenu', 'File', 'Open Recent', 'Clear This List');
    await again.noted('recent-documents-cleared');
    await again.noted(
      'menu',
      ({ menu }) => menu[0]?.submenu?.some(({ label, enabled }) => label === 'Open Recent' && !enabled) === true,
    );
    expect((await again.evaluate<Welcome>('vrrpscope.welcome()')).settings.recent).toEqual([]);
  });

  it('with names that mean to deceive stand in the menu as plain lines', async () => {
    const odd = join(home, 'a&b\n\u202efcap.pcapng');
    await copyFile(SPLIT_BRAIN, odd);
    const app = await packaged.start(home, [odd]).shown();
    const { menu } = await app.noted('menu', ({ menu }) => (menu[0]?.submenu?.[1]?.submenu?.length ?? 0) > 1);
    expect(menu[0]?.submenu?.[1]?.submenu?.[0]?.label).toBe(`a&b\u{fffd}\u{fffd}fcap.pcapng — ${home}`);
  });
});

describe('saving', () => {
  it('writes where the dialog says', async () => {
    const app = await packaged.start(home, [SPLIT_BRAIN]).shown();
    await untilCaptures(app, ALL_READ);
    const path = join(home, 'post-mortem.json');
    await app.ask('answerDialog', path);
    expect(await app.evaluate("vrrpscope.save('1', { form: 'json', language: 'en', times: 'utc' })")).toEqual({
      kind: 'saved',
      path,
    });
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ tool: { name: 'vrrpscope' } });
    expect(await app.ask('dialogs')).toMatchObject([
      { defaultPath: join(home, 'split-brain.json'), filters: [{ name: 'JSON', extensions: ['json'] }] },
    ]);
  });

  it('suggests no name that means to deceive, and no folder', async () => {
    const odd = join(home, '.a\n\u202efcap.pcapng');
    await copyFile(SPLIT_BRAIN, odd);
    const app = await packaged.start(home, [odd]).shown();
    await untilCaptures(app, ALL_READ);
    await app.ask('answerDialog', join(home, 'one.json'));
    await app.evaluate("vrrpscope.save('1', { form: 'json', language: 'en', times: 'utc' })");
    await app.ask('answerDialog', join(home, 'one.svg'));
    await app.evaluate("vrrpscope.save('1', { form: 'svg', name: '..\\\\../../.bashrc', content: '' })");
    expect(await app.ask('dialogs')).toMatchObject([
      { defaultPath: join(home, 'a__fcap.json') },
      { defaultPath: join(home, 'bashrc.svg') },
    ]);
  });

  it('writes an HTML report with the window inside', async () => {
    const app = await packaged.start(home, [SPLIT_BRAIN]).shown();
    await untilCaptures(app, ALL_READ);
    await app.ask('answerDialog', join(home, 'report.html'));
    await app.evaluate("vrrpscope.save('1', { form: 'html', language: 'en', times: 'utc' })");
    expect(await readFile(join(home, 'report.html'), 'utf8')).toContain('<div id="window">');
  });

  it('is given up with the dialog', async () => {
    const app = await packaged.start(home, [SPLIT_BRAIN]).shown();
    await untilCaptures(app, ALL_READ);
    await app.ask('answerDialog');
    const request = "{ form: 'csv', language: 'en', times: 'utc' }";
    expect(await app.evaluate(`vrrpscope.save('1', ${request})`)).toEqual({ kind: 'cancelled' });
  });

  it('that fails says why, in a sentence', async () => {
    const app = await packaged.start(home, [SPLIT_BRAIN]).shown();
    await untilCaptures(app, ALL_READ);
    const failure = await app.evaluate(
      "vrrpscope.save('7', { form: 'csv', language: 'en', times: 'utc' }).catch(({ message }) => message)",
    );
    expect(failure).toBe('This capture is closed.');
  });
});

describe('the menu', () => {
  it('offers to save and to close only what is open', async () => {
    const app = await packaged.start(home).shown();
    const enabled = () =>
      Object.fromEntries((app.menu[0]?.submenu ?? []).map(({ label, enabled }) => [label, enabled]));
    expect(enabled()).toEqual({
      'Open…': true,
      'Open Recent': false,
      'Add Configurations and Logs…': false,
      'Listen…': true,
      'Save As': false,
      'Close Capture': false,
      Quit: true,
    });
    await app.evaluate(`vrrpscope.openCaptures([${JSON.stringify(SPLIT_BRAIN)}])`);
    await app.noted(
      'menu',
      ({ menu }) => menu[0]?.submenu?.some(({ label, enabled }) => label === 'Close Capture' && enabled) === true,
    );
    await app.ask('clickMenu', 'File', 'Close Capture');
    await untilCaptures(app, 'captures.length === 0');
    await app.noted('menu', () => enabled()['Close Capture'] === false);
  });

  it('tells the window what was clicked', async () => {
    const app = await packaged.start(home, [SPLIT_BRAIN]).shown();
    await untilCaptures(app, ALL_READ);
    const told = app.evaluate(`new Promise((resolve) => {
      const commands = [];
      vrrpscope.onEvent((event) => {
        if (event.kind === 'menu' && commands.push(event.command) === 3) resolve(commands);
      });
    })`);
    await app.ask('answerDialog');
    await app.ask('clickMenu', 'File', 'Save As', 'Packets…');
    await app.ask('clickMenu', 'Edit', 'Find…');
    await app.ask('clickMenu', 'File', 'Listen…');
    expect(await told).toEqual(['save-packets', 'find', 'listen']);
  });

  it('says what this is', async () => {
    const app = await packaged.start(home).shown();
    await app.ask('clickMenu', 'Help', 'About vrrpscope');
    await app.noted('about');
  });

  it('speaks the language of the system, or of the settings as soon as they change', async () => {
    const app = await packaged.start(home, [], { languages: 'zh-Hans-CN,en' }).shown();
    expect(app.menu.map(({ label }) => label)).toEqual(['文件', '编辑', '查看', '帮助']);
    await app.evaluate("vrrpscope.changeSettings({ language: 'en' })");
    await app.noted('menu', ({ menu }) => menu[0]?.label === 'File');
    expect(app.menu.map(({ label }) => label)).toEqual(['File', 'Edit', 'View', 'Help']);
  });

  it('has nothing for developers in it', async () => {
    const app = await packaged.start(home).shown();
    expect(app.menu[2]?.submenu?.map(({ label }) => label)).toEqual([
      'Actual Size',
      'Zoom In',
      'Zoom Out',
      'Full Screen',
    ]);
  });
});

describe('what is remembered', () => {
  it('are settings and the place of the window', async () => {
    const app = await packaged.start(home).shown();
    const bounds = { x: 40, y: 60, width: 1100, height: 700 };
    await app.ask('moveTo', JSON.stringify(bounds));
    await app.evaluate("vrrpscope.changeSettings({ theme: 'dark', times: 'utc' })");
    await app.noted('background', ({ colour }) => colour === '#14181f');
    expect(await app.quit()).toBe(0);

    const again = await packaged.start(home).shown();
    expect(await again.ask('bounds')).toEqual(bounds);
    expect((await again.evaluate<Welcome>('vrrpscope.welcome()')).settings).toMatchObject({
      theme: 'dark',
      times: 'utc',
    });
    expect(again.notes.find(({ kind }) => kind === 'background')).toEqual({ kind: 'background', colour: '#14181f' });
    expect(await again.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")).toBe(true);
  });

  it('may be damaged: the app starts as if new', async () => {
    await mkdir(join(home, 'vrrpscope'));
    await writeFile(join(home, 'vrrpscope/settings.json'), '{"theme": "dar');
    const app = await packaged.start(home).shown();
    expect((await app.evaluate<Welcome>('vrrpscope.welcome()')).settings.theme).toBe('system');
  });
});

describe('a page that breaks', () => {
  it('is loaded again and told of changes once', async () => {
    const app = await packaged.start(home).shown();
    await app.ask('answerDialog', '0');
    await app.ask('crash');
    await app.noted('loaded', () => app.notes.filter(({ kind }) => kind === 'loaded').length === 2);
    const heard = app.evaluate(`new Promise((resolve) => {
      let count = 0;
      vrrpscope.onEvent((event) => { if (event.kind === 'settings') count += 1; });
      vrrpscope.changeSettings({ theme: 'dark' })
        .then(() => vrrpscope.changeSettings({ times: 'utc' }))
        .then(() => vrrpscope.welcome()).then(() => setTimeout(() => resolve(count)));
    })`);
    expect(await heard).toBe(2);
    expect(await app.ask('dialogs')).toMatchObject([{ buttons: ['Load Again', 'Quit'] }]);
  });
});

describe('the bridge', () => {
  it('is the contract, and no channel leads elsewhere', async () => {
    const app = await packaged.start(home).shown();
    expect(await app.ask('channels')).toEqual(HOST_CALLS.map((call) => `vrrpscope:call:${call}`));
    expect(await app.evaluate('Object.keys(vrrpscope).sort()')).toEqual([...HOST_CALLS, 'onEvent', 'pathOf'].sort());
    expect(await app.evaluate('[typeof require, typeof process, typeof module]')).toEqual(Array(3).fill('undefined'));
  });
});
