import { Worker, type WorkerOptions } from 'node:worker_threads';
import { isOneExecutable, packageFile, readOwnFile } from '../package-root.ts';

/** A thread of vrrpscope's own: a program of dist/bundle, which a single executable has inside. */
export function startThread(name: 'capture-worker' | 'unpack-worker', options: WorkerOptions): Worker {
  if (!isOneExecutable()) return new Worker(packageFile('dist', 'bundle', `${name}.js`), options);
  return new Worker(readOwnFile(`dist/executable/${name}.cjs`).toString(), { ...options, eval: true });
}
