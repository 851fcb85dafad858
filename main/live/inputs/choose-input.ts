import { statSync } from 'node:fs';
import type { LiveInput } from '../feed.ts';
import type { LocalTool } from '../live-contract.ts';
import { ANY_INTERFACE } from './capture-filter.ts';
import { commandInput } from './command-input.ts';
import { listInterfaces } from './interfaces.ts';
import { localInput } from './local-input.ts';
import { pipeInput } from './pipe-input.ts';

export interface InputChoice {
  /** An interface, `-` for standard input, or the path of a FIFO. */
  interface?: string | undefined;
  via?: LocalTool | undefined;
  /** A command of the shell that writes packets. */
  exec?: string | undefined;
  /** Sees each line that the command writes to standard error. */
  said?: (line: string) => void;
}

/** What is listened to, or what is wrong with the choice. */
export function chooseInput(choice: InputChoice): LiveInput | { usageError: string } {
  const { interface: place, via, exec, said } = choice;
  if (exec !== undefined) {
    if (place !== undefined || via !== undefined)
      return { usageError: '--exec brings its own packets: name no interface beside it, and no --via' };
    return exec.trim() === '' ? { usageError: '--exec needs a command' } : commandInput(exec, said);
  }
  if (place === undefined) return chooseInterface(via);
  const known = place === ANY_INTERFACE || listInterfaces().some(({ name }) => name === place);
  const kind = known && !place.includes('/') ? 'interface' : kindOfPath(place);
  switch (kind) {
    case 'pipe':
      return via === undefined ? pipeInput(place) : { usageError: '--via is about interfaces, not about a pipe' };
    case 'terminal':
      return { usageError: 'standard input is a terminal: pipe packets into it, as tcpdump -U -w - writes them' };
    case 'file':
      return { usageError: `${place} is a file: vrrpscope report reads it` };
    case 'directory':
      return { usageError: `${place} is a directory, neither an interface nor a pipe` };
    case 'interface':
      return localInput(place, via);
  }
}

function kindOfPath(path: string): 'interface' | 'pipe' | 'terminal' | 'file' | 'directory' {
  if (path === '-') return process.stdin.isTTY ? 'terminal' : 'pipe';
  try {
    const kind = statSync(path);
    if (kind.isDirectory()) return 'directory';
    return kind.isFIFO() ? 'pipe' : 'file';
  } catch {
    return 'interface';
  }
}

function chooseInterface(via: LocalTool | undefined): LiveInput | { usageError: string } {
  const all = listInterfaces();
  const [first, second] = all.filter(({ up, loopback }) => up && !loopback);
  if (first !== undefined && second === undefined) return localInput(first.name, via);
  const names = all.filter(({ loopback }) => !loopback).map(({ name, up }) => (up ? name : `${name} (down)`));
  if (names.length === 0)
    return {
      usageError: 'there is no interface here but the loopback; name it, or pipe packets into "vrrpscope live -"',
    };
  return { usageError: `name the interface to listen on: ${names.join(', ')}, or any` };
}
