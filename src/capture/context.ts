/** The context of a capture is all it has of the world: a clock, a way to each router, its store, and someone to tell. */
import type { Cli } from '../device/cli.ts';
import type { Session } from '../device/ssh.ts';
import type { Side } from '../ipsec/side.ts';
import type { Clock } from './clock.ts';
import { hideInError } from './hide-secrets.ts';
import type { Store } from './store.ts';

/** Told as it happens; `side` when it is about one router. */
export interface Progress {
  side?: Side | undefined;
  text: string;
}

export interface CaptureContext {
  clock: Clock;
  store: Store;
  /** Logs in; the caller closes. */
  connect(side: Side): Promise<Cli>;
  /** The same without a terminal, for whole files; the caller closes. */
  openSession(side: Side): Promise<Session>;
  say(progress: Progress): void;
  /** What was resolved so far, to be taken out of errors and evidence. */
  secrets?(): readonly string[];
  /** Comes when the user wants to stop: waiting ends, undoing goes on. */
  stop: AbortSignal;
}

/** The last piece of work on each router: the next one waits for it, so that no router has two sessions of ours. */
const WORKING = new WeakMap<CaptureContext, Partial<Record<Side, Promise<unknown>>>>();

/** One piece of work at a time on each router. */
export async function inTurn<Result>(context: CaptureContext, side: Side, work: () => Promise<Result>): Promise<Result> {
  const working = WORKING.get(context) ?? {};
  WORKING.set(context, working);
  const before = working[side];
  const mine = (async () => {
    await before?.catch(() => undefined);
    return work();
  })();
  working[side] = mine;
  return mine;
}

/** One session for one piece of work; closed whatever happens. */
export async function withRouter<Result>(context: CaptureContext, side: Side, work: (cli: Cli) => Promise<Result>): Promise<Result> {
  return inTurn(context, side, async () => {
    const cli = await context.connect(side);
    try {
      return await work(cli);
    } catch (error) {
      throw hideInError(error, context.secrets?.() ?? []);
    } finally {
      await cli.close();
    }
  });
}
