/** An error says that the world refused: a code for machines, who (peer), what was tried, and what came back. */
export type ErrorCode =
  | 'input'
  | 'connect-refused'
  | 'connect-timeout'
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
  | 'stopped'
  | 'no-capture'
  | 'internal';

export interface ErrorContext {
  /** Name of the peer or device. */
  peer?: string | undefined;
  /** The command or act that was tried. */
  tried?: string | undefined;
  /** The last lines that came back. */
  answer?: string | undefined;
  /** What the reader should do next. */
  next?: string | undefined;
  cause?: unknown;
}

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

/** `peer: message`, then what was tried, what came back, and what to do next, one line each. */
export function printError(error: unknown): string {
  if (!(error instanceof FlaptrapError)) return error instanceof Error ? error.message : String(error);
  const { peer, tried, answer, next } = error.context;
  return [
    peer === undefined ? error.message : `${peer}: ${error.message}`,
    ...(tried === undefined ? [] : [`  tried:  ${tried}`]),
    ...(answer === undefined || answer.trim() === '' ? [] : [`  answer: ${answer.trim().split(/\r?\n/).join('\n          ')}`]),
    ...(next === undefined ? [] : [`  next:   ${next}`]),
  ].join('\n');
}
