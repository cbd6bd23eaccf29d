import { defineConfig } from 'vitest/config';

/** Set to 1 to leave out the suites that start processes and read large folders of foreign files. */
const isQuick = process.env.BANGFU_QUICK === '1';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: isQuick ? ['test/e2e/**', 'test/foreign/**', 'test/intake/containers.test.ts'] : [],
    setupFiles: ['test/setup/fail-on-console.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
