/** The tests of the house: fast and hermetic; the shared samples have a configuration of their own. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/samples/**'],
    testTimeout: 20_000,
    maxWorkers: 2,
    // `npm run cases -- --update` writes down what is answered now, where it may.
    env: process.argv.includes('--update') ? { UPDATE: '1' } : {},
  },
});
