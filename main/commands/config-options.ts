import { InvalidArgumentError, Option } from 'commander';
import type { NamedFile } from '../host-contract.ts';

export function configurationOption(): Option {
  const what = "a node's keepalived.conf, to compare; give one for each node";
  return new Option('--config <NAME=FILE>', what).argParser(collectConfigurations);
}

/** `--config NAME=FILE`, and the option again for the next node. */
function collectConfigurations(text: string, before: readonly NamedFile[] = []): NamedFile[] {
  const [, name, path] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (name === undefined || path === undefined) {
    throw new InvalidArgumentError('It takes NAME=FILE: what to call the node, and its keepalived.conf.');
  }
  if (before.some((other) => other.name === name)) throw new InvalidArgumentError(`There are two of ${name}.`);
  return [...before, { name, path }];
}
