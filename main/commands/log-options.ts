import { InvalidArgumentError, Option } from 'commander';
import type { NamedFile } from '../host-contract.ts';

export function logOption(): Option {
  const what = "a node's log of keepalived, beside the packets; again for each node";
  return new Option('--log <NAME=FILE>', what).argParser(collectLogs);
}

/** `--log NAME=FILE`, and the option again for the next node. */
function collectLogs(text: string, before: readonly NamedFile[] = []): NamedFile[] {
  const [, name, path] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (name === undefined || path === undefined) {
    throw new InvalidArgumentError('It takes NAME=FILE: what to call the node, and its log of keepalived.');
  }
  if (before.some((other) => other.name === name)) throw new InvalidArgumentError(`There are two of ${name}.`);
  return [...before, { name, path }];
}
