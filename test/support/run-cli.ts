import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';

/** The command as it ships. */
export const CLI = join(import.meta.dirname, '../../dist/bundle/cli.cjs');

export interface CliRun {
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface CliOptions {
  env?: NodeJS.ProcessEnv;
  /** The Node.js to run it with, if another than that of the tests. */
  node?: string;
  stdin?: Uint8Array;
  /** Closes standard output after this many characters, as `head` does; 0 closes it at once. */
  closeAfter?: number;
}

/** The built command, as a shell would run it, in UTC and a UTF-8 locale unless `env` says otherwise. */
export function runCli(words: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const { NO_COLOR: _no, FORCE_COLOR: _force, COLUMNS: _columns, ...rest } = process.env;
  const env = { ...rest, LC_ALL: 'C.UTF-8', TZ: 'UTC', ...options.env };
  return collectRun(spawn(options.node ?? process.execPath, [CLI, ...words], { env }), options);
}

/** What a program that was started says until it ends. */
export function collectRun(
  child: ChildProcessWithoutNullStreams,
  { stdin, closeAfter = Number.POSITIVE_INFINITY }: Omit<CliOptions, 'env' | 'node'>,
): Promise<CliRun> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (stdout.length >= closeAfter) child.stdout.destroy();
    });
    if (closeAfter === 0) child.stdout.destroy();
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject).on('close', (status) => resolve({ status, stdout, stderr }));
    child.stdin.on('error', () => {}).end(stdin);
  });
}
