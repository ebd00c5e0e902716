/** The page in a real browser, opened from the disk: `npm run test:web` builds it first. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    globalSetup: ['test/shared-folder.ts'],
    // A hang is told by it, and nothing else: two browsers share two cores.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // The pages that judge the cases: a page reads while another is asked.
    maxConcurrency: 3,
  },
});
