import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Arguments and their help, without what commands do. */
const ARGUMENTS =
  /\/(decoder\/(wording\/(language|address-tokens|escape-controls)|timeline\/places)\.ts|main\/commands\/(?!run-|html-report|live-ending|live-output|select-messages|outcome)|main\/live\/live-contract|main\/manual\/shells|main\/version|main\/package-root|node_modules\/(commander|ipaddr\.js))/;
/** What a report needs besides, in one file: each further one costs milliseconds at the start. */
const REPORT =
  /\/(decoder\/(?!packets\/(?!message-row))|main\/commands\/run-report|main\/output\/report-json|main\/services\/(chunk-reader|compression|raw-input|read-capture-file|capture-file-error|unpack-error|unpack\.ts|new-space))/;
/** And what draws it on a terminal. */
const TEXT = /\/main\/output\/report-text/;

/** Those in dist/bundle. */
const packages = new Set();

/** Characters beyond ASCII are written as their codes, in strings as in expressions: what is ASCII is read at once. */
const ascii = {
  name: 'ascii',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type === 'chunk') chunk.code = chunk.code.replace(/[^\0-\x7f]/g, escapeUnit);
    }
  },
};

function escapeUnit(unit) {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * What `vrrpscope` runs. Only CommonJS can be started with code that is compiled already, and Node.js starts it some
 * milliseconds sooner than a module.
 */
const command = {
  input: {
    command: 'main/cli.ts',
    cli: 'main/start/start.ts',
    'write-code-cache': 'main/start/write-code-cache.ts',
  },
  external: [/^node:/],
  platform: 'node',
  plugins: [collectLicences(packages), ascii],
  output: {
    dir: 'dist/bundle',
    format: 'cjs',
    cleanDir: true,
    comments: false,
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
    codeSplitting: {
      groups: [
        { name: 'arguments', test: ARGUMENTS, priority: 2 },
        { name: 'report', test: REPORT, priority: 1 },
        { name: 'text', test: TEXT },
      ],
    },
  },
};

/**
 * Few files instead of hundreds start in half the time. Libraries are part of them, so that an installed vrrpscope
 * needs nothing else; their licences go along.
 */
const programs = {
  input: {
    index: 'main/index.ts',
    'capture-worker': 'main/services/capture-worker.ts',
    'unpack-worker': 'main/services/unpack-worker.ts',
    'cap-child': 'main/live/inputs/cap-child.ts',
  },
  external: [/^node:/],
  platform: 'node',
  plugins: [collectLicences(packages)],
  output: { dir: 'dist/bundle', format: 'esm', comments: false },
};

const desktop = {
  input: { app: 'main/desktop/app.ts' },
  external: [/^node:/, 'electron'],
  platform: 'node',
  plugins: [collectLicences(new Set())],
  output: { dir: 'dist/desktop', format: 'esm', cleanDir: true, comments: false },
};

/** A sandboxed preload script is one CommonJS file. */
const preload = {
  input: { preload: 'main/desktop/preload.ts' },
  external: ['electron'],
  platform: 'node',
  output: { dir: 'dist/desktop', format: 'cjs', entryFileNames: '[name].cjs', comments: false, codeSplitting: false },
};

export default existsSync('main/desktop/app.ts') ? [command, programs, desktop, preload] : [command, programs];

/** Of all packages in `packages`, and those of this bundle, which are added. */
export function collectLicences(packages) {
  return {
    name: 'collect-licences',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        for (const id of chunk.moduleIds ?? []) {
          const [root] = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id) ?? [];
          if (root !== undefined) packages.add(root);
        }
      }
      const source = [...packages].sort().map(licenceOf).join('\n\n');
      this.emitFile({ type: 'asset', fileName: 'LICENSES.txt', source: `${source}\n` });
    },
  };
}

function licenceOf(root) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const file = ['LICENSE', 'LICENSE.md', 'license', 'LICENSE.txt', 'LICENCE'].find((one) =>
    existsSync(join(root, one)),
  );
  return `${name} ${version} (${license})\n\n${file === undefined ? '' : readFileSync(join(root, file), 'utf8').trim()}`;
}
