/** Listening is a connection of its own, over which the database tells at once what was written; it is opened again when it breaks. */
import type pg from 'pg';
import type { Clock } from '../capture/clock.ts';

interface Listening {
  clock: Pick<Clock, 'sleep'>;
  over: AbortSignal;
}

/** Between two attempts. */
const AGAIN_MS = 1000;

/** Ends with `over`. What is said while it is broken is missed: whoever listens looks by himself now and then. */
export async function listenTo(pool: pg.Pool, channel: string, onTold: () => void, { clock, over }: Listening): Promise<void> {
  while (!over.aborted) {
    await listenOnce(pool, channel, onTold, over).catch(() => undefined);
    if (!over.aborted) await clock.sleep(AGAIN_MS, over);
  }
}

async function listenOnce(pool: pg.Pool, channel: string, onTold: () => void, over: AbortSignal): Promise<void> {
  const client = await pool.connect();
  const broken = new Promise<void>((resolve) => {
    client.on('error', () => resolve());
    client.on('end', () => resolve());
    over.addEventListener('abort', () => resolve(), { once: true });
  });
  client.on('notification', onTold);
  try {
    await client.query(`LISTEN ${channel}`);
    // What was said before it listened.
    onTold();
    await broken;
  } finally {
    client.release(true);
  }
}
