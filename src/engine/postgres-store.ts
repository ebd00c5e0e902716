/** The PostgreSQL store remembers captures where every worker can read them; only the worker that holds a capture may write of it. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { parseEntry, parsePlan, parseStoredPlaybook } from '../capture/record-shape.ts';
import { type CaptureRecord, type JournalEntry, type RefusedRecord, readEach, type Store } from '../capture/store.ts';
import { FlaptrapError } from '../errors.ts';
import type { Plan } from '../playbook/plan.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { IS_PARKED } from './parking.ts';
import type { Workers } from './workers.ts';

interface Row {
  capture_id: string;
  plan: string;
  playbook: string;
  seal: Seal;
}

/** SHA-256 of the very texts. */
interface Seal {
  plan: string;
  playbook: string;
}

const CAPTURE_ID = /^[0-9a-f]{8}$/;
/** As text: what was sealed is checked byte by byte. */
const COLUMNS = 'capture_id, plan::text AS plan, playbook::text AS playbook, seal';

export class PostgresStore implements Store {
  readonly place: string;
  readonly #pool: pg.Pool;
  readonly #workers: Pick<Workers, 'own' | 'isAlive'>;

  /** `place`: without any secret. */
  constructor(pool: pg.Pool, place: string, workers: Pick<Workers, 'own' | 'isAlive'>) {
    this.#pool = pool;
    this.place = place;
    this.#workers = workers;
  }

  placeOf(captureId: string, name: string): string {
    return `${this.place} (capture ${captureId}, ${name})`;
  }

  /** The same capture twice is one capture, of the plan that came first. */
  async open(plan: Plan, playbook: Playbook, operator = ''): Promise<void> {
    const [planText, playbookText] = [JSON.stringify(plan), JSON.stringify(playbook)];
    const seal: Seal = { plan: digest(planText), playbook: digest(playbookText) };
    await this.#pool.query(
      `INSERT INTO flaptrap.captures (capture_id, plan, playbook, seal, operator, lease_ends_at, worker)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (capture_id) DO NOTHING`,
      [idOf(plan.captureId), planText, playbookText, JSON.stringify(seal), operator, plan.leaseEndsAt, this.#workers.own],
    );
  }

  async keepFile(captureId: string, name: string, text: string): Promise<void> {
    await this.#asHolder(
      captureId,
      `INSERT INTO flaptrap.files (capture_id, name, content) SELECT $1, $3, $4 FROM flaptrap.captures WHERE capture_id = $1 AND worker = $2
       ON CONFLICT (capture_id, name) DO UPDATE SET content = excluded.content`,
      [name, Buffer.from(text, 'utf8')],
    );
  }

  async readFile(captureId: string, name: string): Promise<string | undefined> {
    const { rows } = await this.#pool.query<{ content: Buffer }>('SELECT content FROM flaptrap.files WHERE capture_id = $1 AND name = $2', [
      idOf(captureId),
      name,
    ]);
    return rows[0]?.content.toString('utf8');
  }

  async note(captureId: string, entry: JournalEntry): Promise<void> {
    await this.#asHolder(
      captureId,
      'INSERT INTO flaptrap.journal (capture_id, entry) SELECT $1, $3 FROM flaptrap.captures WHERE capture_id = $1 AND worker = $2',
      [JSON.stringify(entry)],
    );
  }

  /** In its state too, which alone is read where thousands are listed. */
  async noteSaved(captureId: string, entry: JournalEntry): Promise<void> {
    await this.#pool.query(
      `WITH noted AS (
         UPDATE flaptrap.captures
         SET state = jsonb_set(state::jsonb, '{saved}', (COALESCE(state::jsonb -> 'saved', '[]') - $3::text) || $4::jsonb)::json
         WHERE capture_id = $1 AND phase = 'ended' RETURNING capture_id)
       INSERT INTO flaptrap.journal (capture_id, entry) SELECT capture_id, $2 FROM noted`,
      [idOf(captureId), JSON.stringify(entry), entry.side, JSON.stringify(entry.what === 'saved' ? [entry.side] : [])],
    );
  }

  async read(captureId: string): Promise<CaptureRecord | undefined> {
    const { rows } = await this.#pool.query<Row>(`SELECT ${COLUMNS} FROM flaptrap.captures WHERE capture_id = $1`, [idOf(captureId)]);
    return rows[0] === undefined ? undefined : this.#recordOf(rows[0]);
  }

  /** Nothing of one that is not believed. */
  async playbooksOf(captureIds: readonly string[]): Promise<Map<string, Playbook>> {
    const { rows } = await this.#pool.query<Pick<Row, 'capture_id' | 'playbook' | 'seal'>>(
      'SELECT capture_id, playbook::text AS playbook, seal FROM flaptrap.captures WHERE capture_id = ANY($1)',
      [captureIds],
    );
    const found = new Map<string, Playbook>();
    for (const { capture_id: captureId, playbook, seal } of rows) {
      const read = seal.playbook === digest(playbook) ? readable(playbook, this.placeOf(captureId, 'playbook')) : undefined;
      if (read !== undefined) found.set(captureId, read);
    }
    return found;
  }

  async listAll(): Promise<{ records: CaptureRecord[]; refused: RefusedRecord[] }> {
    const { rows } = await this.#pool.query<{ capture_id: string }>(
      'SELECT capture_id FROM flaptrap.captures ORDER BY lease_ends_at, capture_id',
    );
    return readEach(
      rows.map(({ capture_id }) => capture_id),
      (captureId) => this.read(captureId),
    );
  }

  /** Of what this worker carries, and has not ended. */
  async listHeld(): Promise<{ records: CaptureRecord[]; refused: RefusedRecord[] }> {
    const { rows } = await this.#pool.query<{ capture_id: string }>(
      "SELECT capture_id FROM flaptrap.captures WHERE worker = $1 AND phase <> 'ended' ORDER BY lease_ends_at, capture_id",
      [this.#workers.own],
    );
    return readEach(
      rows.map(({ capture_id }) => capture_id),
      (captureId) => this.read(captureId),
    );
  }

  /** From a worker that lives nothing is taken. */
  async claim(captureId: string): Promise<{ [Symbol.dispose](): void }> {
    const { own } = this.#workers;
    const holder = await this.#holderOf(captureId);
    if (holder !== undefined && holder !== null && holder !== own && (await this.#workers.isAlive(holder)))
      throw new FlaptrapError('input', `capture ${captureId} is carried by worker ${holder}, which is alive`, {
        next: 'let it go on; when it dies another worker takes over by itself',
      });
    // What is not there yet is claimed by whoever opens it.
    if (holder !== undefined) {
      const { rowCount } = await this.#pool.query(
        'UPDATE flaptrap.captures SET worker = $2 WHERE capture_id = $1 AND worker IS NOT DISTINCT FROM $3',
        [captureId, own, holder],
      );
      if (rowCount === 0) throw lost(captureId);
    }
    return { [Symbol.dispose]: () => undefined };
  }

  /** As `claim`, and from a living worker too, while it only waits to be told: it goes on once this is given back. */
  async borrow(captureId: string): Promise<AsyncDisposable> {
    const holder = await this.#holderOf(captureId);
    const { rowCount } = await this.#pool.query(
      `UPDATE flaptrap.captures AS capture SET worker = $2
       WHERE capture_id = $1 AND worker IS NOT DISTINCT FROM $3 AND state->>'watch' = 'told' AND ${IS_PARKED}`,
      [captureId, this.#workers.own, holder],
    );
    if (rowCount === 0) (await this.claim(captureId))[Symbol.dispose]();
    return {
      [Symbol.asyncDispose]: async () => {
        await this.#pool.query('UPDATE flaptrap.captures SET worker = $3 WHERE capture_id = $1 AND worker = $2', [
          captureId,
          this.#workers.own,
          holder,
        ]);
      },
    };
  }

  async requireRoom(): Promise<void> {
    await this.#pool.query('SELECT 1');
  }

  async #holderOf(captureId: string): Promise<string | null | undefined> {
    const { rows } = await this.#pool.query<{ worker: string | null }>('SELECT worker FROM flaptrap.captures WHERE capture_id = $1', [
      idOf(captureId),
    ]);
    return rows[0]?.worker;
  }

  /** `$1` is the capture, `$2` this worker: nothing is written of a capture that another has taken over. */
  async #asHolder(captureId: string, sql: string, values: readonly unknown[]): Promise<void> {
    const { rowCount } = await this.#pool.query(sql, [idOf(captureId), this.#workers.own, ...values]);
    if (rowCount === 0) throw lost(captureId);
  }

  async #recordOf({ capture_id: captureId, plan, playbook, seal }: Row): Promise<CaptureRecord> {
    if (seal.plan !== digest(plan) || seal.playbook !== digest(playbook))
      throw new FlaptrapError('input', `the record of capture ${captureId} in ${this.place} was changed after the routers were armed`, {
        next: 'clean up the routers without it: `flaptrap sweep PLAYBOOK --all`',
      });
    const { rows } = await this.#pool.query<{ entry: string }>(
      'SELECT entry::text AS entry FROM flaptrap.journal WHERE capture_id = $1 ORDER BY number',
      [captureId],
    );
    const entries = rows.map(({ entry }) => parseEntry(entry));
    return {
      captureId,
      plan: parsePlan(plan, this.placeOf(captureId, 'plan')),
      playbook: parseStoredPlaybook(playbook, this.placeOf(captureId, 'playbook')),
      journal: entries.filter((entry) => typeof entry !== 'string'),
      damage: entries.flatMap((entry, index) =>
        typeof entry === 'string' ? [`${this.placeOf(captureId, 'journal')}, entry ${index + 1}, cannot be read: ${entry}`] : [],
      ),
    };
  }
}

function readable(text: string, place: string): Playbook | undefined {
  try {
    return parseStoredPlaybook(text, place);
  } catch (error) {
    if (!(error instanceof FlaptrapError)) throw error;
    return undefined;
  }
}

function idOf(captureId: string): string {
  if (CAPTURE_ID.test(captureId)) return captureId;
  throw new FlaptrapError('input', `${captureId} is not a capture id`, { next: 'give the eight hex digits that `flaptrap status` shows' });
}

function lost(captureId: string): FlaptrapError {
  return new FlaptrapError('fenced', `capture ${captureId} is another worker's by now: this one writes no more of it`, {
    next: 'nothing: the other worker goes on with it',
  });
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
