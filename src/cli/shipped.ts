/** A shipped playbook is found from any folder: `playbooks/tunnel-flaps.yaml` names it where no such file is. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** By the file's own place: a global install is reached through a link. */
const PLAYBOOKS = new URL('../../playbooks/', import.meta.url);
const SHIPPED = /^(?:\.\/)?playbooks\/(?<name>[\w-]+\.yaml)$/;

/** The path itself where it is there, or means nothing of ours. */
export function findPlaybook(path: string): string {
  const name = SHIPPED.exec(path)?.groups?.['name'];
  if (name === undefined || existsSync(path)) return path;
  const shipped = fileURLToPath(new URL(name, PLAYBOOKS));
  return existsSync(shipped) ? shipped : path;
}
