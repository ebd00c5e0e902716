/** Parking is how a capture waits: no workflow holds it, it is a row that nobody reads until a message or the end of its lease is due. */
import type pg from 'pg';
import type { Clock } from '../capture/clock.ts';
import { FlaptrapError } from '../errors.ts';
import { listenTo } from './listening.ts';
import type { Message } from './message.ts';
import { NEXT_WORKFLOW, WORKFLOW } from './states.ts';

export interface ParkingOptions {
  pool: pg.Pool;
  /** This worker: it goes on with what it holds, and with nothing else. */
  own: string;
  clock: Pick<Clock, 'now' | 'sleep'>;
  /** Between two looks; a message is told of at once besides. */
  everyMs: number;
  /** Begins the workflow of this id, which goes on with it; the same twice is one. */
  goOn(captureId: string, workflow: string, message: Message): Promise<void>;
}

const CHANNEL = 'flaptrap_messages';
/**
 * `capture` is parked: it waits, and the last workflow that carried it is done. Asked of each by itself: of a join, tables that have grown since they
 * were counted make a loop within a loop, 10 s for 5,000 captures. [C] PostgreSQL, its manual 14.2
 */
export const IS_PARKED = `capture.phase = 'waiting' AND 'SUCCESS' = (
  SELECT workflow.status FROM dbos.workflow_status AS workflow WHERE workflow.workflow_uuid = ${WORKFLOW})`;

/** On the disk when it returns; throws when there is no such capture. */
export async function sendMessage(pool: pg.Pool, captureId: string, message: Message): Promise<void> {
  const { rowCount } = await pool.query(
    `UPDATE flaptrap.captures
     SET state = jsonb_set(state::jsonb, '{messages}', COALESCE(state::jsonb -> 'messages', '[]') || jsonb_build_array($2::jsonb))::json
     WHERE capture_id = $1`,
    [captureId, JSON.stringify(message)],
  );
  if (rowCount === 0)
    throw new FlaptrapError('input', `there is no capture ${captureId} in the store`, {
      next: '`flaptrap status` names those that there are',
    });
  // Without it the next look finds the message.
  await pool.query('SELECT pg_notify($1, $2)', [CHANNEL, captureId]).catch(() => undefined);
}

/** Whatever of dead workers waits is this one's from now on. Gives those over whose routers a session is to be kept. */
export async function adoptParked(client: pg.ClientBase, own: string, alive: readonly string[]): Promise<Adopted[]> {
  const { rows } = await client.query<{ captureId: string; leaseEndsAt: Date; watch: string }>(
    `UPDATE flaptrap.captures AS capture SET worker = $1
     WHERE NOT (COALESCE(capture.worker, '') = ANY($2)) AND ${IS_PARKED}
     RETURNING capture.capture_id AS "captureId", capture.lease_ends_at AS "leaseEndsAt", capture.state ->> 'watch' AS watch`,
    [own, alive],
  );
  return rows
    .filter(({ watch }) => watch === 'kept')
    .map(({ captureId, leaseEndsAt }) => ({ captureId, leaseEndsAtMs: leaseEndsAt.getTime() }));
}

export interface Adopted {
  captureId: string;
  leaseEndsAtMs: number;
}

/** Goes on with what is due; ends with `over`. */
export async function attendParked(options: ParkingOptions, over: AbortSignal): Promise<void> {
  const { pool, clock, everyMs } = options;
  let told = new AbortController();
  const wake = (): void => told.abort();
  over.addEventListener('abort', wake, { once: true });
  const listening = listenTo(pool, CHANNEL, wake, { clock, over });
  while (!over.aborted) {
    told = new AbortController();
    // A database that is away has nothing that is due.
    await goOnWithDue(options).catch(() => undefined);
    if (!over.aborted) await clock.sleep(everyMs, told.signal);
  }
  await listening;
}

/** Whoever dies between the two statements leaves a workflow that another begins (take-over.ts). */
async function goOnWithDue({ pool, own, clock, goOn }: ParkingOptions): Promise<void> {
  const { rows } = await pool.query<{ captureId: string; id: string; message: Message }>(
    `UPDATE flaptrap.captures AS capture
     SET state = (state::jsonb || jsonb_build_object(
       'workflow', ${NEXT_WORKFLOW},
       'heeded', COALESCE(state::jsonb #> '{messages,0}', '{"kind": "time"}'),
       'messages', COALESCE(state::jsonb -> 'messages', '[]') - 0))::json
     WHERE capture.worker = $1 AND (capture.state #> '{messages,0}' IS NOT NULL OR ${IS_OVER}) AND ${IS_PARKED}
     RETURNING capture.capture_id AS "captureId", ${WORKFLOW} AS id, capture.state -> 'heeded' AS message`,
    [own, clock.now()],
  );
  await Promise.all(rows.map(({ captureId, id, message }) => goOn(captureId, id, message)));
}

/** By the clock of this worker, in ms; and not looked at again too soon. */
const IS_OVER = `(capture.lease_ends_at <= to_timestamp($2::double precision / 1000)
  AND COALESCE((capture.state ->> 'restsUntilMs')::double precision, 0) <= $2)`;
