/** Part of the build: `node write-code-cache.cjs CAPTURE` runs a report once, and keeps the code that it was compiled to. */
import { join } from 'node:path';
import { CompiledModules } from './compiled-modules.ts';

const modules = new CompiledModules();
process.on('exit', () => modules.writeCaches());
process.argv.splice(2, 0, 'report');
modules.load(join(import.meta.dirname, 'command.cjs'));
