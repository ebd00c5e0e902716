/** A terminal is the raw line to a router: it writes what is typed, keeps what is heard, and waits for more with a limit. */
import type { Duplex } from 'node:stream';
import { type ErrorCode, FlaptrapError } from '../errors.ts';
import { Budget } from './budget.ts';
import type { Deadlines } from './deadlines.ts';
import { type Allowance, allowAnswer, LIMITS } from './limits.ts';
import { Tape } from './tape.ts';

export type Transcript = (entry: { direction: 'sent' | 'received'; bytes: Buffer }) => void;

export interface TerminalOptions {
  peer: string;
  deadlines: Deadlines;
  /** A line that nothing on the device can contain and that does nothing there: `!` and something random. */
  makeSentinel(): string;
  onTranscript?: Transcript | undefined;
  /** Asked before lines are typed; throws when they may not be. */
  mayType?: ((lines: readonly string[]) => Promise<void>) | undefined;
  signal?: AbortSignal | undefined;
}

/** What one exchange may cost, and who may end it. */
export interface Terms {
  allowance?: Allowance | undefined;
  signal?: AbortSignal | undefined;
}

const STOPPED = 'stopped on request';
const RECENT_CHARACTERS = 800;
const RECENT_LINES = 8;

export class Terminal {
  readonly tape = new Tape();
  readonly options: TerminalOptions;
  readonly #stream: Duplex;
  #recent = '';
  #hasNews = false;
  #wake: (() => void) | undefined;
  #failure: FlaptrapError | undefined;
  /** Ended by us: nothing is heard out any more. */
  #isOver = false;
  #tried: string | undefined;
  /** Of the exchange that goes on. */
  #budget: Budget | undefined;

  constructor(stream: Duplex, options: TerminalOptions) {
    this.#stream = stream;
    this.options = options;
    stream.on('data', (chunk: Buffer) => this.#hear(chunk));
    stream.on('error', () => this.#lose('the connection broke'));
    stream.once('end', () => this.#lose('the device closed the session'));
    stream.once('close', () => this.#lose('the session has ended'));
    stream.once('close', this.#obey(options.signal));
  }

  /** The last lines that the device said. */
  get recent(): string {
    return this.#recent.split(/\r*\n/).slice(-RECENT_LINES).join('\n').trim();
  }

  /** The unfinished line at the end of what was heard. */
  get lastLine(): string {
    const tail = this.tape.tail(512);
    return tail.slice(tail.lastIndexOf('\n') + 1).replace(/^[\r\0\x07]+/, '');
  }

  /** Runs one exchange; whatever goes wrong in it ends the terminal, because nobody knows any more where in the stream we are. */
  async exclusively<T>(tried: string, act: () => Promise<T>, { allowance, signal }: Terms = {}): Promise<T> {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#tried !== undefined) throw this.error('internal', 'two commands at once on one terminal', tried, 'wait for the first');
    this.#tried = tried;
    this.#budget = new Budget(allowance ?? allowAnswer(this.options.deadlines.totalMs));
    const release = this.#obey(signal);
    try {
      return await act();
    } catch (error) {
      this.#failure ??= error instanceof FlaptrapError ? error : this.error('internal', String(error), tried, 'report this');
      throw error;
    } finally {
      release();
      this.#tried = undefined;
      this.#budget = undefined;
    }
  }

  type(line: string): void {
    this.write(`${line}\r`);
  }

  /** `shown` is what a transcript gets in place of a secret. */
  write(text: string, shown = text): void {
    this.options.onTranscript?.({
      direction: 'sent',
      bytes: Buffer.from(shown, 'utf8'),
    });
    if (this.#stream.writable) this.#stream.write(Buffer.from(text, 'utf8'));
  }

  /** A key for the pager. */
  pressKey(): void {
    this.#budget?.page();
    this.write(' ');
  }

  /** An answer to a question that was foreseen. */
  reply(text: string): void {
    this.#budget?.reply();
    this.write(text);
  }

  /** True when something was heard, false when nothing was for so long; throws when the exchange has cost all it may. */
  async wait(quietMs: number): Promise<boolean> {
    if (!this.#hasNews && this.#failure === undefined) await this.#sleep(Math.min(quietMs, this.#budget?.leftMs ?? quietMs));
    this.#checkBudget();
    if (this.#isOver) throw this.#failure;
    const hadNews = this.#hasNews;
    this.#hasNews = false;
    if (!hadNews && this.#failure !== undefined) throw this.#failure;
    return hadNews;
  }

  error(code: ErrorCode, message: string, tried: string, next: string): FlaptrapError {
    return new FlaptrapError(code, message, {
      peer: this.options.peer,
      tried,
      answer: this.recent,
      next,
    });
  }

  /** Whoever waits for an answer is told at once: a half-open socket never says that it is closed. */
  close(): void {
    this.#lose(STOPPED);
    this.#end();
  }

  /** The router misbehaves beside the terminal: nothing it says counts any more. */
  giveUp(message: string, next: string): void {
    this.#failure ??= this.error('no-answer', message, this.#tried ?? 'nothing was asked', next);
    this.#end();
  }

  #end(): void {
    this.#isOver = true;
    this.#stream.destroy();
    this.#wake?.();
  }

  async #sleep(quietMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, quietMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }

  /** What comes too late or too much is not heard out. */
  #checkBudget(): void {
    const spent = this.#budget?.spent;
    if (spent !== undefined) this.giveUp(spent.message, spent.next);
  }

  #hear(chunk: Buffer): void {
    if (this.#isOver) return;
    this.options.onTranscript?.({ direction: 'received', bytes: chunk });
    // The whole chunk as a string: what is thrown away on the heap makes the collector come for the chunks too, which are not on it.
    this.#recent = (this.#recent + chunk.toString('latin1')).slice(-RECENT_CHARACTERS);
    this.#budget?.hear(chunk);
    this.#checkBudget();
    if (this.#isOver) return;
    this.tape.append(chunk);
    if (this.#budget === undefined && this.tape.length > LIMITS.idleBytes) this.tape.take(this.tape.length);
    this.#hasNews = true;
    this.#wake?.();
  }

  #lose(message: string): void {
    this.#failure ??= this.error(
      'session-lost',
      message,
      this.#tried ?? 'nothing was asked',
      'connect again; commands that were already sent may have been carried out',
    );
    this.#wake?.();
  }

  /** Returns what ends the obedience. */
  #obey(signal: AbortSignal | undefined): () => void {
    if (signal === undefined) return () => undefined;
    const abort = (): void => this.close();
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    return () => signal.removeEventListener('abort', abort);
  }
}
