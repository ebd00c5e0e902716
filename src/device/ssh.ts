/** A session is one SSH login over a stream that is already there, with the option set that keeps ssh2-promise from retrying, prompting or sharing. */
import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { ClientChannel, SFTPWrapper } from 'ssh2';
import ssh2 from 'ssh2';
import SSH2Promise from 'ssh2-promise';
import { type ErrorContext, FlaptrapError } from '../errors.ts';
import { planAlgorithms, readWeakAlgorithm } from './algorithms.ts';
import type { Deadlines } from './deadlines.ts';
import { type HostKeyCheck, prepareHostKeyCheck } from './host-key.ts';
import { LIMITS } from './limits.ts';
import { type Login, planLogin } from './login.ts';
import { Deadline, sessionError, Unanswered } from './session-error.ts';
import type { JumpTarget } from './target.ts';
import { type Deferred, defer, within } from './within.ts';

type Client = Awaited<ReturnType<InstanceType<typeof SSH2Promise.SSH>['connect']>>;

export interface Session {
  /** Weak algorithms that this server made us use. */
  weakAlgorithms: readonly string[];
  /** Fingerprint of the key that the server has shown: `SHA256:…`. */
  hostKey: string;
  openShell(): Promise<ClientChannel>;
  openCommand(command: string): Promise<ClientChannel>;
  openSftp(): Promise<SFTPWrapper>;
  forward(host: string, port: number): Promise<ClientChannel>;
  /** Resolves once the session has ended, for whatever reason. */
  ended: Promise<void>;
  close(): Promise<void>;
}

export interface SessionOptions {
  login: JumpTarget;
  deadlines: Deadlines;
  keepaliveMs: number;
  context: ErrorContext;
  signal?: AbortSignal | undefined;
}

/** Columns and rows of the terminal that is asked for; IOS takes them over, and wide lines do not scroll sideways. */
const WINDOW = { term: 'vt100', cols: 512, rows: 0, width: 0, height: 0 };

interface Attempt {
  options: SessionOptions;
  stream: Duplex;
  login: Login;
  check: HostKeyCheck;
  weak: Set<string>;
  /** Rejects when a deadline passes or the caller gives up. */
  failure: Deferred<never>;
  timer: NodeJS.Timeout | undefined;
}

export async function openSession(stream: Duplex, options: SessionOptions): Promise<Session> {
  checkPrivateKey(options);
  const attempt = await prepare(stream, options);
  const ssh = new SSH2Promise(configOf(attempt));
  const abort = (): void => attempt.failure.reject(new Error('stopped on request'));
  if (options.signal?.aborted === true) abort();
  options.signal?.addEventListener('abort', abort, { once: true });
  const lose = (): unknown => setImmediate(() => attempt.failure.reject(undefined));
  // Reset meanwhile, it closes no second time.
  if (stream.destroyed) lose();
  else stream.once('close', lose);
  try {
    startDeadline(attempt, options.deadlines.handshakeMs, 'handshake');
    const client: Client = await Promise.race([ssh.connect(), attempt.failure.promise]);
    await attempt.check.confirm();
    return { ...sessionOf(ssh, client, stream), weakAlgorithms: [...attempt.weak], hostKey: attempt.check.fingerprint() };
  } catch (cause) {
    await endSession(ssh, stream);
    const { login, context, signal } = options;
    throw sessionError(cause, { login, context, signal, check: attempt.check, tried: attempt.login.tried });
  } finally {
    clearTimeout(attempt.timer);
    options.signal?.removeEventListener('abort', abort);
  }
}

async function prepare(stream: Duplex, options: SessionOptions): Promise<Attempt> {
  const failure = defer<never>();
  failure.promise.catch(() => undefined);
  const check = await prepareHostKeyCheck(options.login);
  const attempt: Attempt = {
    options,
    stream,
    check,
    weak: new Set(),
    failure,
    timer: undefined,
    login: planLogin(options.login, {
      onStart: () => startDeadline(attempt, options.deadlines.loginMs, 'login'),
      onQuestion: (why) => failure.reject(new Unanswered(why)),
    }),
  };
  return attempt;
}

function startDeadline(attempt: Attempt, deadlineMs: number, stage: 'handshake' | 'login'): void {
  clearTimeout(attempt.timer);
  attempt.timer = setTimeout(() => attempt.failure.reject(new Deadline(stage, deadlineMs)), deadlineMs);
}

function configOf(attempt: Attempt): ConstructorParameters<typeof SSH2Promise>[0] {
  const { options, stream, login, check } = attempt;
  const { login: target, keepaliveMs } = options;
  return {
    uniqueId: randomUUID(),
    host: target.host,
    port: target.port,
    username: target.username,
    // The library's own type wants only what every stream has.
    sock: stream,
    reconnect: false,
    hoppingTool: 'native',
    keepaliveInterval: keepaliveMs,
    readyTimeout: 0,
    algorithms: planAlgorithms(target.legacyAlgorithms, check.knownKeyTypes),
    hostVerifier: (key: Buffer) => check.accepts(key),
    authHandler: login.handler,
    debug: watchReports(attempt),
  };
}

/** What the library hears before the login and tells nobody else. */
export const BANNER_HEARD = /^Inbound: Received USERAUTH_BANNER/;
export const NEW_PASSWORD_WANTED = /^Inbound: Received USERAUTH_PASSWD_CHANGEREQ/;

function watchReports({ weak, failure }: Attempt): (report: unknown) => void {
  let banners = 0;
  return (report) => {
    if (typeof report !== 'string') return;
    const name = readWeakAlgorithm(report);
    if (name !== undefined) weak.add(name);
    if (BANNER_HEARD.test(report) && ++banners > LIMITS.loginBanners)
      failure.reject(new Unanswered(`sent more than ${LIMITS.loginBanners} banners before the login`));
    if (NEW_PASSWORD_WANTED.test(report)) failure.reject(new Unanswered('asks for a new password for this account'));
  };
}

function sessionOf(ssh: SSH2Promise, client: Client, stream: Duplex): Omit<Session, 'weakAlgorithms' | 'hostKey'> {
  const ended = new Promise<void>((resolve) => {
    if (stream.destroyed) resolve();
    else stream.once('close', () => resolve());
  });
  return {
    ended,
    openShell: () => client.shell(WINDOW as never),
    openCommand: (command) => client.spawn(command),
    openSftp: () => client.sftp(true),
    forward: (host, port) => client.forwardOut('127.0.0.1', 0, host, port),
    close: () => endSession(ssh, stream),
  };
}

/** Says goodbye where somebody listens, and is over soon in any case. */
async function endSession(ssh: SSH2Promise, stream: Duplex): Promise<void> {
  await within(ssh.close(), LIMITS.closeMs).catch(() => undefined);
  stream.destroy();
}

function checkPrivateKey({ login, context }: SessionOptions): void {
  if (login.privateKey === undefined) return;
  const key = ssh2.utils.parseKey(login.privateKey, login.passphrase);
  if (!(key instanceof Error)) return;
  throw new FlaptrapError('input', `the private key for ${login.username} cannot be used: ${key.message}`, {
    ...context,
    next: 'check its passphrase and that it is a private key in PEM or OpenSSH form',
  });
}
