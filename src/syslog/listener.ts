/** The listener is the thread that hears routers, as everybody else has it: what matters comes in batches, and the next only once one is taken. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { FlaptrapError } from '../errors.ts';
import { builtThread } from './built-thread.ts';
import type { DoorOptions, OpenDoors } from './doors.ts';
import type { EarOptions } from './ear.ts';
import type { Heard, Tally } from './heard.ts';

export interface ListenOptions extends DoorOptions, EarOptions {
  /** Where the last of what nobody could read is kept. */
  keptFile?: string | undefined;
}

export type ToThread = 'close' | 'tally' | 'taken';
export type FromThread =
  | { is: 'open'; opened: OpenDoors }
  | { is: 'refused'; what: string; next: string | undefined }
  | { is: 'heard'; batch: Heard[] }
  | { is: 'tally'; tally: Tally }
  | { is: 'trouble'; what: string }
  | { is: 'closed'; tally: Tally; pending: Heard[] };

/** What whoever starts a listener hears of it. */
export interface Hearer {
  /** The next batch comes when this is done. */
  take(batch: readonly Heard[]): void | Promise<void>;
  /** What is wrong, in words; the listener goes on where it can. */
  tell(what: string): void;
}

const THREAD = builtThread('thread', import.meta.url);

export async function startListener(options: ListenOptions, hearer: Hearer, thread: URL = THREAD): Promise<Listener> {
  const worker = new Worker(thread, { workerData: options });
  const [first] = (await once(worker, 'message')) as [FromThread];
  if (first.is === 'open') return new Listener(worker, first.opened, hearer);
  throw new FlaptrapError('input', first.is === 'refused' ? first.what : 'the listener did not open', {
    next: first.is === 'refused' ? first.next : undefined,
  });
}

export class Listener {
  /** What it listens at, with the ports that were got. */
  readonly opened: OpenDoors;
  readonly #worker: Worker;
  readonly #hearer: Hearer;
  /** Batches are taken one behind the other. */
  #taking: Promise<void> = Promise.resolve();
  #last: Tally | undefined;
  #isClosing = false;
  readonly #waiting: ((tally: Tally | undefined) => void)[] = [];

  constructor(worker: Worker, opened: OpenDoors, hearer: Hearer) {
    this.#worker = worker;
    this.opened = opened;
    this.#hearer = hearer;
    worker.on('message', (message: FromThread) => this.#take(message));
    worker.on('error', (error) => hearer.tell(`the listener has failed: ${error.message}`));
    worker.on('exit', () => this.#end());
  }

  /** Of now. */
  async tally(): Promise<Tally | undefined> {
    if (this.#isClosing) return this.#last;
    const told = new Promise<Tally | undefined>((resolve) => this.#waiting.push(resolve));
    this.#worker.postMessage('tally' satisfies ToThread);
    return told;
  }

  /** Hears no more; what was heard is handed over first. */
  async close(): Promise<void> {
    if (this.#isClosing) return;
    this.#isClosing = true;
    const gone = once(this.#worker, 'exit');
    this.#worker.postMessage('close' satisfies ToThread);
    await gone;
    await this.#taking;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #take(message: FromThread): void {
    if (message.is === 'heard') this.#hand(message.batch);
    else if (message.is === 'tally') this.#keep(message.tally);
    else if (message.is === 'trouble') this.#hearer.tell(message.what);
    else if (message.is === 'closed') {
      this.#hand(message.pending);
      this.#keep(message.tally);
    }
  }

  #hand(batch: readonly Heard[]): void {
    this.#taking = this.#taking
      .then(() => (batch.length === 0 ? undefined : this.#hearer.take(batch)))
      .catch((error: unknown) => this.#hearer.tell(`what was heard could not be taken: ${String(error)}`))
      .then(() => (this.#isClosing ? undefined : this.#worker.postMessage('taken' satisfies ToThread)));
  }

  #keep(tally: Tally): void {
    this.#last = tally;
    for (const resolve of this.#waiting.splice(0)) resolve(tally);
  }

  #end(): void {
    if (!this.#isClosing) this.#hearer.tell('the listener has ended: nothing is heard any more');
    this.#isClosing = true;
    for (const resolve of this.#waiting.splice(0)) resolve(this.#last);
  }
}
