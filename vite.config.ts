import { defineConfig } from 'vite';

/** One script and one style sheet serve all three hosts; the HTML report has them inside. */
export default defineConfig({
  root: 'renderer',
  base: './',
  logLevel: 'warn',
  build: {
    outDir: '../dist/window',
    emptyOutDir: true,
    license: { fileName: 'LICENSES.md' },
    target: 'es2023',
    modulePreload: false,
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      onLog(level, log, handle) {
        // Libraries say "use client" to frameworks that render on servers
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log);
      },
      output: { codeSplitting: false, entryFileNames: 'window.js', assetFileNames: 'window[extname]' },
    },
  },
});
