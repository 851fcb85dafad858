/** `npm run sea`: dist/vrrpscope, this machine's Node.js with vrrpscope inside, for hosts that have no Node.js. */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What Node.js looks for in its own file. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
const BLOB = 'dist/executable/vrrpscope.blob';

const executable = process.platform === 'win32' ? 'dist/vrrpscope.exe' : 'dist/vrrpscope';
const postject = join(dirname(createRequire(import.meta.url).resolve('postject')), 'cli.js');

execFileSync(process.execPath, ['--experimental-sea-config', 'main/build/executable.json'], { stdio: 'inherit' });
rmSync(executable, { force: true });
copyFileSync(process.execPath, executable);
chmodSync(executable, 0o755);
// It complains about notes of the program that mean nothing here; if it fails, what it said is thrown.
execFileSync(process.execPath, [postject, executable, 'NODE_SEA_BLOB', BLOB, '--sentinel-fuse', FUSE], {
  stdio: 'pipe',
});
