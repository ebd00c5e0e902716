/** The order in which a device runs actions: ascending by label as text, so that `10` stands before `9`. [C] eem.md 3 */
import type { Action } from './model.ts';

export function inRunOrder(actions: readonly Action[]): Action[] {
  return [...actions].sort((one, two) => compareLabels(one.label, two.label));
}

export function compareLabels(one: string, two: string): number {
  return one < two ? -1 : one > two ? 1 : 0;
}
