import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Arguments and their help, without what commands do. */
const ARGUMENTS =
  /\/(decoder\/(wording\/(language|address-tokens|escape-controls)|timeline\/places)\.ts|main\/commands\/(?!run-|html-report|live-ending|live-output|select-messages|outcome)|main\/live\/live-contract|main\/version|main\/package-root|node_modules\/(commander|ipaddr\.js))/;
/** What every run of a command needs besides, in one file: each further one costs milliseconds at the start. */
const CORE =
  /\/(decoder\/(?!packets\/(?!message-row))|main\/commands|main\/services\/(chunk-reader|compression|packet-file|raw-input|read-|capture-file-error|unpack-error))/;

/**
 * Few files instead of hundreds make the command start in half the time. Libraries are part of them, so that
 * an installed vrrpscope needs nothing else; their licences go along.
 */
const command = {
  input: {
    cli: 'main/cli.ts',
    index: 'main/index.ts',
    'capture-worker': 'main/services/capture-worker.ts',
    'cap-child': 'main/live/inputs/cap-child.ts',
  },
  external: [/^node:/],
  platform: 'node',
  plugins: [collectLicences()],
  output: {
    dir: 'dist/bundle',
    format: 'esm',
    cleanDir: true,
    comments: false,
    codeSplitting: {
      groups: [
        { name: 'arguments', test: ARGUMENTS, priority: 2 },
        { name: 'core', test: CORE, priority: 1 },
      ],
    },
  },
};

const desktop = {
  input: { app: 'main/desktop/app.ts' },
  external: [/^node:/, 'electron'],
  platform: 'node',
  plugins: [collectLicences()],
  output: { dir: 'dist/desktop', format: 'esm', cleanDir: true, comments: false },
};

/** A sandboxed preload script is one CommonJS file. */
const preload = {
  input: { preload: 'main/desktop/preload.ts' },
  external: ['electron'],
  platform: 'node',
  output: { dir: 'dist/desktop', format: 'cjs', entryFileNames: '[name].cjs', comments: false, codeSplitting: false },
};

export default existsSync('main/desktop/app.ts') ? [command, desktop, preload] : [command];

function collectLicences() {
  return {
    name: 'collect-licences',
    generateBundle(_options, bundle) {
      const packages = new Set();
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
