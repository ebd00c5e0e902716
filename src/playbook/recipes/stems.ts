/** Stems are the commands of one mode without their arguments, each once, as privilege levels and views name them. */
import { type NeededCommand, stemOf } from '../needed-commands.ts';
import type { Mode } from '../plan.ts';

export function stemsOf(commands: readonly NeededCommand[], mode: Mode): string[] {
  const own = commands.filter((each) => each.mode === mode && !each.command.startsWith(' '));
  // `no X` needs what X needs.
  return [...new Set(own.map(({ command }) => stemOf(command.replace(/^(?:no|default) /, ''))))].toSorted();
}
