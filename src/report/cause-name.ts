/** The name of a cause as a heading has it: what only prolongs is no root, and is not to be read as one. */
import { CAUSES } from '../verdict/causes/index.ts';
import type { JudgedIncident } from '../verdict/verdict.ts';

type Named = Pick<JudgedIncident['cause'], 'id' | 'confidence'>;

/** `rekey-race (likely)`, `cause not found`, `cause not found, prolonged by dpd-absent (possible)`; `what` stands before `not found`. */
export function nameCause({ id, confidence }: Named, what = 'cause '): string {
  if (id === 'unknown') return `${what}not found`;
  const named = `${id} (${confidence})`;
  return onlyProlongs({ id }) ? `${what}not found, prolonged by ${named}` : named;
}

/** True of a cause that makes an incident last, and did not bring it about. */
export function onlyProlongs({ id }: Pick<Named, 'id'>): boolean {
  return id !== 'unknown' && CAUSES[id].kind === 'prolongs';
}
