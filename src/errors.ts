/** An error says that the world refused: a code for machines, who (peer), what was tried, and what came back. */
import { type Diagnostic, printDiagnostics } from './diagnostic.ts';
import { plain, plainLine } from './plain-text.ts';

/** What kind of trouble it is, for machines; the same words in `flaptrap.error/1`. */
export type ErrorCode =
  | 'input'
  | 'connect-refused'
  | 'connect-timeout'
  | 'host-not-found'
  | 'unreachable'
  | 'jump-host'
  | 'host-key-changed'
  | 'host-key-unknown'
  | 'login-failed'
  | 'no-terminal-line'
  | 'session-lost'
  | 'no-answer'
  | 'refused'
  | 'not-authorized'
  | 'retrieval'
  | 'preflight'
  | 'digest'
  | 'left-behind'
  /** Ended, and nothing was captured: the lease is over, or there is nothing to judge. */
  | 'no-capture'
  /** By Ctrl-C or a signal. */
  | 'stopped'
  /** What this worker carried is another's by now. */
  | 'fenced'
  /** Another worker writes to the device. */
  | 'device-busy'
  | 'internal';

/** Who, what, what came back, and what to do next, as far as they are known. */
export interface ErrorContext {
  /** Name of the peer or device. */
  peer?: string | undefined;
  /** The command or act that was tried. */
  tried?: string | undefined;
  /** The last lines that came back. */
  answer?: string | undefined;
  /** What the reader should do next. */
  next?: string | undefined;
  /** Every mistake in the file that is wrong. */
  diagnostics?: readonly Diagnostic[] | undefined;
  cause?: unknown;
}

/** The one class of error that is thrown on purpose; anything else that arrives is a fault of flaptrap. */
export class FlaptrapError extends Error {
  readonly code: ErrorCode;
  readonly context: ErrorContext;

  constructor(code: ErrorCode, message: string, context: ErrorContext = {}) {
    super(message, context.cause === undefined ? undefined : { cause: context.cause });
    this.name = 'FlaptrapError';
    this.code = code;
    this.context = context;
  }
}

/** What an error says; whatever else was thrown, as text. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The mistakes in a file, then `peer: message`, what was tried, what came back, and what to do next, one line each. */
export function printError(error: unknown): string {
  if (!(error instanceof FlaptrapError)) return plain(messageOf(error));
  const { peer, tried, answer, next, diagnostics = [] } = error.context;
  return [
    ...(diagnostics.length === 0 ? [] : [printDiagnostics(diagnostics)]),
    // Further lines are set in: none of them passes for one of ours.
    plain(peer === undefined ? error.message : `${plainLine(peer)}: ${error.message}`).replaceAll('\n', '\n  '),
    ...printPart('tried:  ', tried),
    ...printPart('answer: ', answer?.trim()),
    ...printPart('next:   ', next),
  ].join('\n');
}

/** Nothing of what is empty; further lines stand below the first. */
function printPart(label: string, text: string | undefined): string[] {
  return text === undefined || text === '' ? [] : [`  ${label}${plain(text).replaceAll('\n', '\n          ')}`];
}
