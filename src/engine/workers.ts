/** Workers are the processes that carry captures: each beats in the database while it lives, and one that was struck off is told so at its next beat. */
import type pg from 'pg';
import type { Clock } from '../capture/clock.ts';
import { FlaptrapError } from '../errors.ts';

export interface WorkersOptions {
  /** This worker; no other has ever had the name. */
  own: string;
  beatMs: number;
  /** Silent for so long: dead. */
  deadMs: number;
  clock: Pick<Clock, 'sleep' | 'monotonic'>;
  /** Of an embedded database: who ran on this machine and does not any more is dead at once, and wakes never again. */
  isGone?: ((worker: string) => boolean) | undefined;
  /** Called once, when another has struck this one off: whatever it carried is no longer its own. */
  onLost(): void;
}

/** Where the clock of the database says that one is silent, it has missed so many beats while it was looked at: clocks are set. */
const BEATS_MISSED = 3;

interface Beat {
  worker: string;
  beat: string;
  isStale: boolean;
}

/** By the clock of the database. */
export async function isWorkerAlive(pool: pg.Pool, worker: string, deadMs: number): Promise<boolean> {
  const { rowCount } = await pool.query(`SELECT 1 FROM flaptrap.workers WHERE worker = $1 AND ${fresh(2)}`, [worker, deadMs]);
  return rowCount !== 0;
}

function fresh(parameter: number): string {
  return `beat_at > now() - $${parameter} * interval '1 millisecond'`;
}

export class Workers {
  readonly own: string;
  /** The last beat of each, and since when there was no other. */
  readonly #seen = new Map<string, { beat: string; sinceMs: number }>();
  #lookedMs = Number.NEGATIVE_INFINITY;
  readonly #pool: pg.Pool;
  readonly #options: WorkersOptions;
  readonly #over = new AbortController();
  #beating: Promise<void> = Promise.resolve();

  private constructor(pool: pg.Pool, options: WorkersOptions) {
    this.own = options.own;
    this.#pool = pool;
    this.#options = options;
  }

  /** Under a name that nobody has worked by: one of the same that drains, or stands still, would be taken for it. */
  static async join(pool: pg.Pool, options: WorkersOptions): Promise<Workers> {
    const workers = new Workers(pool, options);
    const { rowCount } = await pool.query(
      `INSERT INTO flaptrap.workers (worker) SELECT $1 WHERE NOT EXISTS (SELECT FROM flaptrap.captures WHERE worker = $1)
       AND NOT EXISTS (SELECT FROM flaptrap.devices WHERE holder = $1) ON CONFLICT DO NOTHING`,
      [options.own],
    );
    if (rowCount === 0)
      throw new FlaptrapError('input', `a worker by the name of ${options.own} is or was at work in this store`, {
        next: 'give each process a name of its own',
      });
    workers.#beating = workers.#beat();
    return workers;
  }

  async isAlive(worker: string): Promise<boolean> {
    return isWorkerAlive(this.#pool, worker, this.#options.deadMs);
  }

  /** Strikes off whoever is dead, so that it learns of it should it wake; never itself. Gives those who live. */
  async strikeOff(): Promise<string[]> {
    const { rows } = await this.#pool.query<Beat>(
      `SELECT worker, beat_at::text AS beat, NOT (${fresh(1)}) AS "isStale" FROM flaptrap.workers`,
      [this.#options.deadMs],
    );
    const silent = this.#silentOf(rows);
    // One that has beaten meanwhile lives.
    const { rows: struck } = await this.#pool.query<{ worker: string }>(
      'DELETE FROM flaptrap.workers WHERE (worker, beat_at::text) IN (SELECT * FROM unnest($1::text[], $2::text[])) RETURNING worker',
      [silent.map(({ worker }) => worker), silent.map(({ beat }) => beat)],
    );
    const dead = struck.map(({ worker }) => worker);
    return rows.map(({ worker }) => worker).filter((worker) => !dead.includes(worker));
  }

  /** By a clock that nobody sets, and only while this one looks: one that stood still, or had no database, knows nothing of others. */
  #silentOf(rows: readonly Beat[]): Beat[] {
    const { clock, deadMs, beatMs, isGone } = this.#options;
    const nowMs = clock.monotonic();
    if (nowMs - this.#lookedMs > deadMs / 2) this.#seen.clear();
    this.#lookedMs = nowMs;
    return rows.filter(({ worker, beat, isStale }) => {
      const seen = this.#seen.get(worker);
      const sinceMs = seen?.beat === beat ? seen.sinceMs : nowMs;
      this.#seen.set(worker, { beat, sinceMs });
      const isSilent = nowMs - sinceMs >= (isStale ? BEATS_MISSED * beatMs : deadMs);
      return worker !== this.own && (isSilent || isGone?.(worker) === true);
    });
  }

  /** Before one joins, so that what they carried may be claimed. */
  static async strikeOffGone(pool: pg.Pool, isGone: (worker: string) => boolean): Promise<void> {
    const { rows } = await pool.query<{ worker: string }>('SELECT worker FROM flaptrap.workers');
    for (const { worker } of rows.filter((row) => isGone(row.worker)))
      await pool.query('DELETE FROM flaptrap.workers WHERE worker = $1', [worker]);
  }

  /** What it carried may be taken over at once. */
  async leave(): Promise<void> {
    this.#over.abort();
    await this.#beating;
    // Without the database others find out by its silence.
    await this.#pool.query('DELETE FROM flaptrap.workers WHERE worker = $1', [this.own]).catch(() => undefined);
  }

  async #beat(): Promise<void> {
    const { clock, beatMs, onLost } = this.#options;
    for (;;) {
      await clock.sleep(beatMs, this.#over.signal);
      if (this.#over.signal.aborted) return;
      const beaten = this.#pool.query('UPDATE flaptrap.workers SET beat_at = now() WHERE worker = $1', [this.own]);
      // A database that is away says nothing of who was struck off.
      const { rowCount } = await beaten.catch(() => ({ rowCount: null }));
      if (rowCount !== 0 || this.#over.signal.aborted) continue;
      onLost();
      return;
    }
  }
}
