/** Marks are all that a capture makes durable: entries of the journal, phases, steps and workflows of the engine; the database itself learns them, and holds a worker at one. */
import { setTimeout as sleep } from 'node:timers/promises';
import { allMigrations } from '@dbos-inc/dbos-sdk/internal/sysdb_migrations/internal/migrations';
import pg from 'pg';
import { type Database, printUrl, withTransaction } from '../../src/engine/database/database.ts';
import { makeEngineSchema } from '../../src/engine/database/engine-schema.ts';
import type { Place } from '../../src/engine/database/place.ts';
import { findPostmaster } from '../../src/engine/database/postmaster.ts';
import { ENGINE_SCHEMA } from '../../src/engine/database/tables.ts';
import { ask } from './stored-stage.ts';

/** `before`: what it is of was done, and it is not on the disk yet; `behind`: it is, and what comes next has not begun: no line may be typed without a leave of the database. */
export type Moment = 'before' | 'behind';

export interface Mark {
  mark: string;
  moment: Moment;
}

/** `flap` in ASCII: whoever holds it holds the worker that comes to the mark. */
const LOCK = 0x666c6170;
const LOOK_MS = 20;

/**
 * Which capture of the order, its phase, and what is made durable of it. Numbers that differ from one playing to the next are no part of it; nor is who
 * of the two ends comes first.
 */
const WATCHED = `
CREATE SCHEMA kill_proof;
CREATE TABLE kill_proof.met (number bigserial PRIMARY KEY, mark text NOT NULL UNIQUE);
CREATE TABLE kill_proof.wanted (mark text NOT NULL, moment text NOT NULL, again int);
CREATE FUNCTION kill_proof.sayOf(id text, what text) RETURNS text LANGUAGE sql AS $$
  SELECT CASE WHEN capture.opened_at = (SELECT min(opened_at) FROM flaptrap.captures) THEN 'first' ELSE 'next' END
    || ', ' || capture.phase || ': ' || what
  FROM flaptrap.captures AS capture WHERE capture.capture_id = left(id, 8)
$$;
CREATE FUNCTION kill_proof.markOf(place text, at jsonb, old jsonb) RETURNS text LANGUAGE sql AS $$
  SELECT CASE place
    WHEN 'journal' THEN kill_proof.sayOf(at ->> 'capture_id', 'the journal says ' || (at #>> '{entry,what}') || ' of ' || (at #>> '{entry,side}')
      || ' ' || split_part(regexp_replace(at #>> '{entry,step}', '[0-9a-f]{8}', 'ID'), ' ', 1))
    WHEN 'captures' THEN CASE
      WHEN old IS NULL THEN CASE WHEN EXISTS (SELECT 1 FROM flaptrap.captures) THEN 'next' ELSE 'first' END || ', unknown: is remembered'
      WHEN at ->> 'phase' <> old ->> 'phase' THEN kill_proof.sayOf(at ->> 'capture_id', 'is ' || (at ->> 'phase')) END
    WHEN 'files' THEN kill_proof.sayOf(at ->> 'capture_id', 'keeps a file')
    WHEN 'operation_outputs' THEN kill_proof.sayOf(at ->> 'workflow_uuid', 'step ' || (at ->> 'function_name') || ' is done')
    WHEN 'workflow_status' THEN CASE WHEN at ->> 'status' IS DISTINCT FROM old ->> 'status'
      THEN kill_proof.sayOf(at ->> 'workflow_uuid', 'workflow ' || (at ->> 'name') || ' is ' || (at ->> 'status')) END
    WHEN 'devices' THEN CASE WHEN old IS NULL THEN kill_proof.sayOf(at ->> 'capture_id', 'a router is taken') END
  END
$$;
CREATE FUNCTION kill_proof.come() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  said text := kill_proof.markOf(TG_TABLE_NAME, to_jsonb(NEW), CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) END);
BEGIN
  IF EXISTS (SELECT 1 FROM kill_proof.wanted WHERE moment = 'passed') THEN PERFORM pg_advisory_xact_lock(${LOCK}); END IF;
  UPDATE kill_proof.wanted SET again = again - 1 WHERE again > 0;
  IF EXISTS (SELECT 1 FROM kill_proof.wanted WHERE again = 0) THEN PERFORM pg_advisory_xact_lock(${LOCK}); END IF;
  IF said IS NULL THEN RETURN NEW; END IF;
  INSERT INTO kill_proof.met (mark) VALUES (said) ON CONFLICT DO NOTHING;
  IF EXISTS (SELECT 1 FROM kill_proof.wanted WHERE mark = said AND moment = 'before') THEN PERFORM pg_advisory_xact_lock(${LOCK}); END IF;
  UPDATE kill_proof.wanted SET moment = 'passed' WHERE mark = said AND moment = 'behind';
  RETURN NEW;
END $$;
`;

const TABLES = {
  'flaptrap.journal': 'BEFORE INSERT',
  'flaptrap.captures': 'BEFORE INSERT OR UPDATE',
  'flaptrap.files': 'BEFORE INSERT',
  'flaptrap.devices': 'BEFORE INSERT OR UPDATE',
  [`${ENGINE_SCHEMA}.operation_outputs`]: 'BEFORE INSERT',
  [`${ENGINE_SCHEMA}.workflow_status`]: 'BEFORE INSERT OR UPDATE',
};

/** From now on the database sees each; before a worker has ever been here. */
export async function watchMarks(database: Database, wanted: Mark | undefined): Promise<void> {
  await withTransaction(database, '', async (client) => {
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${ENGINE_SCHEMA}`);
    await client.query(`CREATE TABLE IF NOT EXISTS ${ENGINE_SCHEMA}.dbos_migrations (version BIGINT NOT NULL PRIMARY KEY)`);
    await makeEngineSchema(client, allMigrations(ENGINE_SCHEMA).length);
    await client.query('SET LOCAL search_path = public');
    await client.query(WATCHED);
    for (const [table, when] of Object.entries(TABLES))
      await client.query(`CREATE TRIGGER kill_proof ${when} ON ${table} FOR EACH ROW EXECUTE FUNCTION kill_proof.come()`);
    if (wanted !== undefined)
      await client.query('INSERT INTO kill_proof.wanted (mark, moment) VALUES ($1, $2)', [wanted.mark, wanted.moment]);
  });
}

/** Whoever goes on with it is held too, at so many things that it makes durable; false while the database is away. */
export async function wantAgain(place: Place, things: number): Promise<boolean> {
  return (await ask(place, 'UPDATE kill_proof.wanted SET again = $1 RETURNING again', [things]))?.length === 1;
}

/** In the order in which they were met; undefined while the database is away. */
export async function marksMet(place: Place): Promise<string[] | undefined> {
  return (await ask<{ mark: string }>(place, 'SELECT mark FROM kill_proof.met ORDER BY number'))?.map(({ mark }) => mark);
}

/** True as soon as a worker is at the mark, and cannot go on; false when the time is over. The strike ends the database, and with it the hold. */
export async function untilMark(place: Place, timeoutMs: number, over: AbortSignal): Promise<boolean> {
  const running = findPostmaster(place);
  if (running === undefined) throw new Error('the database does not run');
  const client = new pg.Client({ connectionString: printUrl(running) });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
  const untilMs = performance.now() + timeoutMs;
  for (; performance.now() < untilMs && !over.aborted; await sleep(LOOK_MS)) if (await isHeld(client)) return true;
  await client.end();
  return false;
}

async function isHeld(client: pg.Client): Promise<boolean> {
  const sql = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND NOT granted";
  return (await client.query(sql, [LOCK])).rows.length > 0;
}
