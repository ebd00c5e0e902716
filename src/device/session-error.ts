/** A session's error says why a login over SSH came to nothing: at the key exchange, at the host key, at the login, or because nobody wants it any more. */
import { type ErrorContext, FlaptrapError } from '../errors.ts';
import type { HostKeyCheck } from './host-key.ts';
import { CHANGE_BY_HAND, speaksOfChange } from './password-question.ts';
import type { JumpTarget } from './target.ts';

/** The server wants something at the login that is not ours to give. */
export class Unanswered extends Error {}

export class Deadline extends Error {
  readonly stage: 'handshake' | 'login';
  constructor(stage: 'handshake' | 'login', deadlineMs: number) {
    super(`no answer within ${deadlineMs / 1000} s`);
    this.stage = stage;
  }
}

/** How far the login had come. */
export interface BrokenLogin {
  login: JumpTarget;
  check: HostKeyCheck;
  context: ErrorContext;
  /** Ways of logging in that were offered. */
  tried: readonly string[];
  signal?: AbortSignal | undefined;
}

export function sessionError(cause: unknown, broken: BrokenLogin): FlaptrapError {
  if (cause instanceof FlaptrapError) return cause;
  const refused = broken.check.refusal(broken.context);
  if (refused !== undefined) return refused;
  if (broken.signal?.aborted === true)
    return new FlaptrapError('session-lost', 'stopped on request', { ...broken.context, cause, next: 'connect again' });
  const answer = answerOf(cause);
  const context = { ...broken.context, answer, cause };
  if (cause instanceof Unanswered) return unanswered(cause, broken, context);
  if (broken.tried.length > 0) return loginFailed(cause, broken, context);
  return /no matching/.test(answer) ? nothingInCommon(broken, context) : neverSpoke(cause, broken, context);
}

function answerOf(cause: unknown): string {
  if (cause instanceof Error) return cause.message;
  return cause === undefined || cause === null ? 'the connection was closed' : String(cause);
}

function unanswered({ message }: Unanswered, { login }: BrokenLogin, context: ErrorContext): FlaptrapError {
  return new FlaptrapError('login-failed', `${login.host} ${message}`, {
    ...context,
    answer: undefined,
    next: speaksOfChange(message)
      ? CHANGE_BY_HAND
      : 'log in by hand and see what it asks for; flaptrap answers one password prompt, once, and only if the answer is not shown',
  });
}

function loginFailed(cause: unknown, { login, tried }: BrokenLogin, context: ErrorContext): FlaptrapError {
  const { username, host } = login;
  if (cause instanceof Deadline)
    return new FlaptrapError('login-failed', `${host} does not answer the login of ${username}`, {
      ...context,
      next: 'check user name and password (some Cisco routers never answer a wrong one), and that the AAA server is up',
    });
  return new FlaptrapError('login-failed', `${host} refuses the login of ${username} (${tried.join(', ')})`, {
    ...context,
    next: 'check user name and password, and that the account may log in over SSH',
  });
}

function nothingInCommon({ login }: BrokenLogin, context: ErrorContext): FlaptrapError {
  return new FlaptrapError('connect-refused', `${login.host} and flaptrap have no SSH algorithm in common`, {
    ...context,
    next: login.legacyAlgorithms
      ? 'generate a newer SSH key on the router, or upgrade its image'
      : 'for an old router, set legacyAlgorithms: true in the playbook',
  });
}

function neverSpoke(cause: unknown, { login }: BrokenLogin, context: ErrorContext): FlaptrapError {
  if (cause instanceof Deadline)
    return new FlaptrapError('connect-timeout', `${login.host} accepts the connection but does not answer with SSH`, {
      ...context,
      next: 'check that the port is the SSH port and that the router is not overloaded',
    });
  return new FlaptrapError('no-terminal-line', `${login.host} closed the connection before the login`, {
    ...context,
    next: 'all vty lines may be in use (show users on the console), or an access-class blocks this machine',
  });
}
