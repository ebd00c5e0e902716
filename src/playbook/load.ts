/** Loading reads a playbook from its file; what is no file, or larger than any playbook, is refused by name before it is read. */
import { open, stat } from 'node:fs/promises';
import { FlaptrapError } from '../errors.ts';
import { codeOf, explainReason } from '../file-trouble.ts';
import { type ParsedPlaybook, parsePlaybook } from './parse.ts';

/** A playbook has a few kB; in this size every mistake is still found within seconds, whatever is written. */
const PLAYBOOK_BYTES_MAX = 256 * 1024;

/** What parsePlaybook makes of a file. Throws `input` when it cannot be read or is larger than any playbook; a mistake in it is a diagnostic. */
export async function loadPlaybook(path: string): Promise<ParsedPlaybook> {
  try {
    return parsePlaybook(await readText(path), path);
  } catch (cause) {
    throw new FlaptrapError('input', `cannot read the playbook ${path}`, {
      answer: reasonOf(cause),
      next: 'name a YAML file: `flaptrap init` writes one, and playbooks/tunnel-flaps.yaml is one to try',
      cause,
    });
  }
}

function reasonOf(cause: unknown): string {
  if (cause instanceof Error && !('code' in cause)) return cause.message;
  return explainReason(codeOf(cause));
}

/** A FIFO is asked for its kind first: opening it would wait for somebody to write. */
async function readText(path: string): Promise<string> {
  const found = await stat(path);
  if (!found.isFile()) throw new Error(`it is ${found.isDirectory() ? 'a folder' : 'a pipe or a device'}, not a file`);
  if (found.size > PLAYBOOK_BYTES_MAX) throw tooLarge(found.size);
  await using file = await open(path);
  // Files of /proc say that they are empty, and others grow: no more is read than was allowed.
  const buffer = Buffer.alloc(PLAYBOOK_BYTES_MAX + 1);
  const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
  if (bytesRead > PLAYBOOK_BYTES_MAX) throw tooLarge(bytesRead);
  if (bytesRead === 0) throw new Error('it is empty');
  const read = buffer.subarray(0, bytesRead);
  if (read.includes(0)) throw new Error('it is not text');
  return read.toString('utf8');
}

function tooLarge(bytes: number): Error {
  return new Error(`the file has ${bytes} bytes; a playbook can have at most ${PLAYBOOK_BYTES_MAX} (256 kB)`);
}
