import { existsSync, readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Remedy, Trouble } from '../../../decoder/wording/trouble.ts';
import type { FeedError } from '../feed.ts';
import type { LocalTool } from '../live-contract.ts';
import type { CaptureProgram } from './local-tools.ts';

/** Why one capture program cannot be used. */
export interface Obstacle {
  via: LocalTool;
  /** Null where it is not installed. */
  program: CaptureProgram | null;
  fault: FeedError;
}

/** What stands in the way, and the step that makes capturing possible. */
export interface Grant {
  /** What is missing. */
  reason: Trouble;
  remedy: Remedy;
}

/** CAP_NET_RAW is all that dumpcap and tcpdump need, promiscuous mode included. */
const CAPABILITY = 'cap_net_raw=ep';
const NET_RAW = 13n;

/** The one thing that makes it work, for the program that needs least. */
export function grantFor(obstacles: readonly Obstacle[]): Remedy | null {
  const confined = confinement();
  if (confined !== null && obstacles.some(({ fault }) => fault.fault === 'not-permitted')) return confined.remedy;
  const grants = obstacles.map((one) => ({ ...one, grant: grantOf(one) }));
  const here = grants.find(({ program, grant }) => program !== null && grant !== null);
  const missing =
    grants.find(({ via, grant }) => via === 'tcpdump' && grant !== null) ?? grants.find(({ grant }) => grant);
  return (here ?? missing)?.grant?.remedy ?? null;
}

/** What makes this program usable; null where nothing that should be done does. */
export function grantOf({ via, program, fault }: Obstacle): Grant | null {
  if (via === 'cap') return null;
  if (program === null) return installation(via, fault.trouble);
  if (fault.fault !== 'not-permitted') return null;
  const confined = confinement();
  if (confined !== null) return confined;
  const { path, executable } = program;
  if (process.platform === 'darwin') {
    return {
      reason: { code: 'may-not-open', path: '/dev/bpf*' },
      remedy: { code: 'let-user-open-devices', command: 'sudo chown "$USER" /dev/bpf*' },
    };
  }
  if (process.platform !== 'linux') return null;
  return executable ? capability(path) : membership(path);
}

function capability(path: string): Grant {
  const command = `${sudo()}setcap ${CAPABILITY} ${quoted(path)}`;
  return { reason: { code: 'lacks-capability', path }, remedy: { code: 'capture-without-root', path, command } };
}

/** Debian lets the members of a group run dumpcap. */
function membership(path: string): Grant {
  const group = groupOf(path);
  if (group === null) {
    const command = `sudo chmod o+x ${quoted(path)} && sudo setcap ${CAPABILITY} ${quoted(path)}`;
    return { reason: { code: 'may-not-run', path }, remedy: { code: 'let-everybody-run', path, command } };
  }
  if (group.members.includes(userInfo().username)) {
    return {
      reason: { code: 'group-since-login', group: group.name, path },
      remedy: { code: 'log-in-anew', command: `newgrp ${group.name}` },
    };
  }
  return {
    reason: { code: 'group-only', group: group.name, path },
    remedy: { code: 'join-group', group: group.name, command: `sudo usermod -aG ${group.name} "$USER"` },
  };
}

/** Of a file that its group may execute; not root's. */
function groupOf(path: string): { name: string; members: string[] } | null {
  const { gid, mode } = statSync(path);
  if (gid === 0 || (mode & 0o010) === 0) return null;
  for (const line of contentOf('/etc/group').split('\n')) {
    const [name = '', , id, members = ''] = line.split(':');
    if (Number(id) === gid && name !== '') return { name, members: members.split(',') };
  }
  return null;
}

/** What keeps even a program that has the capability from capturing; null where nothing does. */
function confinement(): Grant | null {
  const status = contentOf('/proc/self/status');
  const bounds = /^CapBnd:\s*([\da-f]+)/m.exec(status)?.[1];
  if (bounds !== undefined && ((BigInt(`0x${bounds}`) >> NET_RAW) & 1n) === 0n) {
    return { reason: { code: 'capability-withheld' }, remedy: { code: 'add-capability', command: null } };
  }
  if (/^NoNewPrivs:\s*1/m.test(status)) {
    return { reason: { code: 'privileges-forbidden' }, remedy: { code: 'allow-privileges', command: null } };
  }
  return null;
}

const INSTALLERS: readonly [program: string, install: string, dumpcap: string][] = [
  ['/usr/bin/apt-get', 'apt-get install -y', 'wireshark-common'],
  ['/usr/bin/dnf', 'dnf install -y', 'wireshark-cli'],
  ['/usr/bin/yum', 'yum install -y', 'wireshark'],
  ['/usr/bin/zypper', 'zypper --non-interactive install', 'wireshark'],
  ['/usr/bin/pacman', 'pacman -S --noconfirm', 'wireshark-cli'],
  ['/sbin/apk', 'apk add libcap', 'wireshark-common'],
];

function installation(via: 'dumpcap' | 'tcpdump', reason: Trouble): Grant | null {
  if (process.platform === 'darwin') {
    return { reason, remedy: { code: 'install', tool: 'Wireshark', command: 'brew install --cask wireshark' } };
  }
  if (process.platform === 'win32') {
    const command = 'winget install WiresharkFoundation.Wireshark';
    return { reason, remedy: { code: 'install-with', tool: 'Wireshark', driver: 'Npcap', command } };
  }
  const [, install, packaged] = INSTALLERS.find(([program]) => existsSync(program)) ?? [];
  if (install === undefined || packaged === undefined) return null;
  const installs = `${install} ${via === 'dumpcap' ? packaged : via}`;
  if (isRoot()) return { reason, remedy: { code: 'install', tool: via, command: installs } };
  const grants = `${installs} && setcap ${CAPABILITY} "$(command -v ${via})"`;
  return { reason, remedy: { code: 'install-and-permit', tool: via, command: `sudo sh -c '${grants}'` } };
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function sudo(): string {
  return isRoot() ? '' : 'sudo ';
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
