/** The tests of the house: fast and hermetic; the shared samples have a configuration of their own. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The proofs from outside. */
const STRUCK = 'test/kill.test.ts';

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'house', include: ['test/**/*.test.ts'], exclude: ['test/samples/**', 'test/browser/**', STRUCK] } },
      // A dozen programs and databases at once: behind all others, which would wait for them.
      { extends: true, test: { name: 'struck', include: [STRUCK], sequence: { groupOrder: 1 } } },
    ],
    globalSetup: ['test/shared-folder.ts'],
    setupFiles: ['test/worker-ends.ts'],
    // A hang is told by it, and nothing else: what is slow on a busy machine is not wrong.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    // One more than the cores that we count on: a third of a run is spent waiting for simulated routers.
    maxWorkers: 3,
    // A third of the time of a run went into loading the same modules once a file. Their state is their own constants; the rest is put back here.
    isolate: false,
    unstubEnvs: true,
    restoreMocks: true,
    // Most tests that run beside each other wait for a simulated router, not for a processor.
    maxConcurrency: 8,
    // `npm run cases -- --update` writes down what is answered now, where it may.
    // Captures are remembered in files, except where a test is about the database: a server a test costs two seconds.
    env: {
      FLAPTRAP_STORE: 'files',
      // The audit of commands that are told of no folder is not of whoever runs the tests.
      FLAPTRAP_STATE: join(tmpdir(), `flaptrap-tests-${process.getuid?.() ?? ''}`),
      ...(process.argv.includes('--update') ? { UPDATE: '1' } : {}),
    },
  },
});
