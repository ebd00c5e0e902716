/** Secrets are resolved at the last moment, from where the playbook says, once a run. */
import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FlaptrapError, messageOf } from '../errors.ts';
import { parseSecretReference, printSecretReference, type SecretReference } from '../playbook/secret.ts';
import { readPlainFile } from './plain-file.ts';

/** A password manager may ask its user first. */
const COMMAND_TIMEOUT_MS = 30_000;
/** Of the longest private key, many times. */
const SECRET_BYTES_MAX = 256 * 1024;

/** The secrets of one run: each reference is resolved once, whoever asks and however often. */
export class Secrets {
  readonly #timeoutMs: number;
  readonly #resolved = new Map<string, Promise<string>>();
  readonly #values = new Set<string>();

  constructor(timeoutMs = COMMAND_TIMEOUT_MS) {
    this.#timeoutMs = timeoutMs;
  }

  /** What has been resolved so far: to be removed wherever it stands. */
  get values(): string[] {
    return [...this.#values];
  }

  /** Resolves each reference anew, once; what was resolved before stays known. */
  anew(): Pick<Secrets, 'resolve'> {
    const fresh = new Secrets(this.#timeoutMs);
    return {
      resolve: async (reference) => {
        const value = await fresh.resolve(reference);
        this.#values.add(value);
        return value;
      },
    };
  }

  async resolve(reference: string): Promise<string> {
    const known = this.#resolved.get(reference);
    if (known !== undefined) return known;
    const resolving = resolveSecret(reference, this.#timeoutMs);
    this.#resolved.set(reference, resolving);
    const value = await resolving;
    this.#values.add(value);
    return value;
  }
}

async function resolveSecret(reference: string, timeoutMs: number): Promise<string> {
  const parsed = parseSecretReference(reference);
  if (parsed === undefined)
    throw new FlaptrapError('input', 'this is not a reference to a secret', { next: 'write env:NAME, file:PATH or command:COMMAND' });
  const value = await read(parsed, timeoutMs);
  if (value.trim() !== '') return value;
  throw new FlaptrapError('input', 'the secret is empty', {
    tried: printSecretReference(parsed),
    next: 'make sure that it gives the secret; flaptrap does not log in without one',
  });
}

async function read({ from, what }: SecretReference, timeoutMs: number): Promise<string> {
  if (from === 'env') return fromEnvironment(what);
  return from === 'file' ? fromFile(what) : fromCommand(what, timeoutMs);
}

/** `~/x` is in the user's home. */
export function expandHome(path: string): string {
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path;
}

function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (value !== undefined) return value;
  throw new FlaptrapError('input', `the environment variable ${name} is not set`, {
    tried: `env:${name}`,
    next: `export ${name} before this command`,
  });
}

function fromFile(path: string): string {
  try {
    return withoutLastNewline(readPlainFile(expandHome(path), SECRET_BYTES_MAX));
  } catch (cause) {
    throw new FlaptrapError('input', 'cannot read the secret', {
      tried: `file:${path}`,
      answer: messageOf(cause),
      next: 'check that the file exists and that you may read it',
      cause,
    });
  }
}

async function fromCommand(command: string, timeoutMs: number): Promise<string> {
  const tried = printSecretReference({ from: 'command', what: command });
  try {
    const { stdout } = await promisify(execFile)('/bin/sh', ['-c', command], { timeout: timeoutMs });
    return withoutLastNewline(stdout);
  } catch (error) {
    // Neither its text nor its output is repeated, nor kept as the cause: both may hold the secret.
    const isLate = error instanceof Error && 'killed' in error && error.killed === true;
    const message = isLate
      ? `the command that gives the secret took longer than ${timeoutMs / 1000} s`
      : `the command that gives the secret failed${exitCodeOf(error)}`;
    throw new FlaptrapError('input', message, { tried, next: 'run it by hand; it must print the secret without asking' });
  }
}

function exitCodeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? ` with exit code ${error.code}` : '';
}

/** A private key keeps its inner line ends; the last one is the editor's. */
function withoutLastNewline(text: string): string {
  return text.replace(/\r?\n$/, '');
}
