/** Several workers begin at once where no store was ever begun: each is there, and none gets in another's way. */
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { endWithin, startProgram } from '../../bench/kill/program.ts';
import { hasPostgres, storeFolder } from '../engine/database/open-store.ts';
import { buildProgram } from './run-cli.ts';

it.runIf(hasPostgres)(
  'workers that begin at once on a store that is new are all there',
  async () => {
    const program = await buildProgram();
    const store = storeFolder('store');
    const folder = dirname(store);
    const surroundings = { program, folder, env: { PATH: process.env['PATH'] ?? '', HOME: folder } };
    const args = ['serve', '--listen', '127.0.0.1:0', '--store', store, '--state', `${folder}/state`, '--out', `${folder}/out`];
    const workers = Array.from({ length: 4 }, () => startProgram(surroundings, args));
    try {
      for (const worker of workers) await expect.poll(() => worker.said, { timeout: 60_000 }).toContain('listening;');
    } finally {
      for (const worker of workers) worker.send('SIGTERM');
      await Promise.all(workers.map((worker) => endWithin(worker, 30_000)));
    }
  },
  120_000,
);
