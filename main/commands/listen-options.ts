import { InvalidArgumentError } from 'commander';
import type { ListenAddress } from '../browser/own-addresses.ts';

export function parsePort(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > 65_535) throw new InvalidArgumentError('It must be a number from 0 to 65535.');
  return number;
}

export function parseAddress(text: string): ListenAddress {
  const [, bracketed, plain, number = ''] = /^(?:\[([\da-f:.]+)\]|([^:[\]\s]+)):(\d+)$/i.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined) throw new InvalidArgumentError('It must be like 192.0.2.1:8112 or [2001:db8::1]:8112.');
  return { host, port: parsePort(number) };
}
