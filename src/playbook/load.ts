/** Loading reads a playbook from its file. */
import { readFile } from 'node:fs/promises';
import { FlaptrapError } from '../errors.ts';
import { type ParsedPlaybook, parsePlaybook } from './parse.ts';

export async function loadPlaybook(path: string): Promise<ParsedPlaybook> {
  try {
    return parsePlaybook(await readFile(path, 'utf8'), path);
  } catch (cause) {
    const answer = cause instanceof Error ? cause.message : String(cause);
    throw new FlaptrapError('input', `cannot read the playbook ${path}`, {
      answer,
      next: 'name a YAML file, such as playbooks/tunnel-flaps.yaml',
      cause,
    });
  }
}
