import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Much of the time is spent waiting for browsers
    maxWorkers: '100%',
    testTimeout: 15_000,
    coverage: { provider: 'v8', include: ['decoder/**/*.ts'], reporter: ['text-summary', 'text'] },
  },
});
