/** The states of captures are what the database remembers beside their records: how far each is, who carries it, and what came of it. */
import type pg from 'pg';
import type { Heard } from '../capture/unsprung.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import type { Plan } from '../playbook/plan.ts';
import type { Ended } from '../run/keep.ts';
import type { CaptureState, Order, Phase, StopHow } from './engine.ts';
import type { Failure } from './failure.ts';
import type { Message } from './message.ts';

/** What changes while a capture is carried, JSON. */
export interface Progress {
  playbook: string;
  peers: CaptureState['peers'];
  armedAt: string | null;
  capturesLeft: number;
  watch: Order['watch'];
  outcome: Ended | null;
  next?: string | null;
  /** What was asked of its lease last, by whom and in which request, and why it was refused; null when it was not. */
  lease?: { asked: string; by: string; request?: string | undefined; refused: string | null };
  /** The one that carries it, or carried it last; absent where it is the first. */
  workflow?: string;
  /** What nobody has heeded yet, the oldest first; and what that workflow goes on with, null once it waits again. */
  messages?: Message[];
  heeded?: Message | null;
  /** Until then nothing is due, though its lease is over by our clock. */
  restsUntilMs?: number;
  /** When its routers were asked last, and are to be asked again, in ms since 1970 (looking.ts). */
  looked?: { atMs: number; dueMs: number };
  /** Somebody wants it to end. */
  stop?: StopHow & { by: string };
  /** How many of the awaited messages each log held when it was armed. */
  awaited?: Heard;
  failure?: Failure | null;
  tries?: number;
  /** Of one that was open, when the backup was taken that this store is restored from: what was done since is not known. */
  restored?: string;
  ending: string | null;
  trouble: string | null;
  bundles: CaptureState['bundles'];
  /** Of which routers the startup configuration holds its applets, as the journal has it. */
  saved?: Side[];
}

interface Row {
  capture_id: string;
  phase: Phase;
  worker: string | null;
  operator: string;
  lease_ends_at: Date;
  state: Progress;
}

/** The id of the workflow that carries a capture, or carried it last: its own, then `0000002a/2`, `0000002a/3`. */
export const WORKFLOW = "COALESCE(capture.state->>'workflow', capture.capture_id)";
export const NEXT_WORKFLOW = `capture.capture_id || '/' || (COALESCE(NULLIF(split_part(${WORKFLOW}, '/', 2), ''), '1')::int + 1)`;

const COLUMNS = 'capture_id, phase, worker, operator, lease_ends_at, state';

export function firstProgress({ plan, playbook, watch }: Omit<Order, 'operator'>): Progress {
  const peers = Object.fromEntries(SIDES.map((side) => [side, peerOf(plan, side)])) as Progress['peers'];
  return { playbook: playbook.name, peers, capturesLeft: playbook.budget.captures, watch, ...NOTHING };
}

function peerOf(plan: Plan, side: Side): Progress['peers'][Side] {
  const { name, foreign } = plan.peers[side];
  return { name, address: plan.tunnel[side].address, isOurs: foreign === undefined, standing: foreign === undefined ? '' : 'not ours' };
}

export class States {
  readonly #pool: pg.Pool;
  readonly #own: string;

  /** `own`: the worker for which it writes; of what others carry it writes nothing. */
  constructor(pool: pg.Pool, own: string) {
    this.#pool = pool;
    this.#own = own;
  }

  async read(captureId: string): Promise<Progress | undefined> {
    const { rows } = await this.#pool.query<{ state: Progress }>('SELECT state FROM flaptrap.captures WHERE capture_id = $1', [captureId]);
    return rows[0]?.state;
  }

  /** Once, when it is begun: what was written since stays. */
  async begin(captureId: string, progress: Progress): Promise<void> {
    await this.#pool.query("UPDATE flaptrap.captures SET state = $2 WHERE capture_id = $1 AND state::text = '{}'", [
      captureId,
      JSON.stringify(progress),
    ]);
  }

  async write(captureId: string, phase: Phase, change: Partial<Progress> = {}): Promise<void> {
    await this.#pool.query(
      `UPDATE flaptrap.captures SET phase = $3, state = (state::jsonb || $4::jsonb)::json
       WHERE capture_id = $1 AND worker = $2`,
      [captureId, this.#own, phase, JSON.stringify(change)],
    );
  }

  /** What was seen while it waits; nothing once it does not wait any more. */
  async note(captureId: string, change: Pick<Partial<Progress>, 'peers' | 'awaited' | 'looked'>): Promise<void> {
    await this.#pool.query(
      `UPDATE flaptrap.captures SET state = (state::jsonb || $3::jsonb)::json WHERE capture_id = $1 AND worker = $2 AND phase = 'waiting'`,
      [captureId, this.#own, JSON.stringify(change)],
    );
  }

  /** Whoever carries it: a wish is no news of a router. */
  async wish(captureId: string, change: Pick<Partial<Progress>, 'stop' | 'watch'>): Promise<void> {
    await this.#pool.query('UPDATE flaptrap.captures SET state = (state::jsonb || $2::jsonb)::json WHERE capture_id = $1', [
      captureId,
      JSON.stringify(change),
    ]);
  }

  /** In ISO 8601. */
  async leaseEndOf(captureId: string): Promise<string> {
    const { rows } = await this.#pool.query<{ lease_ends_at: Date }>('SELECT lease_ends_at FROM flaptrap.captures WHERE capture_id = $1', [
      captureId,
    ]);
    return (rows[0]?.lease_ends_at ?? new Date(0)).toISOString();
  }

  async setLeaseEnd(captureId: string, leaseEndsAt: string): Promise<void> {
    await this.#pool.query('UPDATE flaptrap.captures SET lease_ends_at = $3 WHERE capture_id = $1 AND worker = $2', [
      captureId,
      this.#own,
      leaseEndsAt,
    ]);
  }

  /** The newest lease last. */
  async list(): Promise<CaptureState[]> {
    const { rows } = await this.#pool.query<Row>(`SELECT ${COLUMNS} FROM flaptrap.captures ORDER BY lease_ends_at, capture_id`);
    return rows.map(stateOf);
  }

  /** Undefined when there is none. */
  async find(captureId: string): Promise<CaptureState | undefined> {
    const { rows } = await this.#pool.query<Row>(`SELECT ${COLUMNS} FROM flaptrap.captures WHERE capture_id = $1`, [captureId]);
    return rows[0] && stateOf(rows[0]);
  }
}

/** Of one that is remembered, and not begun yet: its next worker begins it. */
const NOTHING = { armedAt: null, outcome: null, ending: null, trouble: null, bundles: [] };
const UNSAID = { name: '', address: '', isOurs: true, standing: '' };
const UNBEGUN = { playbook: '', peers: { a: UNSAID, b: UNSAID }, capturesLeft: 1, ...NOTHING };

function stateOf({ capture_id, phase, worker, operator, lease_ends_at, state }: Row): CaptureState {
  const {
    workflow: _workflow,
    lease: _lease,
    messages: _messages,
    heeded: _heeded,
    restsUntilMs: _rests,
    stop: _stop,
    awaited: _awaited,
    looked: _looked,
    ...told
  } = state;
  return {
    captureId: capture_id,
    phase,
    worker: phase === 'ended' ? null : worker,
    operator,
    leaseEndsAt: lease_ends_at.toISOString(),
    ...UNBEGUN,
    ...told,
  };
}
