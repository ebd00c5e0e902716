/** A server that dies in the same breath in which it has welcomed is trouble of the store, whoever connected: it ends no process. */
import { expect, it } from 'vitest';
import { SYSTEM_CLOCK } from '../../../src/capture/clock.ts';
import { withClient, withTransaction } from '../../../src/engine/database/database.ts';
import { openPool } from '../../../src/engine/database/pool.ts';
import { wasCut } from '../../../src/engine/database/trouble.ts';
import { launchAmongOthers } from '../../../src/engine/launch.ts';
import { KILLED, openDying, WELCOME } from './dying-server.ts';
import { hasPostgres, openStore } from './open-store.ts';

async function dyingUrl(): Promise<string> {
  const port = await openDying((socket) => socket.end(Buffer.concat([WELCOME, KILLED])));
  return `postgresql://flaptrap@127.0.0.1:${port}/flaptrap?sslmode=disable`;
}

it.each([
  ['a query', (pool: ReturnType<typeof openPool>) => pool.query('SELECT 1')],
  ['a connection of its own', (pool: ReturnType<typeof openPool>) => withClient({ pool }, (client) => client.query('SELECT 1'))],
  ['a transaction', (pool: ReturnType<typeof openPool>) => withTransaction({ pool }, '', (client) => client.query('SELECT 1'))],
])('for %s', async (_what, ask) => {
  const pool = openPool(await dyingUrl(), 'flaptrap');
  await expect(ask(pool)).rejects.toSatisfy(wasCut);
  await pool.end();
});

it.skipIf(!hasPostgres)('for the durable engine', async () => {
  const { pool } = await openStore();
  const database = { url: await dyingUrl(), shown: 'that dies', pool, close: async () => undefined };
  await expect(launchAmongOthers({ database, worker: 'one', clock: SYSTEM_CLOCK })).rejects.toSatisfy(wasCut);
});
