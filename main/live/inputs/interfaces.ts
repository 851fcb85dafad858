import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import type { NetworkInterface } from '../live-contract.ts';

const IFF_UP = 1;
const IFF_LOOPBACK = 8;

/** What can be listened to, but for `any`. Elsewhere than on Linux only interfaces that have an address are known. */
export function listInterfaces(): NetworkInterface[] {
  const addresses = Object.entries(networkInterfaces()).map(([name, entries = []]) => ({
    name,
    up: true,
    loopback: entries.some(({ internal }) => internal),
    addresses: entries.map(({ address }) => address),
  }));
  const names = linuxInterfaces();
  if (names === null) return addresses;
  const known = new Map(addresses.map((one) => [one.name, one]));
  return names.map((name) => {
    const flags = flagsOf(name);
    const { up = false, loopback = false, addresses = [] } = known.get(name) ?? {};
    if (flags === null) return { name, up, loopback, addresses };
    return { name, up: (flags & IFF_UP) !== 0, loopback: (flags & IFF_LOOPBACK) !== 0, addresses };
  });
}

/** Null where it cannot be told. */
export function findInterface(name: string): 'up' | 'down' | 'missing' | null {
  const names = linuxInterfaces();
  if (names === null) return null;
  if (!names.includes(name)) return 'missing';
  const flags = flagsOf(name);
  return flags !== null && (flags & IFF_UP) === 0 ? 'down' : 'up';
}

/** Whether anything can arrive: an interface that is down, or without a cable, is silent whoever sends. */
export function hears(name: string): boolean {
  const flags = flagsOf(name);
  if (flags !== null && (flags & IFF_UP) === 0) return false;
  return contentOf(`/sys/class/net/${name}/carrier`)?.trim() !== '0';
}

/** Of this process' network namespace: /sys may show another one's. */
function linuxInterfaces(): string[] | null {
  const table = contentOf('/proc/net/dev');
  if (table === null) return null;
  return table
    .split('\n')
    .slice(2)
    .flatMap((line) => /^\s*(\S+?):/.exec(line)?.[1] ?? []);
}

function flagsOf(name: string): number | null {
  const flags = Number(contentOf(`/sys/class/net/${name}/flags`) ?? Number.NaN);
  return Number.isNaN(flags) ? null : flags;
}

function contentOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
