/** One file instead of eighty makes the command start quickly; libraries stay outside. */
export default {
  input: { cli: 'main/cli.ts', index: 'main/index.ts' },
  external: [/^node:/, /^[a-z]/],
  platform: 'node',
  output: { dir: 'dist/bundle', format: 'esm', cleanDir: true },
};
