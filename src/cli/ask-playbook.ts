/** Asking for a playbook tells every mistake in it at once, or gives it back whole. */
import { printDiagnostics } from '../diagnostic.ts';
import { FlaptrapError } from '../errors.ts';
import { loadPlaybook } from '../playbook/load.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { Screen } from './screen.ts';
import { findPlaybook } from './shipped.ts';

/** Throws every mistake at once. */
export async function askPlaybook(path: string, screen: Screen): Promise<Playbook> {
  const { playbook, diagnostics } = await loadPlaybook(findPlaybook(path));
  if (playbook === undefined)
    throw new FlaptrapError('input', `${path}: ${count(diagnostics.length, 'mistake')}; no router was contacted`, { diagnostics });
  if (diagnostics.length > 0) screen.tell(printDiagnostics(diagnostics));
  return playbook;
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
