/** A CLI is one logged-in session on a router: it runs commands and configuration lines and never takes a refusal for a success. */
import { randomBytes } from 'node:crypto';
import { FlaptrapError } from '../errors.ts';
import { hostnameOf } from '../ios/prompt.ts';
import { type Refusal, readRefusal } from '../ios/refusal.ts';
import { readAgreed } from './agreed.ts';
import { type AskOptions, baseMsOf } from './ask-options.ts';
import { type ConfigureAnswer, sendConfiguration } from './configure.ts';
import { openConnection } from './connection.ts';
import { DEFAULT_DEADLINES, type Deadlines } from './deadlines.ts';
import { ENABLE, enable } from './enable.ts';
import { allowAnswer } from './limits.ts';
import { hearErrors, openShell } from './open-shell.ts';
import { tidy } from './question.ts';
import { Shell } from './shell.ts';
import type { Session } from './ssh.ts';
import type { DeviceTarget } from './target.ts';
import { Terminal, type Transcript } from './terminal.ts';

export interface ConnectOptions {
  signal?: AbortSignal | undefined;
  deadlines?: Partial<Deadlines> | undefined;
  /** Hears every byte in both directions; secrets that are typed arrive as `<hidden>`. */
  onTranscript?: Transcript | undefined;
  /** Hears every command with its answer. */
  onAnswer?: ((command: string, answer: string) => void) | undefined;
  /** Asked before lines are typed, and each time: throws when this session may change its router no more, which ends the session. */
  mayType?: ((lines: readonly string[]) => Promise<void>) | undefined;
  /** Hears which key the device has shown, once, before anything is typed. */
  onLogin?: ((session: Pick<Session, 'hostKey'>) => void) | undefined;
  /** Called once, when the session is closed by us. */
  onClose?: (() => void) | undefined;
  /** For replayed sessions; random otherwise. */
  makeSentinel?: (() => string) | undefined;
}

type Hooks = Pick<ConnectOptions, 'onAnswer' | 'onClose'>;

export type Answer = { ok: true; answer: string } | { ok: false; answer: string; refusal: Refusal };

/** Typed at the start of every session: no pager, no line wrapping, no log lines on our terminal. */
const PREPARATION = ['terminal length 0', 'terminal width 0', 'terminal no monitor'] as const;

/** What every login types. */
export const SESSION_COMMANDS: readonly string[] = [ENABLE, ...PREPARATION];
/** Where the prompt does not show the host name. */
export const HOSTNAME_COMMAND = 'show version | include uptime';

/** What is longer is output that merely quotes a refusal. */
const REFUSAL_CHARACTERS_MAX = 4096;

export class Cli {
  /** The host name as the device itself says it. */
  readonly hostname: string;
  /** Weak SSH algorithms that the device made us use. */
  readonly weakAlgorithms: readonly string[];
  /** What could not be prepared (pager, width, monitor), with the device's words. */
  readonly reservations: readonly string[];
  readonly target: DeviceTarget;
  readonly #shell: Shell;
  readonly #hooks: Hooks;
  readonly #session: Session | undefined;
  #closing: Promise<void> | undefined;

  private constructor(
    shell: Shell,
    made: {
      target: DeviceTarget;
      session: Session | undefined;
      hostname: string;
      reservations: string[];
      hooks: Hooks;
    },
  ) {
    this.#shell = shell;
    this.#session = made.session;
    this.#hooks = made.hooks;
    this.target = made.target;
    this.hostname = made.hostname;
    this.reservations = made.reservations;
    this.weakAlgorithms = made.session?.weakAlgorithms ?? [];
  }

  /** Takes over a terminal that has just been opened: learns its prompt, raises the privilege, prepares it. */
  static async start(terminal: Terminal, target: DeviceTarget, session?: Session, hooks: Hooks = {}): Promise<Cli> {
    const shell = new Shell(terminal);
    const prompt = await shell.learn();
    if (prompt.mode === 'user' && target.enableSecret !== undefined) await enable(shell, target.enableSecret);
    const answers = await shell.askEach(PREPARATION);
    const reservations = answers.flatMap((answer, index) => {
      const refusal = readRefusal(answer);
      return refusal === undefined ? [] : [`${PREPARATION[index]}: ${refusal.text}`];
    });
    const hostname = hostnameOf(shell.prompt) ?? (await askHostname(shell)) ?? shell.prompt.base;
    return new Cli(shell, { target, session, hostname, reservations, hooks });
  }

  /** True when the session has privileged EXEC. */
  get isPrivileged(): boolean {
    return this.#shell.prompt.mode !== 'user';
  }

  /** How far to the right a typed command begins. */
  get promptLength(): number {
    return this.#shell.prompt.text.length;
  }

  get deadlines(): Deadlines {
    return this.#shell.terminal.options.deadlines;
  }

  /** The answer without echo and prompt; throws when the device refuses. */
  async exec(command: string, options: AskOptions = {}): Promise<string> {
    const result = await this.tryExec(command, options);
    if (result.ok) return result.answer;
    throw new FlaptrapError(result.refusal.code, `the router refuses the command: ${result.refusal.text}`, {
      peer: this.target.name,
      tried: command,
      answer: result.answer,
      next:
        result.refusal.code === 'not-authorized'
          ? 'allow this account to run the command (AAA, privilege level, parser view); flaptrap doctor lists all commands'
          : 'check that this platform and release know the command',
    });
  }

  async tryExec(command: string, options: AskOptions = {}): Promise<Answer> {
    const startedAtMs = performance.now();
    const baseMs = baseMsOf(options, this.deadlines);
    // However often it must be read again, all readings together may take what one that flows may.
    const leftMs = (): number => allowAnswer(baseMs).ceilingMs - (performance.now() - startedAtMs);
    const read = (): Promise<Buffer> => this.execBytes(command, { ...options, totalMs: Math.max(1, Math.min(baseMs, leftMs())) });
    const answer = await readAgreed(command, this.#shell.prompt.text, async () => tidy(await read()));
    if (answer === undefined) throw this.#shell.terminal.error('no-answer', 'log messages are mixed into every answer', command, QUIET);
    this.#hooks.onAnswer?.(command, answer);
    const refusal = answer.length > REFUSAL_CHARACTERS_MAX ? undefined : readRefusal(answer);
    return refusal === undefined ? { ok: true, answer } : { ok: false, answer, refusal };
  }

  /** The answer as the bytes that came over the wire; a refusal is the caller's to find. */
  async execBytes(command: string, options: AskOptions = {}): Promise<Buffer> {
    checkLine(command, this.target.name);
    return this.#shell.ask(command, options);
  }

  /** Enters configuration mode, types each line, reads each answer, leaves again; on a refusal a half-made applet is removed first. */
  async configure(lines: readonly string[]): Promise<ConfigureAnswer[]> {
    for (const line of lines) checkLine(line, this.target.name);
    return sendConfiguration(this.#shell, lines, this.target.name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Whatever is still being asked is rejected at once; the session itself is over within a second. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    this.#shell.terminal.close();
    this.#hooks.onClose?.();
    await this.#session?.close();
  }
}

export async function connect(target: DeviceTarget, options: ConnectOptions = {}): Promise<Cli> {
  const deadlines = { ...DEFAULT_DEADLINES, ...options.deadlines };
  const session = await openConnection(target, deadlines, options.signal);
  try {
    options.onLogin?.(session);
    const channel = await openShell(session, target, { deadlines, signal: options.signal });
    const makeSentinel = options.makeSentinel ?? randomSentinel;
    const terminal = new Terminal(channel, {
      peer: target.name,
      deadlines,
      makeSentinel,
      onTranscript: options.onTranscript,
      mayType: options.mayType,
      signal: options.signal,
    });
    hearErrors(channel.stderr, terminal);
    return await Cli.start(terminal, target, session, options);
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** `!` begins a comment in every mode of IOS; the rest cannot be foreseen by anything the device stores. */
function randomSentinel(): string {
  return `!flaptrap ${randomBytes(8).toString('hex')}`;
}

/** `hq uptime is 2 weeks, 3 days`: where the prompt does not show the host name. */
export const UPTIME = /^(?<hostname>[\w.-]{1,63}) uptime is /m;

async function askHostname(shell: Shell): Promise<string | undefined> {
  return UPTIME.exec((await shell.ask(HOSTNAME_COMMAND)).toString('latin1'))?.groups?.['hostname'];
}

const QUIET = 'turn them off for this session (terminal no monitor, no logging console), or wait until there are fewer';

/** Control characters act on a terminal (and `?` asks for help there): they never reach one by way of a command. */
export const UNTYPABLE = /[\x00-\x1f\x7f?]/;

function checkLine(line: string, peer: string): void {
  if (!UNTYPABLE.test(line)) return;
  throw new FlaptrapError('input', 'a line with control characters or a question mark cannot be typed', {
    peer,
    tried: JSON.stringify(line),
    next: 'change the line',
  });
}
