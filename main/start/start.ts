#!/usr/bin/env node
import { join } from 'node:path';
import { CompiledModules } from './compiled-modules.ts';

new CompiledModules().load(join(import.meta.dirname, 'command.cjs'));
