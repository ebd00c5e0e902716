/** Taking over goes on with what dead workers carried: again and again, one worker at a time. */
import { DBOS } from '@dbos-inc/dbos-sdk';
import type pg from 'pg';
import type { Clock } from '../capture/clock.ts';
import { WORKFLOW } from './states.ts';
import type { Workers } from './workers.ts';
import { startWorkflow } from './workflow.ts';

interface TakingOver {
  pool: pg.Pool;
  workers: Workers;
  clock: Pick<Clock, 'sleep'>;
  everyMs: number;
  over: AbortSignal;
}

/** `flaptrap` in ASCII, cut to four bytes, and `take`. */
const LOCK = [0x666c6170, 0x74616b65] as const;

/** Whoever opens a capture starts its workflow within this. */
const BEGUN_MS = 30_000;
const ALIVE = ['PENDING', 'ENQUEUED', 'DELAYED'];

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
    if (rows[0]?.is_mine === true) {
      await resumeOrphans(client, await workers.strikeOff());
      await replaceBroken(client);
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

/** What the store says is open, and no workflow carries: never started by whoever died before, or broken by a fault of ours. */
async function replaceBroken(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ captureId: string; id: string; status: string | null }>(
    `SELECT capture.capture_id AS "captureId", ${WORKFLOW} AS id, workflow.status
     FROM flaptrap.captures AS capture LEFT JOIN dbos.workflow_status AS workflow ON workflow.workflow_uuid = ${WORKFLOW}
     WHERE capture.phase <> 'ended' AND capture.opened_at < now() - $1 * interval '1 millisecond'
       AND (workflow.status IS NULL OR NOT (workflow.status = ANY($2)))
       AND COALESCE(workflow.updated_at, 0) < (extract(epoch FROM now()) * 1000) - $1`,
    [BEGUN_MS, ALIVE],
  );
  for (const { captureId, id, status } of rows) {
    const next = status === null ? id : `${captureId}/${Number(id.split('/')[1] ?? 1) + 1}`;
    await client.query(
      "UPDATE flaptrap.captures SET state = (state::jsonb || jsonb_build_object('workflow', $2::text))::json WHERE capture_id = $1",
      [captureId, next],
    );
    await startWorkflow(captureId, next);
  }
}

async function resumeOrphans(client: pg.PoolClient, alive: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ workflow_uuid: string }>(
    "SELECT workflow_uuid FROM dbos.workflow_status WHERE status = 'PENDING' AND NOT (executor_id = ANY($1))",
    [alive],
  );
  if (rows.length > 0) await DBOS.resumeWorkflows(rows.map(({ workflow_uuid }) => workflow_uuid));
}
