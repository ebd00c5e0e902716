/** Secrets are resolved at the last moment, from where the playbook says, and kept nowhere. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FlaptrapError } from '../errors.ts';
import { parseSecretReference } from '../playbook/secret.ts';

const COMMAND_TIMEOUT_MS = 30_000;

export async function resolveSecret(reference: string): Promise<string> {
  const parsed = parseSecretReference(reference);
  if (parsed === undefined)
    throw new FlaptrapError('input', 'this is no reference to a secret', { next: 'write env:NAME, file:PATH or command:COMMAND' });
  if (parsed.from === 'env') return fromEnvironment(parsed.what);
  return parsed.from === 'file' ? fromFile(parsed.what) : fromCommand(parsed.what);
}

/** `~/x` is in the user's home. */
export function expandHome(path: string): string {
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path;
}

function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (value !== undefined && value !== '') return value;
  throw new FlaptrapError('input', `the environment variable ${name} is not set`, {
    tried: `env:${name}`,
    next: `export ${name} before this command`,
  });
}

async function fromFile(path: string): Promise<string> {
  try {
    return withoutLastNewline(await readFile(expandHome(path), 'utf8'));
  } catch (cause) {
    throw new FlaptrapError('input', 'cannot read the secret', { tried: `file:${path}`, answer: messageOf(cause), cause });
  }
}

async function fromCommand(command: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('/bin/sh', ['-c', command], { timeout: COMMAND_TIMEOUT_MS });
    return withoutLastNewline(stdout);
  } catch {
    // The command's output is not repeated: it may be the secret.
    throw new FlaptrapError('input', 'the command that gives the secret failed', { tried: `command:${command}`, next: 'run it by hand' });
  }
}

/** A private key keeps its inner line ends; the last one is the editor's. */
function withoutLastNewline(text: string): string {
  return text.replace(/\r?\n$/, '');
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
