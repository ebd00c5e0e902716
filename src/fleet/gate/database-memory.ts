/** A database memory keeps a gate's state in the database, where all workers change it in turn; what a dead worker held is free at the next change. */
import type pg from 'pg';
import { withTransaction } from '../../engine/database/database.ts';
import { stepGate } from './gate.ts';
import { type GateRules, type GateState, openGate } from './gate-state.ts';
import type { GateMemory } from './keeper.ts';

/** All fleets of one database share it: the AAA servers are the same. */
const NAME = 'fleet';

/** `rules`: until an operator has said others; `deadMs`: a worker that was silent for so long is dead. */
export function databaseMemory(pool: pg.Pool, rules: GateRules, deadMs: number): GateMemory {
  return {
    change: (by) =>
      withTransaction({ pool }, '', async (client) => {
        await client.query("INSERT INTO flaptrap.gates (name, state) VALUES ($1, '{}') ON CONFLICT DO NOTHING", [NAME]);
        const { state: kept, nowMs } = await lock(client);
        const before = { ...openGate(rules, nowMs), ...kept, rules: { ...rules, ...kept.rules } };
        const { state, result } = by(await buried(client, before, { nowMs, deadMs }), nowMs);
        await client.query('UPDATE flaptrap.gates SET state = $2 WHERE name = $1', [NAME, JSON.stringify(state)]);
        return result;
      }),
  };
}

/** The time is read once the row is ours, by the one clock that all workers have: those of their hosts differ. */
async function lock(client: pg.PoolClient): Promise<{ state: Partial<GateState>; nowMs: number }> {
  const { rows } = await client.query<{ state: Partial<GateState>; nowMs: number }>(
    `WITH ours AS MATERIALIZED (SELECT state FROM flaptrap.gates WHERE name = $1 FOR UPDATE)
     SELECT state, (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "nowMs" FROM ours`,
    [NAME],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('the gate was taken away while it was changed');
  return row;
}

async function buried(client: pg.PoolClient, state: GateState, { nowMs, deadMs }: { nowMs: number; deadMs: number }): Promise<GateState> {
  const named = new Set([...Object.values(state.open), ...state.waiting].map(({ ticket }) => ticket.worker));
  if (named.size === 0) return state;
  const alive = await client.query<{ worker: string }>(
    "SELECT worker FROM flaptrap.workers WHERE worker = ANY($1) AND beat_at > now() - $2 * interval '1 millisecond'",
    [[...named], deadMs],
  );
  for (const { worker } of alive.rows) named.delete(worker);
  return [...named].reduce((before, worker) => stepGate(before, { is: 'gone', worker }, nowMs), state);
}
