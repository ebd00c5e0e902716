/** A screen is where a command speaks: results on standard output, all else on standard error; it is the only way to the terminal. */
import { Readable, Writable } from 'node:stream';
import { FlaptrapError } from '../errors.ts';
import { plain, plainLine } from '../plain-text.ts';
import { ask, askHidden, askText } from './ask.ts';
import { fitProse } from './fit.ts';
import { openOutlet, type Sink } from './outlet.ts';
import { type Kind, paint } from './paint.ts';
import { type Paper, paperOf } from './paper.ts';
import { Region } from './region.ts';

export interface Screen {
  /** The result, and nothing but the result. A text of a `kind` is for people: on a terminal it is fitted and has colours; without one it goes as it is. */
  print(text: string, kind?: Kind): void;
  /** Progress, warnings, diagnostics; `grave` is told however quiet it is to be. */
  tell(text: string, weight?: 'grave'): void;
  /** True when nothing is told but what is grave. */
  isQuiet?: boolean;
  /** How wide the result is read; undefined where it is no terminal. */
  columns?: number | undefined;
  /** The last lines of a terminal, drawn anew at will; undefined where there is none. */
  foot?: Foot | undefined;
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
  /** Both streams as they are, for a protocol between programs: nobody reads along, so nothing is made plain. */
  wire?: Wire | undefined;
}

export interface Wire {
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
}

/** Its lines are made plain, painted, and stand below all that is told. */
export interface Foot {
  readonly columns: number;
  draw(lines: readonly string[]): void;
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

/** `env`: what the user says of colour. Nothing that a stream does, or that a stranger wrote, comes through it: what cannot be shown is lost, and the work goes on. */
export function openTerminal({ input, output, errors }: Streams, env: NodeJS.ProcessEnv = {}): Terminal {
  const [results, progress] = [openOutlet(output), openOutlet(errors)];
  const region = errors.isTTY === true && env['TERM'] !== 'dumb' ? new Region(errors, progress) : undefined;
  const line = (text: string): string => plain(text.endsWith('\n') ? text : `${text}\n`);
  return {
    print: (text, kind) => results.write(kind === undefined ? line(text) : forPeople(line(text), kind, paperOf(output, env))),
    tell: (text) => {
      const told = forPeople(line(text), 'prose', paperOf(errors, env));
      if (region?.tell(told) !== true) progress.mention(told);
    },
    foot: region && footOf(region, () => paperOf(errors, env).hasColour),
    get columns() {
      return paperOf(output, env).columns;
    },
    isWatched: errors.isTTY === true,
    isInteractive: input.isTTY === true && errors.isTTY === true,
    confirm: (question) => ask(`${plain(question)} [y/N] `, input, errors),
    ask: async (question) => {
      const typed = await askText(fitted(plain(question), paperOf(errors, env)), input, errors);
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

function footOf(region: Region, hasColour: () => boolean): Foot {
  return {
    get columns() {
      return region.columns;
    },
    draw: (lines) => region.draw(lines.map(plainLine).map((text) => ({ text, painted: hasColour() ? paint(text, 'prose') : text }))),
  };
}

/** `text` is plain: colour comes last, so that no stranger's is among it. A report is laid out already. */
function forPeople(text: string, kind: Kind, { columns, hasColour }: Paper): string {
  // An error in JSON is read by a program, wherever it is told.
  if (text.startsWith('{')) return text;
  const laid = kind === 'prose' ? fitted(text, { columns }) : text;
  return hasColour ? paint(laid, kind) : laid;
}

function fitted(text: string, { columns }: Pick<Paper, 'columns'>): string {
  return columns === undefined ? text : fitProse(text, columns);
}

/** A terminal that has hung up can fail to open at all. [C Node: ERR_TTY_INIT_FAILED] */
function orNothing<Stream>(open: () => Stream, nothing: Stream): Stream {
  try {
    return open();
  } catch {
    return nothing;
  }
}

export const TERMINAL: Terminal = openTerminal(
  {
    input: orNothing<Streams['input']>(() => process.stdin, Readable.from([])),
    output: orNothing<Sink>(() => process.stdout, new Writable({ write: (_chunk, _encoding, done) => done() })),
    errors: orNothing<Sink>(() => process.stderr, new Writable({ write: (_chunk, _encoding, done) => done() })),
  },
  process.env,
);
TERMINAL.wire = {
  get input() {
    return process.stdin;
  },
  get output() {
    return process.stdout;
  },
};
