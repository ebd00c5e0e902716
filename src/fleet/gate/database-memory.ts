/** A database memory keeps a gate's state in the database, where all workers change it in turn; what a dead worker held is free at the next change. */
import type pg from 'pg';
import { withTransaction } from '../../engine/database/database.ts';
import { stepGate } from './gate.ts';
import { type GateRules, type GateState, openGate } from './gate-state.ts';
import type { GateMemory } from './keeper.ts';

/** All fleets of one database share it: the AAA servers are the same. */
const NAME = 'fleet';

/** `deadMs`: a worker that was silent for so long is dead; its rules are those of whoever changes it. */
export function databaseMemory(pool: pg.Pool, rules: GateRules, { nowMs, deadMs }: { nowMs(): number; deadMs: number }): GateMemory {
  return {
    change: (by) =>
      withTransaction({ pool }, '', async (client) => {
        await client.query('INSERT INTO flaptrap.gates (name, state) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
          NAME,
          JSON.stringify(openGate(rules, nowMs())),
        ]);
        const { rows } = await client.query<{ state: GateState }>('SELECT state FROM flaptrap.gates WHERE name = $1 FOR UPDATE', [NAME]);
        const before = { ...openGate(rules, nowMs()), ...rows[0]?.state, rules };
        const { state, result } = by(await buried(client, before, { nowMs: nowMs(), deadMs }));
        await client.query('UPDATE flaptrap.gates SET state = $2 WHERE name = $1', [NAME, JSON.stringify(state)]);
        return result;
      }),
  };
}

async function buried(client: pg.PoolClient, state: GateState, { nowMs, deadMs }: { nowMs: number; deadMs: number }): Promise<GateState> {
  const named = new Set([...Object.values(state.open), ...state.waiting].map(({ ticket }) => ticket.worker));
  if (named.size === 0) return state;
  const alive = await client.query<{ worker: string }>(
    "SELECT worker FROM flaptrap.workers WHERE worker = ANY($1) AND beat_at > now() - $2 * interval '1 millisecond'",
    [[...named], deadMs],
  );
  for (const { worker } of alive.rows) named.delete(worker);
  return [...named].reduce((before, worker) => stepGate(before, { is: 'gone', worker }, nowMs).state, state);
}
