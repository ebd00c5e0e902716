/** The tests over the shared samples: real outputs that stay outside the repository; SAMPLES names their folder. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/samples/**/*.test.ts'],
    env: { SAMPLES: process.env['SAMPLES'] ?? '../shared/samples' },
    testTimeout: 30_000,
    maxWorkers: 2,
  },
});
