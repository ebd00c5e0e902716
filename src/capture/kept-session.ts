/** A kept session is one login that serves many pieces of work on a router: opened when it is needed, opened anew when it was lost, and given back. */
import type { Cli } from '../device/cli.ts';
import { FlaptrapError } from '../errors.ts';
import type { Side } from '../ipsec/side.ts';
import { type CaptureContext, inTurn, type Limits, withinLimits } from './context.ts';
import { LOGIN_PAUSE_SECONDS } from './pace.ts';

/** What a line's `exec-timeout`, a firewall in between or a reload does to a session that was idle. */
const LOST_CODES: readonly string[] = ['session-lost', 'no-answer'];

/** With so many logins in a day the next ones come one by one: 84 a day at most, whatever becomes of the sessions. */
const LOGINS_AT_WILL = 12;
const DAY_MS = 86_400_000;

export class KeptSession {
  readonly #context: CaptureContext;
  readonly #side: Side;
  #cli: Cli | undefined;
  /** When it logged in or tried to, within a day. */
  #loginsMs: number[] = [];
  /** How often the session was found lost. */
  lost = 0;

  constructor(context: CaptureContext, side: Side) {
    this.#context = context;
    this.#side = side;
  }

  get isOpen(): boolean {
    return this.#cli !== undefined;
  }

  /** How long the next login has to wait, if one is needed. */
  get loginWaitMs(): number {
    const nowMs = this.#context.clock.monotonic();
    this.#loginsMs = this.#loginsMs.filter((atMs) => nowMs - atMs < DAY_MS);
    const last = this.#loginsMs.at(-1) ?? 0;
    return this.isOpen || this.#loginsMs.length < LOGINS_AT_WILL ? 0 : Math.max(0, last + LOGIN_PAUSE_SECONDS * 1000 - nowMs);
  }

  /** `work` is told whether the session has just been opened; one that was lost meanwhile is opened once more. */
  ask<Result>(work: (cli: Cli, isNew: boolean) => Promise<Result>, limits: Limits = {}): Promise<Result> {
    return inTurn(this.#context, this.#side, async () => {
      const wasOpen = this.isOpen;
      try {
        return await this.#work(work, limits);
      } catch (error) {
        const isLost = error instanceof FlaptrapError && LOST_CODES.includes(error.code);
        if (!wasOpen || !isLost || limits.signal?.aborted === true) throw error;
        this.lost += 1;
        if (this.loginWaitMs > 0) throw error;
        return this.#work(work, limits);
      }
    });
  }

  /** The same for what must not be typed twice: a session that was lost is no answer. */
  askOnce<Result>(work: (cli: Cli, isNew: boolean) => Promise<Result>, limits: Limits = {}): Promise<Result> {
    return inTurn(this.#context, this.#side, () => this.#work(work, limits));
  }

  async #work<Result>(work: (cli: Cli, isNew: boolean) => Promise<Result>, limits: Limits): Promise<Result> {
    const isNew = this.#cli === undefined;
    const cli = this.#cli ?? (await this.#connect(limits.signal));
    this.#cli = cli;
    try {
      return await withinLimits(this.#context, cli, (open) => work(open, isNew), limits);
    } catch (error) {
      await this.#drop();
      throw error;
    }
  }

  /** A login that hangs holds nobody up when `signal` comes; the session that it may still become is given back. */
  async #connect(signal: AbortSignal | undefined): Promise<Cli> {
    this.#loginsMs.push(this.#context.clock.monotonic());
    const connecting = this.#context.connect(this.#side);
    let isLeft = false;
    this.#context.leaving[this.#side] = connecting.then(
      (cli) => (isLeft ? cli.close() : undefined),
      () => undefined,
    );
    let stop = (): void => undefined;
    const over = new Promise<never>((_resolve, reject) => {
      stop = () => {
        isLeft = true;
        reject(new FlaptrapError('stopped', 'no longer waiting for the login'));
      };
      signal?.addEventListener('abort', stop, { once: true });
      if (signal?.aborted === true) stop();
    });
    try {
      return await Promise.race([connecting, over]);
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /** Whoever asks the router next waits for it; nobody else has to. */
  close(): Promise<void> {
    return inTurn(this.#context, this.#side, () => this.#drop());
  }

  async #drop(): Promise<void> {
    const cli = this.#cli;
    this.#cli = undefined;
    await cli?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
