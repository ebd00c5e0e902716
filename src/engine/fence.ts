/** The fence of a device lets one worker write to it at a time: a token that only rises, asked for before each line that is no show. */
import type pg from 'pg';
import type { DeviceGuard, GuardDevice } from '../capture/entrance.ts';
import { IS_SHOW } from '../device/agreed.ts';
import type { DeviceTarget } from '../device/target.ts';
import { FlaptrapError } from '../errors.ts';

export interface FenceOptions {
  worker: string;
  /** How long a line that was allowed may be on its way: before that nobody else writes to the device. */
  writeMs: number;
  /** How long to wait for a device that another worker writes to. */
  patienceMs: number;
  monotonic(): number;
  sleep(ms: number): Promise<void>;
}

/** What was typed within this of being allowed is in time. */
const IN_TIME = 0.5;
const LOOK_MS = 200;

/** One capture's way through it; asks nothing before the first line that may change something. */
export function fenceOf(pool: pg.Pool, captureId: string, options: FenceOptions): GuardDevice {
  return async (target) => new Held(pool, { captureId, device: deviceOf(target), peer: target.name, options });
}

export function deviceOf({ host, port }: Pick<DeviceTarget, 'host' | 'port'>): string {
  return `${host}:${port}`;
}

interface Asked {
  captureId: string;
  device: string;
  peer: string;
  options: FenceOptions;
}

class Held implements DeviceGuard {
  readonly #pool: pg.Pool;
  readonly #asked: Asked;
  #token: string | undefined;

  constructor(pool: pg.Pool, asked: Asked) {
    this.#pool = pool;
    this.#asked = asked;
  }

  mayType = async (lines: readonly string[]): Promise<void> => {
    if (lines.every((line) => IS_SHOW.test(line))) return this.#keep();
    const { options } = this.#asked;
    const untilMs = options.monotonic() + options.patienceMs;
    for (;;) {
      const askedMs = options.monotonic();
      const token = await this.#take();
      // A process that stood still since then asks anew: its allowance may be over.
      const isInTime = options.monotonic() - askedMs < options.writeMs * IN_TIME;
      if (token !== undefined && token !== (this.#token ?? token)) throw this.#overtaken();
      if (token !== undefined && isInTime) {
        this.#token = token;
        return;
      }
      if (token === undefined) await this.#requireOurs();
      if (token === undefined) await this.#shortenDeadline();
      if (options.monotonic() > untilMs) throw this.#busy();
      await options.sleep(LOOK_MS);
    }
  };

  /** Between two lines that change something much may be shown, for longer than one line takes: nobody else writes there meanwhile. */
  async #keep(): Promise<void> {
    if (this.#token === undefined) return;
    const { device, options } = this.#asked;
    await this.#pool
      .query(
        `UPDATE flaptrap.devices SET write_deadline = now() + $4 * interval '1 millisecond' WHERE device = $1 AND holder = $2 AND token = $3`,
        [device, options.worker, this.#token, options.writeMs],
      )
      // Whose turn it is, the next line that changes something asks anew.
      .catch(() => undefined);
  }

  /** Others need not wait until the last line is surely over. */
  async release(): Promise<void> {
    if (this.#token === undefined) return;
    const { device, options } = this.#asked;
    await this.#pool
      .query('UPDATE flaptrap.devices SET write_deadline = now() WHERE device = $1 AND holder = $2 AND token = $3', [
        device,
        options.worker,
        this.#token,
      ])
      // Without the database the deadline passes by itself.
      .catch(() => undefined);
  }

  /** Undefined while another worker may still write there, or when the capture is not ours. */
  async #take(): Promise<string | undefined> {
    const { captureId, device, options } = this.#asked;
    const { rows } = await this.#pool.query<{ token: string }>(
      `INSERT INTO flaptrap.devices AS held (device, token, holder, capture_id, write_deadline)
       SELECT $1, 1, $2, $3, now() + $4 * interval '1 millisecond' FROM flaptrap.captures WHERE capture_id = $3 AND worker = $2
       ON CONFLICT (device) DO UPDATE
         SET token = held.token + CASE WHEN held.holder = $2 THEN 0 ELSE 1 END, holder = $2, capture_id = $3,
             write_deadline = excluded.write_deadline
         WHERE held.holder = $2 OR held.write_deadline < now()
       RETURNING token`,
      [device, options.worker, captureId, options.writeMs],
    );
    return rows[0]?.token;
  }

  async #requireOurs(): Promise<void> {
    const { captureId, options } = this.#asked;
    const { rowCount } = await this.#pool.query('SELECT 1 FROM flaptrap.captures WHERE capture_id = $1 AND worker = $2', [
      captureId,
      options.worker,
    ]);
    if (rowCount === 0) throw this.#fenced();
  }

  /** Further away than any that is given: the clock of the database was set back since then. */
  async #shortenDeadline(): Promise<void> {
    const { device, options } = this.#asked;
    await this.#pool.query(
      `UPDATE flaptrap.devices SET write_deadline = now() + $2 * interval '1 millisecond'
       WHERE device = $1 AND write_deadline > now() + $2 * interval '1 millisecond'`,
      [device, options.writeMs],
    );
  }

  #fenced(): FlaptrapError {
    const { captureId, peer } = this.#asked;
    return new FlaptrapError('fenced', `capture ${captureId} is another worker's by now: nothing more is typed here`, {
      peer,
      next: 'nothing: the other worker goes on with it',
    });
  }

  /** The capture is still ours, this session is not to be gone on with: what it has seen of the router may have changed. */
  #overtaken(): FlaptrapError {
    const { device, peer } = this.#asked;
    return new FlaptrapError('device-busy', `another worker has written to ${device} between two lines of this session`, {
      peer,
      next: 'nothing: what this session was to do is done again, or undone, by another',
    });
  }

  #busy(): FlaptrapError {
    const { device, peer, options } = this.#asked;
    return new FlaptrapError('device-busy', `another worker has been writing to ${device} for ${options.patienceMs / 1000} s`, {
      peer,
      next: 'wait until it has finished; `flaptrap status` names the captures of this router',
    });
  }
}
