/** Looking is what a worker that stays does for captures over whose routers nobody keeps a session: it asks these now and then whether what the store says is so. */
import type pg from 'pg';
import type { Gate } from '../capture/gate.ts';
import { type Look, lookAtBoth } from '../capture/look.ts';
import { sayLook } from '../capture/say-look.ts';
import type { CaptureRecord } from '../capture/store.ts';
import { type Ending, endingOf } from '../capture/wait.ts';
import { REFUSED_PAUSE_SECONDS_MAX } from '../capture/watch-turns.ts';
import { within } from '../device/within.ts';
import { messageOf } from '../errors.ts';
import type { Side } from '../ipsec/side.ts';
import { managedOf } from '../playbook/plan.ts';
import type { Carrying } from './carrying.ts';
import { IS_PARKED } from './parking.ts';
import type { States } from './states.ts';

export interface LookingOptions {
  pool: pg.Pool;
  /** This worker: it looks at what it holds, and at nothing else. */
  own: string;
  carrying: Carrying;
  states: States;
  /** Before each login. */
  gate: Gate;
  /** Between two looks at a capture of which nothing is suspected. */
  lookMs: number;
  looksAtOnce: number;
  /** The waiting is over. */
  onEnding(captureId: string, ending: Ending): Promise<void>;
}

/** A trap that is not whole is looked at four times as often. */
const DOUBT = 4;
/** So many measures before the end of its lease it is looked at twice as often: what springs then must be home before the routers clear up. */
const MEASURES_NEAR_LEASE = 2;
/** Between two questions to the store what is due. */
const QUESTION_MS = 15_000;
/** A session that is closed has ended by then; who still stands before the gate is not waited for. */
const CLOSING_MS = 5000;

export class Looking {
  readonly #options: LookingOptions;
  /** What was not looked at since is due, whoever looked before: what stands may have changed while nobody was here. */
  readonly #sinceMs: number;
  readonly #looks = new Map<string, { stop: AbortController; over: Promise<void> }>();
  /** Whose traps were all gone at the look before: somebody may be taking them off, and will say so. */
  readonly #gone = new Set<string>();
  readonly #over = new AbortController();
  readonly #looking: Promise<void>;

  constructor(options: LookingOptions) {
    this.#options = options;
    this.#sinceMs = options.carrying.clock.now();
    this.#looking = this.#goRound();
  }

  /** Something is done for it: the look at it ends where it is, and its session is given back before there is another. */
  async end(captureId: string): Promise<void> {
    const look = this.#looks.get(captureId);
    look?.stop.abort();
    this.#gone.delete(captureId);
    if (look !== undefined) await within(look.over, CLOSING_MS).catch(() => undefined);
  }

  async close(): Promise<void> {
    this.#over.abort();
    for (const { stop } of this.#looks.values()) stop.abort();
    await within(Promise.all([this.#looking, ...this.#overs()]), CLOSING_MS).catch(() => undefined);
  }

  /** A router that does not answer holds up its own look alone. */
  async #goRound(): Promise<void> {
    const { carrying, looksAtOnce } = this.#options;
    while (!this.#over.signal.aborted) {
      const room = looksAtOnce - this.#looks.size;
      // A database that is away has nothing that is due.
      const due = await this.#takeDue(room).catch(() => []);
      if (this.#over.signal.aborted) return;
      for (const captureId of due) this.#begin(captureId);
      if (due.length === room) await Promise.race(this.#overs());
      else await carrying.clock.sleep(QUESTION_MS, this.#over.signal);
    }
  }

  #overs(): Promise<void>[] {
    return [...this.#looks.values()].map(({ over }) => over);
  }

  /** Those that have been due for longest: nobody is passed over for ever. That they are looked at is written first: a store that takes nothing in must not send us to a router again and again. */
  async #takeDue(room: number): Promise<string[]> {
    const { pool, own, lookMs, carrying } = this.#options;
    const { rows } = await pool.query<{ captureId: string }>(
      `UPDATE flaptrap.captures AS capture
       SET state = (state::jsonb || jsonb_build_object('looked', jsonb_build_object('atMs', $2::float8, 'dueMs', $2::float8 + $3::float8)))::json
       WHERE capture.worker = $1 AND capture.phase = 'waiting' AND capture.capture_id IN (
         SELECT capture.capture_id FROM flaptrap.captures AS capture
         WHERE capture.worker = $1 AND capture.state ->> 'watch' = 'told' AND ${IS_DUE} AND ${IS_PARKED}
         ORDER BY ${DUE_MS} LIMIT $5)
       RETURNING capture.capture_id AS "captureId"`,
      [own, carrying.clock.now(), lookMs, this.#sinceMs, room],
    );
    return rows.map(({ captureId }) => captureId);
  }

  #begin(captureId: string): void {
    if (this.#looks.has(captureId)) return;
    const stop = new AbortController();
    const over = this.#lookAt(captureId, stop.signal).finally(() => this.#looks.delete(captureId));
    this.#looks.set(captureId, { stop, over });
  }

  async #lookAt(captureId: string, stop: AbortSignal): Promise<void> {
    const { carrying, gate } = this.#options;
    try {
      const record = await carrying.recordOf(captureId);
      const context = carrying.contextOf(record, { stop, purpose: 'look', gate });
      const looks = await lookAtBoth(context, record.plan, stop);
      if (!stop.aborted) await this.#heed(record, looks);
    } catch (error) {
      if (!stop.aborted) carrying.say(captureId, `could not be looked at: ${messageOf(error)}`);
    }
  }

  async #heed(record: CaptureRecord, looks: Record<Side, Look>): Promise<void> {
    const { captureId, playbook } = record;
    await this.#note(record, looks);
    const ending = endingOf(
      managedOf(record.plan).map((side) => looks[side].stage),
      playbook,
    );
    const isFirst = ending === 'gone' && !this.#gone.has(captureId);
    if (ending === 'gone') this.#gone.add(captureId);
    else this.#gone.delete(captureId);
    if (ending !== undefined && !isFirst) await this.#options.onEnding(captureId, ending);
  }

  /** How each trap stands, and when it is looked at again; what is new and not as it should be is said. */
  async #note({ captureId, plan }: CaptureRecord, looks: Record<Side, Look>): Promise<void> {
    const { states, carrying, lookMs } = this.#options;
    const before = (await states.read(captureId))?.peers;
    if (before === undefined) return;
    const peers = { ...before };
    for (const side of managedOf(plan)) {
      const standing = sayLook(looks[side]);
      if (looks[side].stage !== 'armed' && standing !== peers[side].standing) carrying.say(captureId, `${peers[side].name}: ${standing}`);
      peers[side] = { ...peers[side], standing };
    }
    const atMs = carrying.clock.now();
    const isNearEnd = Date.parse(plan.leaseEndsAt) - atMs < MEASURES_NEAR_LEASE * lookMs;
    await states.note(captureId, {
      peers,
      looked: { atMs, dueMs: atMs + untilNextMs(Object.values(looks), isNearEnd ? lookMs / 2 : lookMs) },
    });
  }
}

/** When it was looked at last, or armed. */
const LOOKED_MS = `COALESCE((capture.state -> 'looked' ->> 'atMs')::float8, extract(epoch FROM (capture.state ->> 'armedAt')::timestamptz)::float8 * 1000, 0)`;
const DUE_MS = `COALESCE((capture.state -> 'looked' ->> 'dueMs')::float8, ${LOOKED_MS} + $3)`;
/** Of now ($2), every ($3) and since ($4); at a time that has yet to come nobody has looked. The end of its lease is not ours (parking.ts). */
const IS_DUE = `capture.lease_ends_at > to_timestamp($2::float8 / 1000) AND (
  ${DUE_MS} <= $2 OR ${LOOKED_MS} < $4 OR ${LOOKED_MS} > $2 + $3)`;

function untilNextMs(looks: readonly Look[], everyMs: number): number {
  if (looks.some(({ code }) => code === 'login-failed')) return Math.max(everyMs, REFUSED_PAUSE_SECONDS_MAX * 1000);
  const isWhole = looks.every(({ stage }) => stage === 'armed' || stage === 'foreign' || stage === 'unknown');
  return isWhole ? everyMs : everyMs / DOUBT;
}
