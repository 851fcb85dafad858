/** Part of the build: `node write-code-cache.js CAPTURE` runs a report once, and keeps the code that it was compiled to. */
import { fileURLToPath } from 'node:url';
import { CompiledModules } from './compiled-modules.ts';

const modules = new CompiledModules();
process.on('exit', () => modules.writeCaches());
process.argv.splice(2, 0, 'report', '--json');
modules.load(fileURLToPath(new URL('command.cjs', import.meta.url)));
