/** The context of a capture is all it has of the world: a clock, a way to each router, its store, and someone to tell. */
import type { Cli } from '../device/cli.ts';
import type { Session } from '../device/ssh.ts';
import { FlaptrapError } from '../errors.ts';
import type { Side } from '../ipsec/side.ts';
import type { Clock } from './clock.ts';
import { hideInError } from './hide-secrets.ts';
import type { Sight } from './sight.ts';
import type { JournalEntry, Store } from './store.ts';

/** Told as it happens; `side` when it is about one router. */
export interface Progress {
  side?: Side | undefined;
  text: string;
  /** When it was seen, in ms since 1970: told where somebody may read it hours later. */
  atMs?: number | undefined;
}

export interface CaptureContext {
  clock: Clock;
  /** The last piece of work on each router: the next one waits for it, so that no router has two sessions of ours. */
  turns: Partial<Record<Side, Promise<unknown>>>;
  /** A login that nobody waits for any more: the session that it may still become is closed before there is another. */
  leaving: Partial<Record<Side, Promise<void>>>;
  store: Store;
  /** Logs in; the caller closes. */
  connect(side: Side): Promise<Cli>;
  /** The same without a terminal, for whole files; the caller closes. */
  openSession(side: Side): Promise<Session>;
  say(progress: Progress): void;
  /** Hears what is seen while it waits. */
  see?: ((sight: Sight) => void) | undefined;
  /** What was resolved so far, to be taken out of errors and evidence. */
  secrets?(): readonly string[];
  /** Comes when the user wants to stop: waiting ends, undoing goes on. */
  stop: AbortSignal;
}

/** One piece of work at a time on each router. */
export async function inTurn<Result>({ turns, leaving }: CaptureContext, side: Side, work: () => Promise<Result>): Promise<Result> {
  const before = turns[side];
  const mine = (async () => {
    await before?.catch(() => undefined);
    await leaving[side];
    return work();
  })();
  turns[side] = mine;
  return mine;
}

export interface Limits {
  /** The session is closed after this, whatever it is doing. */
  totalMs?: number | undefined;
  /** The session is closed when it comes. */
  signal?: AbortSignal | undefined;
}

/** One session for one piece of work; closed whatever happens. */
export async function withRouter<Result>(
  context: CaptureContext,
  side: Side,
  work: (cli: Cli) => Promise<Result>,
  limits: Limits = {},
): Promise<Result> {
  return inTurn(context, side, async () => {
    const cli = await context.connect(side);
    try {
      return await withinLimits(context, cli, work, limits);
    } finally {
      await cli.close();
    }
  });
}

/** One piece of work over a session that is open. */
export async function withinLimits<Result>(
  context: CaptureContext,
  cli: Cli,
  work: (cli: Cli) => Promise<Result>,
  limits: Limits,
): Promise<Result> {
  const limit = setLimits(cli, limits);
  try {
    return await work(cli);
  } catch (error) {
    throw hideInError(limit.isReached ? tooLong(cli, limits, error) : error, context.secrets?.() ?? []);
  } finally {
    limit.lift();
  }
}

/** In real time: a router that trickles must not hold up what is simulated faster. */
function setLimits(cli: Cli, { totalMs, signal }: Limits): { isReached: boolean; lift(): void } {
  const limit = { isReached: false, lift };
  const reach = (): void => {
    limit.isReached = true;
    void cli.close();
  };
  const timer = totalMs === undefined ? undefined : setTimeout(reach, totalMs);
  signal?.addEventListener('abort', reach, { once: true });
  if (signal?.aborted === true) reach();
  function lift(): void {
    clearTimeout(timer);
    signal?.removeEventListener('abort', reach);
  }
  return limit;
}

function tooLong(cli: Cli, { totalMs, signal }: Limits, cause: unknown): FlaptrapError {
  const message = signal?.aborted === true ? 'was not fully read: waiting has ended' : `did not finish within ${(totalMs ?? 0) / 1000} s`;
  return new FlaptrapError('no-answer', message, { peer: cli.target.name, next: 'log in by hand and look at what it prints', cause });
}

/**
 * Noting what is done of a capture is a comfort once a router is touched: a journal that cannot be written holds up neither freezing nor undoing.
 * With the time of the host; says so when it could not be written down.
 */
export async function noteOrSay(context: CaptureContext, captureId: string, entry: Omit<JournalEntry, 'at'>): Promise<void> {
  try {
    await context.store.note(captureId, { at: new Date(context.clock.now()).toISOString(), ...entry });
  } catch (error) {
    if (!(error instanceof FlaptrapError)) throw error;
    context.say({ side: entry.side, text: `${error.message}: continuing without it` });
  }
}
