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
  let stop = (): void => undefined;
  const broken = new Promise<void>((resolve) => {
    stop = resolve;
    client.on('error', stop);
    client.on('end', stop);
    over.addEventListener('abort', stop, { once: true });
    // It may have ended while the connection was opened: nobody says so any more.
    if (over.aborted) stop();
  });
  client.on('notification', onTold);
  try {
    // A database that does not answer any more keeps nobody from ending.
    await Promise.race([client.query(`LISTEN ${channel}`), broken]);
    // What was said before it listened.
    onTold();
    await broken;
  } finally {
    over.removeEventListener('abort', stop);
    client.release(true);
  }
}
