/** The seal of a record is the SHA-256 of its plan and its playbook: what was edited after arming is neither typed nor run. */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readOurFile, refuse } from './ours.ts';
import { parseJson } from './record-shape.ts';

export const SEAL_FILE = 'seal.json';
const SEALED = ['plan.json', 'playbook.json'] as const;
type Sealed = Record<(typeof SEALED)[number], string>;

const SEAL = z.object({ schema: z.literal('flaptrap.seal/1'), sha256: z.object({ 'plan.json': z.string(), 'playbook.json': z.string() }) });
/** Older versions made no seal, and folders that others may read. */
const PRIVATE = 0o700;

export function printSeal(texts: Sealed): string {
  const sha256 = { 'plan.json': digest(texts['plan.json']), 'playbook.json': digest(texts['playbook.json']) };
  return `${JSON.stringify({ schema: 'flaptrap.seal/1', sha256 }, null, 2)}\n`;
}

/** Throws, and names the file, when one is not as it was armed. */
export function requireSealed(folder: string, texts: Sealed): void {
  const path = join(folder, SEAL_FILE);
  const text = readOurFile(path, true);
  if (text === undefined) {
    requireOld(folder, path);
    return;
  }
  const { success, data } = SEAL.safeParse(parseJson(text));
  if (!success) throw refuse(path, 'it is not a seal of flaptrap', NEXT);
  for (const name of SEALED)
    if (data.sha256[name] !== digest(texts[name])) throw refuse(join(folder, name), 'it was changed after the routers were armed', NEXT);
}

const NEXT = 'put the file back as it was, or clean up the routers without it: `flaptrap sweep PLAYBOOK --all`';

/** A record of an older version is believed when nobody else could even read it: no archive and no checkout makes such files. */
function requireOld(folder: string, seal: string): void {
  if ((statSync(folder).mode & 0o777) === PRIVATE) throw refuse(seal, 'it is missing', NEXT);
  for (const name of SEALED) readOurFile(join(folder, name), true);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
