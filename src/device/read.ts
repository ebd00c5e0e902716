/** Reading and extending the known_hosts file: a missing file is an empty one, a new key is one appended line. */
import { appendFile, mkdir, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FlaptrapError, messageOf } from '../errors.ts';
import { codeOf, explainReason, fileTrouble } from '../file-trouble.ts';
import { type KnownHost, parseKnownHosts, printKnownHost } from './known-hosts.ts';

export async function readKnownHosts(path: string): Promise<KnownHost[]> {
  try {
    // A pipe would be waited for.
    if ((await stat(path)).isFIFO()) throw new Error('it is a pipe, not a file');
    return parseKnownHosts(await readFile(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    const reason = codeOf(error).startsWith('E') ? explainReason(codeOf(error)) : messageOf(error);
    throw new FlaptrapError('input', `cannot read the known hosts file ${path}: ${reason}`, {
      cause: error,
      next: 'make it readable, or name another file in the playbook: hostKeys: {knownHosts: FILE}',
    });
  }
}

export async function writeKnownHost(path: string, host: string, port: number, key: Buffer): Promise<void> {
  const line = printKnownHost(host, port, key);
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const before = await readFile(path, 'utf8').catch(() => '');
    const gap = before === '' || before.endsWith('\n') ? '' : '\n';
    await appendFile(path, `${gap}${line}\n`, { mode: 0o600 });
  } catch (cause) {
    throw new FlaptrapError('input', fileTrouble(`write the host key of ${host} to`, path, cause).message, {
      cause,
      next: `make the file writable, or name another one in the playbook: hostKeys: {knownHosts: FILE}; the line to add:\n${line}`,
    });
  }
}
