import { collectLicences } from './rolldown.config.js';

const packages = new Set();

/** A single executable has one CommonJS file, and nothing beside it. */
function oneFile(name, input, cleanDir) {
  return {
    input: { [name]: input },
    external: [/^node:/],
    platform: 'node',
    // Optional packages of ws, which cannot be loaded from inside
    transform: { define: { 'process.env.WS_NO_BUFFER_UTIL': '"1"', 'process.env.WS_NO_UTF_8_VALIDATE': '"1"' } },
    plugins: [collectLicences(packages)],
    output: {
      dir: 'dist/executable',
      format: 'cjs',
      cleanDir,
      comments: false,
      entryFileNames: '[name].cjs',
      codeSplitting: false,
    },
  };
}

export default [
  oneFile('vrrpscope', 'main/start/executable.ts', true),
  oneFile('capture-worker', 'main/start/executable-worker.ts', false),
  oneFile('unpack-worker', 'main/services/unpack-worker.ts', false),
];
