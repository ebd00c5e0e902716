/** A screen is where a command speaks: results on standard output, all else on standard error; it is the only way to the terminal. */
import { Readable, Writable } from 'node:stream';
import { FlaptrapError } from '../errors.ts';
import { plain } from '../plain-text.ts';
import { ask, askHidden, askText } from './ask.ts';
import { openOutlet, type Sink } from './outlet.ts';

export interface Screen {
  /** The result, and nothing but the result. */
  print(text: string): void;
  /** Progress, warnings, diagnostics. */
  tell(text: string): void;
  /** True when a person can be asked. */
  isInteractive: boolean;
  /** True only for a typed yes. */
  confirm(question: string): Promise<boolean>;
  /** What a person types; asked only where `isInteractive`. */
  ask?(question: string): Promise<string>;
  /** What is typed, without showing it; absent where nobody can be asked. */
  askHidden?: ((question: string) => Promise<string>) | undefined;
  /** What is piped in: a log, or an archive. */
  input?: AsyncIterable<Uint8Array> | undefined;
}

export interface Terminal extends Screen {
  /** True when a person reads what is told. */
  isWatched: boolean;
  /** Why results no longer reach standard output (`EPIPE`, `ENOSPC`), once all that was printed has been handed over. */
  whyLost(): Promise<string | undefined>;
}

export interface Streams {
  input: Readable & { isTTY?: boolean; setRawMode?(isRaw: boolean): unknown };
  output: Sink;
  errors: Sink;
}

/** Nothing that a stream does, or that a stranger wrote, comes through it: what cannot be shown is lost, and the work goes on. */
export function openTerminal({ input, output, errors }: Streams): Terminal {
  const [results, progress] = [openOutlet(output), openOutlet(errors)];
  const line = (text: string): string => plain(text.endsWith('\n') ? text : `${text}\n`);
  return {
    print: (text) => results.write(line(text)),
    tell: (text) => progress.mention(line(text)),
    isWatched: errors.isTTY === true,
    isInteractive: input.isTTY === true && errors.isTTY === true,
    confirm: (question) => ask(`${plain(question)} [y/N] `, input, errors),
    ask: async (question) => {
      const typed = await askText(plain(question), input, errors);
      if (typed === undefined) throw new FlaptrapError('stopped', 'the input ended at the question; nothing was changed');
      return typed;
    },
    ...(input.isTTY === true && errors.isTTY === true
      ? { askHidden: (question: string) => askHidden(plain(question), input, errors) }
      : {}),
    whyLost: () => results.whyLost(),
    input,
  };
}

/** A terminal that has hung up can fail to open at all. [C Node: ERR_TTY_INIT_FAILED] */
function orNothing<Stream>(open: () => Stream, nothing: Stream): Stream {
  try {
    return open();
  } catch {
    return nothing;
  }
}

export const TERMINAL: Terminal = openTerminal({
  input: orNothing<Streams['input']>(() => process.stdin, Readable.from([])),
  output: orNothing<Sink>(() => process.stdout, new Writable({ write: (_chunk, _encoding, done) => done() })),
  errors: orNothing<Sink>(() => process.stderr, new Writable({ write: (_chunk, _encoding, done) => done() })),
});
