/** Trouble with the store is what its server refuses, or that it has gone: of the place, and no fault of ours. Told by its shape, since light commands never load the driver. */
import { FlaptrapError } from '../../errors.ts';

/** disk_full. [C] PostgreSQL, appendix A */
const DISK_FULL = '53100';
const SQLSTATE = /^[0-9A-Z]{5}$/;
/** pg's own words, and the system's for a socket at which nobody listens. [C pg 8 lib/client.js; pg-pool] */
const GONE =
  /^(?:Client (?:has encountered a connection error|was closed)|Connection terminated|connect E(?:CONNREFUSED|NOENT|CONNRESET) .*\.s\.PGSQL\.)/;

/** admin_shutdown, crash_shutdown, cannot_connect_now. [C] PostgreSQL, appendix A */
const ENDED = ['57P01', '57P02', '57P03'];

/** Its server was ended under it, or is on its way up: whoever opens it again finds it, or starts it. */
export function hasGone(error: unknown): boolean {
  return error instanceof Error && (GONE.test(error.message) || ENDED.includes(codeOf(error)) || within(error).some(hasGone));
}

/** What an error was made of: its cause, those that a driver tried in turn, and what the durable engine wraps in words of its own. [C DBOS Transact 5.3, DBOSInitializationError] */
function within(error: Error): unknown[] {
  const wrapped = 'error' in error ? [error.error] : [];
  return [error.cause, ...wrapped, ...(error instanceof AggregateError ? error.errors : [])];
}

/** Or its connection broke under a query, in the system's own words: said only where nothing but the store is spoken to. */
export function wasCut(error: unknown): boolean {
  return hasGone(error) || (error instanceof Error && (['ECONNRESET', 'EPIPE'].includes(codeOf(error)) || within(error).some(wasCut)));
}

/** What broke on a connection of the store says so, where the system's own words could be of any connection: `write EPIPE`. */
export function nameBreak(error: unknown): unknown {
  if (!wasCut(error) || hasGone(error)) return error;
  return new Error(`Connection terminated: ${(error as Error).message}`, { cause: error });
}

/** What is no trouble of a store is left as it is; `shown`: how the store is called. */
export function sayStoreTrouble(error: unknown, shown = 'in which captures are remembered'): unknown {
  if (!(error instanceof Error) || error instanceof FlaptrapError) return error;
  if (hasGone(error)) return sayGone(error, shown);
  return 'severity' in error && SQLSTATE.test(codeOf(error)) ? sayRefusal(error, shown) : error;
}

/** Of an error that can only be of the server. A driver's words name users and hosts, never a password. */
export function sayRefusal(error: unknown, shown: string): unknown {
  if (error instanceof FlaptrapError || !(error instanceof Error)) return error;
  const code = codeOf(error);
  return new FlaptrapError('input', `the database ${shown} cannot be used: ${error.message || code}`, {
    next:
      code === DISK_FULL
        ? 'make room on the disk of the database'
        : 'look whether it runs, and whether this user may connect and make a schema there',
    cause: error,
  });
}

function sayGone(cause: Error, shown: string): FlaptrapError {
  return new FlaptrapError('input', `the database ${shown} has gone: ${cause.message}`, {
    next: 'run it again: what was remembered stays, and `flaptrap status` shows what is still armed',
    cause,
  });
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}
