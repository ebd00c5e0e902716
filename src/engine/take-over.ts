/** Taking over goes on with what dead workers carried: again and again, one worker at a time. */
import { DBOS } from '@dbos-inc/dbos-sdk';
import type pg from 'pg';
import type { Clock } from '../capture/clock.ts';
import type { Workers } from './workers.ts';

interface TakingOver {
  pool: pg.Pool;
  workers: Workers;
  clock: Pick<Clock, 'sleep'>;
  everyMs: number;
  over: AbortSignal;
}

/** `flaptrap` in ASCII, cut to four bytes, and `take`. */
const LOCK = [0x666c6170, 0x74616b65] as const;

/** Ends with `over`. */
export async function takeOver(taking: TakingOver): Promise<void> {
  while (!taking.over.aborted) {
    // A database that is away has nothing to give.
    await once(taking).catch(() => undefined);
    await taking.clock.sleep(taking.everyMs, taking.over);
  }
}

/** Under a lock, so that of two workers one is late and finds nothing left. */
async function once({ pool, workers }: TakingOver): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<{ is_mine: boolean }>('SELECT pg_try_advisory_xact_lock($1, $2) AS is_mine', [...LOCK]);
    if (rows[0]?.is_mine === true) await resumeOrphans(client, await workers.strikeOff());
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

async function resumeOrphans(client: pg.PoolClient, alive: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ workflow_uuid: string }>(
    "SELECT workflow_uuid FROM dbos.workflow_status WHERE status = 'PENDING' AND NOT (executor_id = ANY($1))",
    [alive],
  );
  if (rows.length > 0) await DBOS.resumeWorkflows(rows.map(({ workflow_uuid }) => workflow_uuid));
}
