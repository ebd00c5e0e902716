/** Taking over goes on with what dead workers carried: again and again, one worker at a time. */
import { DBOS } from '@dbos-inc/dbos-sdk';
import type pg from 'pg';
import type { Clock } from '../capture/clock.ts';
import { withClient } from './database/database.ts';
import type { Message } from './message.ts';
import { type Adopted, adoptParked } from './parking.ts';
import { NEXT_WORKFLOW, WORKFLOW } from './states.ts';
import type { Workers } from './workers.ts';
import { startWorkflow } from './workflow.ts';

interface TakingOver {
  pool: pg.Pool;
  workers: Workers;
  /** Waits from now on with this worker, which is to keep a session on its routers. */
  onAdopted(adopted: Adopted): void;
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
async function once({ pool, workers, onAdopted }: TakingOver): Promise<void> {
  let adopted: Adopted[] = [];
  await withClient({ pool }, async (client) => {
    try {
      await client.query('BEGIN');
      const { rows } = await client.query<{ is_mine: boolean }>('SELECT pg_try_advisory_xact_lock($1, $2) AS is_mine', [...LOCK]);
      if (rows[0]?.is_mine === true) {
        const alive = await workers.strikeOff();
        adopted = await adoptParked(client, workers.own, alive);
        await resumeOrphans(client, alive);
        await replaceBroken(client, workers.own, alive);
      }
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  });
  adopted.forEach(onAdopted);
}

interface Broken {
  captureId: string;
  workflow: string;
  message: Message | null;
}

/** What the store says is open, and no workflow carries: never started by whoever died before, or broken by a fault of ours. */
async function replaceBroken(client: pg.PoolClient, own: string, alive: readonly string[]): Promise<void> {
  const { rows } = await client.query<Broken>(
    `UPDATE flaptrap.captures AS capture
     SET state = (state::jsonb || jsonb_build_object('workflow', broken.workflow))::json
     FROM (
       SELECT capture_id, CASE WHEN workflow.status IS NULL THEN ${WORKFLOW} ELSE ${NEXT_WORKFLOW} END AS workflow
       FROM flaptrap.captures AS capture LEFT JOIN dbos.workflow_status AS workflow ON workflow.workflow_uuid = ${WORKFLOW}
       WHERE capture.phase <> 'ended' AND capture.opened_at < now() - $1 * interval '1 millisecond'
         AND (workflow.status IS NULL OR NOT (workflow.status = ANY($2)) AND NOT (workflow.status = 'SUCCESS' AND capture.phase = 'waiting'))
         AND COALESCE(workflow.updated_at, 0) < (extract(epoch FROM now()) * 1000) - $1
         AND (capture.worker = $3 OR NOT (COALESCE(capture.worker, '') = ANY($4)))
     ) AS broken
     WHERE capture.capture_id = broken.capture_id
     RETURNING capture.capture_id AS "captureId", broken.workflow, ${GOES_ON_WITH} AS message`,
    [BEGUN_MS, ALIVE, own, alive],
  );
  for (const { captureId, workflow, message } of rows) await startWorkflow(captureId, workflow, message);
}

/** Where that was not remembered, its phase tells: older versions remembered none. */
const GOES_ON_WITH = `COALESCE(NULLIF(capture.state::jsonb -> 'heeded', 'null'), CASE
  WHEN capture.phase IN ('freezing', 'fetching', 'judging') THEN '{"kind": "ending", "ending": "sprung"}'::jsonb
  WHEN capture.phase = 'disarming' THEN '{"kind": "ending", "ending": "stopped"}'::jsonb END)`;

async function resumeOrphans(client: pg.PoolClient, alive: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ workflow_uuid: string }>(
    "SELECT workflow_uuid FROM dbos.workflow_status WHERE status = 'PENDING' AND NOT (executor_id = ANY($1))",
    [alive],
  );
  if (rows.length > 0) await DBOS.resumeWorkflows(rows.map(({ workflow_uuid }) => workflow_uuid));
}
