/** Asking for a playbook tells every mistake in it at once, or gives it back whole. */
import { printDiagnostics } from '../diagnostic.ts';
import { loadPlaybook } from '../playbook/load.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { Screen } from './screen.ts';

/** Undefined when it has errors; they have been told. */
export async function askPlaybook(path: string, screen: Screen): Promise<Playbook | undefined> {
  const { playbook, diagnostics } = await loadPlaybook(path);
  if (diagnostics.length > 0) screen.tell(printDiagnostics(diagnostics));
  if (playbook === undefined) screen.tell(`${path}: ${count(diagnostics.length, 'error')}; no device was touched`);
  return playbook;
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
