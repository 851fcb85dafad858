import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Trouble } from '../../../decoder/wording/trouble.ts';
import { isOneExecutable, packageFile } from '../../package-root.ts';
import { LOCAL_TOOLS, type LocalTool } from '../live-contract.ts';
import { findProgram } from './find-program.ts';

/** Of a packet; advertisements for 255 IPv4 addresses fit in. */
const SNAP_LENGTH = 2048;
/** Mebibytes that the kernel keeps for us, for when this program stands still. */
const KERNEL_BUFFER = 64;

/** A program that captures on this machine, and how to talk with it. */
export interface CaptureProgram {
  readonly via: LocalTool;
  /** What is run, as a file. */
  readonly path: string;
  /** False where it is there, but not for this user. */
  readonly executable: boolean;
  words(interfaceName: string, filter: string): string[];
  /** What it says once no packet is missed any more. */
  readonly opened: RegExp;
  /** Packets dropped by the kernel, where it tells them: the first group. */
  readonly drops: RegExp | null;
  /** What else it says while all is well. */
  readonly chatter: RegExp;
  /** Makes it tell its drops and go on. */
  readonly asksDrops: NodeJS.Signals | null;
  /** Ends when its standard input does. */
  readonly holdsOn: boolean;
}

type Absent = { via: LocalTool; path: null; reason: Trouble };

/** The programs in the order of preference; those that are not here say so. */
export function capturePrograms(): (CaptureProgram | Absent)[] {
  return LOCAL_TOOLS.map(captureProgram);
}

export function captureProgram(via: LocalTool): CaptureProgram | Absent {
  if (via === 'cap') return capProgram();
  const found = findProgram(via);
  if (found === null) return { via, path: null, reason: { code: 'not-installed', tool: via } };
  return { ...(via === 'dumpcap' ? DUMPCAP : TCPDUMP), ...found };
}

const DUMPCAP = {
  via: 'dumpcap',
  words: (name: string, filter: string) => [
    ...['-q', '-w', '-', '-i', name],
    ...['-f', filter, '-s', String(SNAP_LENGTH), '-B', String(KERNEL_BUFFER)],
  ],
  opened: /^File: -/,
  drops: /^Packets received\/dropped on interface .*: \d+\/(\d+) \(/,
  chatter: /^(Capturing on|File:|Packets captured:) /,
  asksDrops: null,
  holdsOn: false,
} as const;

const TCPDUMP = {
  via: 'tcpdump',
  words: (name: string, filter: string) => [
    ...['-i', name, '-n', '-U', '--immediate-mode', '--time-stamp-precision=nano', '-w', '-'],
    ...['-s', String(SNAP_LENGTH), '-B', String(KERNEL_BUFFER * 1024), filter],
  ],
  opened: /listening on .*link-type/,
  drops: /(\d+) packets? dropped by kernel/,
  chatter: /listening on |^tcpdump: data link type |\d+ packets? (captured|received by filter|dropped by)/,
  asksDrops: questionSignal(),
  holdsOn: false,
} as const;

/** Where the BSDs and macOS have SIGINFO, SIGUSR1 ends tcpdump. */
function questionSignal(): NodeJS.Signals | null {
  if (process.platform === 'linux') return 'SIGUSR1';
  return process.platform === 'win32' ? null : 'SIGINFO';
}

/** Our own child process over the package `cap`. */
function capProgram(): CaptureProgram | Absent {
  const via = 'cap';
  if (process.versions.electron !== undefined) return { via, path: null, reason: { code: 'no-cap-in-desktop' } };
  if (isOneExecutable()) return { via, path: null, reason: { code: 'no-cap-in-executable' } };
  const child = packageFile('dist', 'bundle', 'cap-child.js');
  if (!existsSync(child) || !capIsBuilt()) return { via, path: null, reason: { code: 'cap-not-built' } };
  return {
    via,
    path: process.execPath,
    executable: true,
    words: (name, filter) => [child, name, filter, String(KERNEL_BUFFER * 2 ** 20)],
    opened: /^listening$/,
    drops: null,
    chatter: /^(listening$|Warning: )/,
    asksDrops: null,
    holdsOn: true,
  };
}

function capIsBuilt(): boolean {
  try {
    return existsSync(createRequire(packageFile('package.json')).resolve('cap/build/Release/cap.node'));
  } catch {
    return false;
  }
}
