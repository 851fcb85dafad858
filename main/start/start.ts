#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { CompiledModules } from './compiled-modules.ts';

new CompiledModules().load(fileURLToPath(new URL('command.cjs', import.meta.url)));
