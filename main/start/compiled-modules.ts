import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { constants, Script } from 'node:vm';

interface Loaded {
  exports: unknown;
}

type ModuleFunction = (
  exports: unknown,
  require: (name: string) => unknown,
  module: Loaded,
  filename: string,
  folder: string,
) => void;

/**
 * Loads the command line's CommonJS files together with the code that V8 made of them when they were built, which is
 * half of the time that a short run takes. Another Node.js than that of the build ignores it, and compiles anew. The
 * files are ASCII, and need nothing but each other and Node.js.
 */
export class CompiledModules {
  readonly #loaded = new Map<string, Loaded>();
  readonly #scripts = new Map<string, Script>();

  load(path: string): unknown {
    const known = this.#loaded.get(path);
    if (known) return known.exports;
    const module: Loaded = { exports: {} };
    this.#loaded.set(path, module);
    const folder = dirname(path);
    const require = (name: string) => (name.startsWith('.') ? this.load(resolve(folder, name)) : builtinModule(name));
    this.#compile(path)(module.exports, require, module, path, folder);
    return module.exports;
  }

  /** Keeps what has been compiled until now, functions that ran included, beside each file. */
  writeCaches(): void {
    for (const [path, script] of this.#scripts) writeFileSync(cacheOf(path), script.createCachedData());
  }

  #compile(path: string): ModuleFunction {
    const source = `(function (exports, require, module, __filename, __dirname) { ${readFileSync(path, 'latin1')}\n})`;
    const cache = cacheOf(path);
    const script = new Script(source, {
      filename: path,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      ...(existsSync(cache) ? { cachedData: readFileSync(cache) } : {}),
    });
    this.#scripts.set(path, script);
    return script.runInThisContext();
  }
}

function cacheOf(path: string): string {
  return `${path}.cache`;
}

/** Packages that are not part of the bundle are tried by some that are: who tries has to see that there are none. */
function builtinModule(name: string): unknown {
  const module: unknown = process.getBuiltinModule(name);
  if (module === undefined) throw new Error(`there is no module ${name}`);
  return module;
}
