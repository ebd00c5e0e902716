/** Workers are the processes that carry captures: each beats in the database while it lives, and one that was struck off is told so at its next beat. */
import type pg from 'pg';
import type { Clock } from '../capture/clock.ts';

export interface WorkersOptions {
  /** This worker; no other has ever had the name. */
  own: string;
  beatMs: number;
  /** Silent for so long, by the clock of the database: dead. */
  deadMs: number;
  clock: Pick<Clock, 'sleep'>;
  /** Called once, when another has struck this one off: whatever it carried is no longer its own. */
  onLost(): void;
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
  readonly #pool: pg.Pool;
  readonly #options: WorkersOptions;
  readonly #over = new AbortController();
  #beating: Promise<void> = Promise.resolve();

  private constructor(pool: pg.Pool, options: WorkersOptions) {
    this.own = options.own;
    this.#pool = pool;
    this.#options = options;
  }

  static async join(pool: pg.Pool, options: WorkersOptions): Promise<Workers> {
    const workers = new Workers(pool, options);
    await pool.query('INSERT INTO flaptrap.workers (worker) VALUES ($1)', [options.own]);
    workers.#beating = workers.#beat();
    return workers;
  }

  async isAlive(worker: string): Promise<boolean> {
    return isWorkerAlive(this.#pool, worker, this.#options.deadMs);
  }

  /** Strikes off whoever is dead, so that it learns of it should it wake. Gives those who live. */
  async strikeOff(): Promise<string[]> {
    await this.#pool.query(`DELETE FROM flaptrap.workers WHERE NOT (${fresh(1)})`, [this.#options.deadMs]);
    const { rows } = await this.#pool.query<{ worker: string }>('SELECT worker FROM flaptrap.workers');
    return rows.map(({ worker }) => worker);
  }

  /** Of an embedded database: whoever ran on this machine and does not any more is dead at once. */
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
