/** A pool of connections to the database, each of which is listened to as long as it lives: one that breaks ends no process. */
import pg from 'pg';

const CONNECT_MS = 10_000;
/** Whoever stands still in the middle of a transaction holds up nobody for longer. */
const IDLE_MS = 60_000;

/** `name`: as the server lists its connections. What breaks under a query is told to whoever asked; what breaks between two, by the next query. */
export function openPool(connectionString: string, name: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    connectionTimeoutMillis: CONNECT_MS,
    idle_in_transaction_session_timeout: IDLE_MS,
    application_name: name,
  });
  pool.on('error', ignore);
  // A server that dies says so in the same breath in which it has welcomed: nobody who waits for the connection listens yet. [C pg 8.23 lib/client.js _handleReadyForQuery; pg-pool 3.14 _acquireClient]
  pool.on('connect', (client) => client.on('error', ignore));
  return pool;
}

function ignore(): void {}
