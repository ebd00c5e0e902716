/** The order in which a device runs actions: ascending by label as text, so that `10` stands before `9`; a jump goes on elsewhere. [C] eem.md 3 */
import type { Action } from './model.ts';

export function inRunOrder(actions: readonly Action[]): Action[] {
  return [...actions].sort((one, two) => compareLabels(one.label, two.label));
}

export function compareLabels(one: string, two: string): number {
  return one < two ? -1 : one > two ? 1 : 0;
}

/** The label that a `goto`, or an `if … goto`, goes on at. */
export function jumpOf({ verb, fields }: Action): string | undefined {
  if (verb === 'goto') return fields.label;
  return verb === 'if' ? fields.goto : undefined;
}
