import { InvalidArgumentError } from 'commander';
import type { NamedFile } from '../host-contract.ts';

/** `--log NAME=FILE`, and the option again for the next node. */
export function collectLogs(text: string, before: readonly NamedFile[] = []): NamedFile[] {
  const [, name, path] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (name === undefined || path === undefined) {
    throw new InvalidArgumentError('It takes NAME=FILE: what to call the node, and its log of keepalived.');
  }
  if (before.some((other) => other.name === name)) throw new InvalidArgumentError(`There are two of ${name}.`);
  return [...before, { name, path }];
}
