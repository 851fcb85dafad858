import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { FeedError } from '../../../../main/live/feed.ts';
import { grantFor, grantOf, type Obstacle } from '../../../../main/live/inputs/grant.ts';
import { findInterface, listInterfaces } from '../../../../main/live/inputs/interfaces.ts';
import { listeningPlaces } from '../../../../main/live/inputs/listening-places.ts';
import type { CaptureProgram } from '../../../../main/live/inputs/local-tools.ts';
import type { ListeningPlaces } from '../../../../main/live/live-contract.ts';
import { interfacesText } from '../../../../main/output/interfaces-text.ts';
import { hasPeer } from '../../../support/peer-programs.ts';
import { runCli } from '../../../support/run-cli.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const isLinux = process.platform === 'linux';
const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

const folder = mkdtempSync(join(tmpdir(), 'vrrpscope-interfaces-'));
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true }));

const PLACES: ListeningPlaces = {
  interfaces: [
    { name: 'lo', up: true, loopback: true, addresses: ['127.0.0.1', '::1'] },
    { name: 'eth1', up: false, loopback: false, addresses: [] },
    {
      name: 'eth0.20',
      up: true,
      loopback: false,
      addresses: ['192.0.2.11', '192.0.2.100', '2001:db8::11', 'fe80::5054:ff:fe12:3456'],
    },
  ],
  tools: [
    {
      via: 'dumpcap',
      state: 'not-permitted',
      reason: { code: 'group-only', group: 'wireshark', path: '/usr/bin/dumpcap' },
      command: 'sudo usermod -aG wireshark "$USER"',
    },
    { via: 'tcpdump', state: 'ready', reason: null, command: null },
    { via: 'cap', state: 'missing', reason: { code: 'no-cap-in-desktop' }, command: null },
  ],
};

const onTerminal = (width: number) => ({ width, color: false, unicode: true, hasAny: true });

describe('the table', () => {
  test('of 80 cells', () => {
    expect(interfacesText(PLACES, onTerminal(80))).toBe(`Interfaces
  eth0.20  up        192.0.2.11  192.0.2.100  2001:db8::11
                     fe80::5054:ff:fe12:3456
  eth1     down
  lo       loopback  127.0.0.1  ::1
  any                all at once; their packets come without VLAN tags

Capture programs, the best first
  dumpcap  not permitted  only members of the group wireshark may run
                          /usr/bin/dumpcap: join it, then log in anew
                          sudo usermod -aG wireshark "$USER"
  tcpdump  ready          live uses it
  cap      not usable     the desktop app cannot run cap

Next: vrrpscope live eth0.20
`);
  });

  test('ends with the one command where nothing can capture', () => {
    const tools = PLACES.tools.map((tool) =>
      tool.state === 'ready'
        ? {
            ...tool,
            state: 'missing' as const,
            reason: { code: 'not-installed', tool: 'tcpdump' } as const,
            command: 'sudo apt-get install -y tcpdump',
          }
        : tool,
    );
    expect(interfacesText({ ...PLACES, tools }, onTerminal(200))).toMatch(
      /\n\nNothing can capture here yet\. One command makes it work:\n {2}sudo usermod -aG wireshark "\$USER"\n$/,
    );
    const [, tcpdump] = tools;
    expect(interfacesText({ ...PLACES, tools: tcpdump ? [tcpdump] : [] }, onTerminal(200))).toContain(
      'makes it work:\n  sudo apt-get install -y tcpdump\n',
    );
    expect(interfacesText({ ...PLACES, tools: [] }, onTerminal(200))).toContain('vrrpscope live -\n');
  });

  test('cannot be told by an interface what to do', () => {
    const interfaces = [{ name: '\u001b[2J\u202e', up: true, loopback: false, addresses: [] }];
    const text = interfacesText({ ...PLACES, interfaces }, onTerminal(80));
    expect(text).toContain('\\x1b[2J\\u202e');
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('\u202e');
    expect(interfacesText(PLACES, { ...onTerminal(80), unicode: false })).toMatch(/^[\n -~]*$/);
  });
});

describe.runIf(isLinux)('interfaces', () => {
  test('are those of the kernel, with or without addresses', () => {
    const kernel = readFileSync('/proc/net/dev', 'utf8')
      .match(/^\s*[^\s:|]+(?=:)/gm)
      ?.map((name) => name.trim());
    expect(listInterfaces().map(({ name }) => name)).toEqual(kernel);
    expect(listInterfaces()).toContainEqual(expect.objectContaining({ name: 'lo', loopback: true }));
    expect(findInterface('no-such-if')).toBe('missing');
  });
});

const program = (path: string, executable: boolean): CaptureProgram => ({
  via: 'dumpcap',
  path,
  executable,
  words: () => [],
  opened: /x/,
  drops: null,
  chatter: /x/,
  asksDrops: null,
  holdsOn: false,
});
const forbidden = (path: string, executable: boolean): Obstacle => ({
  via: 'dumpcap',
  program: program(path, executable),
  fault: new FeedError('not-permitted', { code: 'tool-not-permitted', tool: 'dumpcap', name: 'eth0' }),
});
const CAP: Obstacle = {
  via: 'cap',
  program: null,
  fault: new FeedError('not-permitted', { code: 'tool-not-permitted', tool: 'cap', name: 'eth0' }),
};

describe.runIf(isLinux && isRoot)('what makes it work', () => {
  test('is one capability for the program', () => {
    expect(grantOf(forbidden('/usr/bin/dumpcap', true))?.remedy.command).toMatch(
      /^(sudo )?setcap cap_net_raw=ep \/usr\/bin\/dumpcap$/,
    );
    expect(grantFor([CAP, forbidden("/opt/it's here/dumpcap", true)])).toEqual({
      code: 'capture-without-root',
      path: "/opt/it's here/dumpcap",
      command: expect.stringMatching(/^(sudo )?setcap cap_net_raw=ep '\/opt\/it'\\''s here\/dumpcap'$/),
    });
  });

  test('is membership where only a group may run the program', () => {
    const path = join(folder, 'dumpcap-of-a-group');
    writeFileSync(path, '');
    const line =
      readFileSync('/etc/group', 'utf8')
        .split('\n')
        .find((one) => /^\w+:x:[1-9]\d*:$/.test(one)) ?? '';
    const [name = '', , gid] = line.split(':');
    chownSync(path, 0, Number(gid));
    chmodSync(path, 0o754);
    expect(grantOf(forbidden(path, false))).toMatchObject({
      remedy: { code: 'join-group', group: name, command: `sudo usermod -aG ${name} "$USER"` },
    });
  });

  test('is never anything for Node', () => {
    expect(grantFor([CAP])).toBeNull();
  });
});

describe.runIf(isLinux && isRoot && hasPeer('tcpdump'))('as a user who is not root', () => {
  const bundle = join(folder, 'vrrpscope');
  const tools = join(folder, 'tools');

  function asNobody(
    command: string[],
    confined: string[] = [],
  ): { status: number | null; stdout: string; stderr: string } {
    const identity = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', ...confined];
    const env = { LC_ALL: 'C.UTF-8', PATH: `${tools}:/usr/bin:/bin`, HOME: '/' };
    return spawnSync('setpriv', [...identity, ...command], { env, encoding: 'utf8', cwd: '/' });
  }

  const vrrpscope = [process.execPath, join(bundle, 'dist/bundle/cli.cjs')];

  function placesAsNobody(confined?: string[]): {
    tcpdump: ListeningPlaces['tools'][number] | undefined;
    status: number | null;
  } {
    const { stdout, status } = asNobody([...vrrpscope, 'interfaces', '--json'], confined);
    const places: ListeningPlaces = JSON.parse(stdout);
    return { tcpdump: places.tools.find(({ via }) => via === 'tcpdump'), status };
  }

  test('the command that is advised makes it work, and nothing else does', ({ skip }) => {
    if (asNobody([process.execPath, '--version']).status !== 0) skip('nobody may not run this Node');
    for (const part of ['package.json', 'dist/bundle'])
      cpSync(join(ROOT, part), join(bundle, part), { recursive: true });
    cpSync(join(ROOT, 'node_modules/cap'), join(bundle, 'node_modules/cap'), { recursive: true });
    const original = execFileSync('sh', ['-c', 'command -v tcpdump'], { encoding: 'utf8' }).trim();
    cpSync(original, join(tools, 'tcpdump'), { dereference: true });
    const copy = join(tools, 'tcpdump');
    chmodSync(copy, 0o755);

    const before = placesAsNobody();
    expect(before.tcpdump).toEqual({
      via: 'tcpdump',
      state: 'not-permitted',
      reason: `${copy} lacks the capability CAP_NET_RAW`,
      command: `sudo setcap cap_net_raw=ep ${copy}`,
    });
    const refused = asNobody([...vrrpscope, 'live', 'lo', '--via', 'tcpdump', '--for', '1s']);
    expect(refused).toMatchObject({ status: 2, stdout: '' });
    expect(refused.stderr.match(/sudo/g)).toHaveLength(1);
    expect(refused.stderr).toContain(`sudo setcap cap_net_raw=ep ${copy}`);

    execFileSync('sh', ['-c', before.tcpdump?.command?.replace('sudo ', '') ?? 'false']);
    expect(placesAsNobody()).toMatchObject({ tcpdump: { state: 'ready', command: null }, status: 0 });

    const confined = placesAsNobody(['--no-new-privs']);
    expect(confined.tcpdump).toMatchObject({
      state: 'not-permitted',
      command: null,
      reason: expect.stringContaining('AmbientCapabilities=CAP_NET_RAW'),
    });
    expect(placesAsNobody(['--bounding-set=-net_raw']).tcpdump).toMatchObject({
      state: 'not-permitted',
      command: null,
      reason: expect.stringContaining('--cap-add=NET_RAW'),
    });
  });
});

describe.runIf(isLinux && isRoot && hasPeer('tcpdump'))('as root', () => {
  test('every program that is here is ready', async () => {
    const { tools } = await listeningPlaces();
    expect(tools.find(({ via }) => via === 'tcpdump')).toEqual({
      via: 'tcpdump',
      state: 'ready',
      reason: null,
      command: null,
    });
  });

  test('the command says so', async () => {
    const { status, stdout, stderr } = await runCli(['interfaces']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^ {2}tcpdump +ready/m);
    expect(stdout).toMatch(/\n\nNext: vrrpscope live \S+\n$/);
  });
});
