/** The page in a real browser, opened from the disk: `npm run test:web` builds it first. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One browser at a time: what is measured is not shared.
    fileParallelism: false,
    // The pages that judge the cases: a page reads while another is asked.
    maxConcurrency: 3,
  },
});
