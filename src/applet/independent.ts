/** Independent actions may change places: whatever stands between them, the run cannot tell. */
import { REFERENCE } from './machine.ts';
import type { Action } from './model.ts';
import { inRunOrder, jumpOf } from './order.ts';

/** More would be compared with each other for longer than anybody waits. */
const ACTIONS_MAX = 2000;

/** True when the order of the file and that of the labels differ only by actions that are independent of each other. */
export function mayChangePlaces(actions: readonly Action[]): boolean {
  if (actions.length > ACTIONS_MAX) return false;
  const rank = new Map(inRunOrder(actions).map((action, index) => [action, index]));
  const targets = new Set(actions.map(jumpOf));
  return actions.every((one, index) =>
    actions.slice(index + 1).every((two) => (rank.get(one) ?? 0) < (rank.get(two) ?? 0) || areIndependent(one, two, targets)),
  );
}

function areIndependent(one: Action, two: Action, targets: ReadonlySet<string | undefined>): boolean {
  // A jump goes on at a place.
  if (targets.has(one.label) || targets.has(two.label)) return false;
  if (one.verb === 'comment' || two.verb === 'comment') return true;
  if (one.verb !== 'set' || two.verb !== 'set') return false;
  const [first, second] = [one.fields.variable ?? '', two.fields.variable ?? ''];
  return first !== second && !reads(one, second) && !reads(two, first) && isPlain(one) && isPlain(two);
}

function reads({ place }: Action, variable: string): boolean {
  return [...place.text.matchAll(REFERENCE)].some(([, name]) => name === variable);
}

/** A reference may name nothing, and end the run there. */
function isPlain({ place }: Action): boolean {
  return !place.text.includes('$');
}
