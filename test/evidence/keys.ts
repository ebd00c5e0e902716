/** Keys as `ssh-keygen` makes them, an agent that holds one, and the answer of `ssh-keygen -Y verify`. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NAMESPACE } from '../../src/evidence/sshsig.ts';

/** `.ci/run` installs it. */
export const HAS_SSH_KEYGEN = spawnSync('ssh-keygen', ['-?']).error === undefined;
export const SIGNER = 'ops@example.net';

export const KINDS = {
  ed25519: ['-t', 'ed25519'],
  'ecdsa 256': ['-t', 'ecdsa', '-b', '256'],
  'ecdsa 384': ['-t', 'ecdsa', '-b', '384'],
  'ecdsa 521': ['-t', 'ecdsa', '-b', '521'],
  rsa: ['-t', 'rsa', '-b', '2048'],
  'rsa in PEM': ['-t', 'rsa', '-b', '2048', '-m', 'PEM'],
} as const;

export function makeKey(folder: string, name: string, kind: keyof typeof KINDS, passphrase = ''): string {
  const path = join(folder, name);
  execFileSync('ssh-keygen', ['-q', ...KINDS[kind], '-N', passphrase, '-C', SIGNER, '-f', path]);
  return path;
}

/** A file in which the key may sign. */
export function allow(folder: string, key: string, options = ''): string {
  const path = join(folder, 'allowed_signers');
  writeFileSync(path, `# whom we believe\n${SIGNER} ${options} ${readFileSync(`${key}.pub`, 'utf8')}`);
  return path;
}

/** What OpenSSH says of the file and its signature. */
export function askSshKeygen(file: string, signature: string, allowed: string): { status: number | null; said: string } {
  const args = ['-Y', 'verify', '-f', allowed, '-I', SIGNER, '-n', NAMESPACE, '-s', signature];
  const { status, stdout, stderr } = spawnSync('ssh-keygen', args, { input: readFileSync(file) });
  return { status, said: `${stdout}${stderr}` };
}

/** By OpenSSH itself; gives the path of the signature. */
export function signBySshKeygen(file: string, key: string, namespace: string): string {
  execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-f', key, '-n', namespace, file], { stdio: 'ignore' });
  return `${file}.sig`;
}

/** An agent of its own, with these keys; `end` stops it. */
export async function startAgent(folder: string, keys: readonly string[]): Promise<{ socket: string; end(): void }> {
  const socket = join(folder, 'agent.sock');
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] });
  await new Promise<void>((resolve) => agent.stdout.once('data', () => resolve()));
  for (const key of keys) execFileSync('ssh-add', ['-q', key], { env: { ...process.env, SSH_AUTH_SOCK: socket }, stdio: 'ignore' });
  return { socket, end: () => agent.kill() };
}
