import { existsSync, readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { FeedError } from './feed.ts';
import type { LocalTool } from './live-contract.ts';
import type { CaptureProgram } from './local-tools.ts';

/** Why one capture program cannot be used. */
export interface Obstacle {
  via: LocalTool;
  /** Null where it is not installed. */
  program: CaptureProgram | null;
  fault: FeedError;
}

/** A step that makes capturing possible, as a sentence that holds the command, and the bare command if there is one. */
export interface Grant {
  sentence: string;
  command: string | null;
}

/** CAP_NET_RAW is all that dumpcap and tcpdump need, promiscuous mode included. */
const CAPABILITY = 'cap_net_raw=ep';
const NET_RAW = 13n;

/** The one sentence that makes it work, for the program that needs least. */
export function grantFor(obstacles: readonly Obstacle[]): string | null {
  const confined = confinement();
  if (confined !== null && obstacles.some(({ fault }) => fault.fault === 'not-permitted')) return confined.sentence;
  const grants = obstacles.map((one) => ({ ...one, grant: grantOf(one) }));
  const here = grants.find(({ program, grant }) => program !== null && grant !== null);
  const missing =
    grants.find(({ via, grant }) => via === 'tcpdump' && grant !== null) ?? grants.find(({ grant }) => grant);
  return (here ?? missing)?.grant?.sentence ?? null;
}

/** What makes this program usable; null where nothing that can be said in one command does. */
export function grantOf({ via, program, fault }: Obstacle): Grant | null {
  if (via === 'cap') return null;
  if (program === null) return installation(via);
  if (fault.fault !== 'not-permitted') return null;
  const confined = confinement();
  if (confined !== null) return confined;
  if (process.platform === 'darwin') {
    return grant('Let your user open the capture devices', 'sudo chown "$USER" /dev/bpf*');
  }
  if (process.platform !== 'linux') return null;
  return program.executable ? capability(program.path) : membership(program.path);
}

function grant(purpose: string, command: string): Grant {
  return { sentence: `${purpose}: ${command}`, command };
}

function capability(path: string): Grant {
  return grant(`Let ${path} capture without root`, `${sudo()}setcap ${CAPABILITY} ${quoted(path)}`);
}

/** Debian lets the members of a group run dumpcap. */
function membership(path: string): Grant {
  const group = groupOf(path);
  if (group === null)
    return grant(
      `Let everybody run ${path}`,
      `sudo chmod o+x ${quoted(path)} && sudo setcap ${CAPABILITY} ${quoted(path)}`,
    );
  if (group.members.includes(userInfo().username)) {
    return grant(
      `You have become a member of the group ${group.name} since you logged in; log in anew, or begin with`,
      `newgrp ${group.name}`,
    );
  }
  const joining = `sudo usermod -aG ${group.name} "$USER"`;
  return { sentence: `Join the group that may run ${path}, then log in anew: ${joining}`, command: joining };
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
    const sentence =
      'Whatever started vrrpscope withholds the capability NET_RAW: a container gets it with --cap-add=NET_RAW, a systemd unit with AmbientCapabilities=CAP_NET_RAW';
    return { sentence, command: null };
  }
  if (/^NoNewPrivs:\s*1/m.test(status)) {
    const sentence =
      'Whatever started vrrpscope forbids new privileges (NoNewPrivileges): let the systemd unit say AmbientCapabilities=CAP_NET_RAW';
    return { sentence, command: null };
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

function installation(via: 'dumpcap' | 'tcpdump'): Grant | null {
  if (process.platform === 'darwin') return grant('Install Wireshark', 'brew install --cask wireshark');
  if (process.platform === 'win32')
    return grant('Install Wireshark with Npcap', 'winget install WiresharkFoundation.Wireshark');
  const [, install, packaged] = INSTALLERS.find(([program]) => existsSync(program)) ?? [];
  if (install === undefined || packaged === undefined) return null;
  const installs = `${install} ${via === 'dumpcap' ? packaged : via}`;
  if (isRoot()) return grant(`Install ${via}`, installs);
  const grants = `${installs} && setcap ${CAPABILITY} "$(command -v ${via})"`;
  return grant(`Install ${via} and let it capture without root`, `sudo sh -c '${grants}'`);
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
