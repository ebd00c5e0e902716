/** `flaptrap verify` checks an evidence archive: whole, every file as its list says, and signed by whom. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { FlaptrapError } from '../errors.ts';
import { parsePublicKey } from '../evidence/public-key.ts';
import { type Verified, verifyArchive } from '../evidence/verify.ts';
import { codeOf, fileTrouble } from '../file-trouble.ts';
import { count } from './ask-playbook.ts';
import { EXIT } from './exit-code.ts';
import type { Door } from './program/arguments.ts';
import type { Screen } from './screen.ts';

export interface VerifyOptions {
  signature?: string;
  allowedSigners?: string;
  key?: string;
  json?: boolean;
}

export function defineVerify(command: Command, { screen, show }: Door): void {
  command
    .option('--signature <file>', 'its signature (default: the same name with .sig behind it)')
    .option(
      '--allowed-signers <file>',
      'whom you believe, as ssh-keygen and git take it (default: ~/.ssh/allowed_signers where there is one)',
    )
    .option('--key <file>', 'the public key that must have signed it')
    .option('--json', 'print it as JSON')
    .addHelpText('after', '\nExample:\n  flaptrap verify 7f3a9c01-evidence.tar.gz --key ops.pub')
    .action((file: string, options) => show(verify(file, options, screen)));
}

export async function verify(file: string, options: VerifyOptions, screen: Screen): Promise<number> {
  const signatureName = options.signature ?? `${file}.sig`;
  const own = options.allowedSigners ?? (options.key === undefined ? join(homedir(), '.ssh', 'allowed_signers') : undefined);
  const verified = await verifyArchive({
    name: file,
    archive: read(file, 'read the archive'),
    signature: options.signature === undefined ? readIfThere(signatureName) : read(signatureName, 'read the signature').toString('utf8'),
    signatureName,
    allowedSigners:
      options.allowedSigners === undefined
        ? own && readIfThere(own)
        : read(options.allowedSigners, 'read whom you believe').toString('utf8'),
    mayBeUnknown: options.allowedSigners === undefined,
    publicKey: options.key === undefined ? undefined : readKey(options.key),
    nowMs: Date.now(),
  });
  if (options.json === true) screen.print(JSON.stringify({ schema: 'flaptrap.verified/1', archive: file, ...verified }, null, 2));
  else screen.print(print(file, verified), 'prose');
  return verified.faults.length === 0 ? EXIT.done : EXIT.findings;
}

function print(name: string, { faults, files, bytes, signer }: Verified): string {
  if (faults.length > 0)
    return [
      ...faults.map(({ fault, file, why }) => `${fault}: ${file} ${why}`),
      `${name}: NOT to be trusted, ${count(faults.length, 'fault')}`,
    ].join('\n');
  const by = signer?.knownAs ?? undefined;
  const said =
    by === undefined
      ? `signed by ${signer?.fingerprint}, a key not known to you (--allowed-signers or --key says whom you believe)`
      : `signed by ${by} (${signer?.fingerprint})`;
  return `${name}: whole, ${count(files, 'file')} of ${bytes} bytes as listed; ${said}`;
}

function read(path: string, act: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw fileTrouble(act, path, cause);
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw fileTrouble('read', path, cause);
  }
}

function readKey(path: string): Buffer {
  const key = read(path, 'read the key')
    .toString('utf8')
    .split('\n')
    .flatMap((line) => parsePublicKey(line) ?? [])[0];
  if (key !== undefined) return key;
  throw new FlaptrapError('input', `${path} is no public SSH key`, { next: 'name the .pub file of the key that must have signed it' });
}
