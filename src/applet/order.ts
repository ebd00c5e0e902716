/** The order in which a device runs actions: ascending by label as text, so that `10` stands before `9`; a jump goes on elsewhere. [C] eem.md 3 */
import type { Action } from './model.ts';

/** The same array where it stands in that order already, as nearly all do: many ask. */
export function inRunOrder(actions: readonly Action[]): readonly Action[] {
  const isSorted = actions.every(({ label }, index) => index === 0 || compareLabels(actions[index - 1]?.label ?? '', label) <= 0);
  return isSorted ? actions : actions.toSorted((one, two) => compareLabels(one.label, two.label));
}

export function compareLabels(one: string, two: string): number {
  return one < two ? -1 : one > two ? 1 : 0;
}

/** The label that a `goto`, or an `if … goto`, goes on at. */
export function jumpOf({ verb, fields }: Action): string | undefined {
  if (verb === 'goto') return fields.label;
  return verb === 'if' ? fields.goto : undefined;
}
