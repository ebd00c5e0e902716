/** A verb is what an action does: its word behind the label, the syntax of what follows, and, for verbs that do not steer, its run. */

import type { Run } from '../effect.ts';
import type { Machine } from '../machine.ts';
import type { Fields, Syntax } from '../syntax.ts';

/** How a verb steers: blocks open, turn and close; jumps leave their place. */
export type Steering = 'if' | 'while' | 'foreach' | 'elseif' | 'else' | 'end' | 'break' | 'continue' | 'goto' | 'exit';

export interface Verb {
  id: string;
  syntax: Syntax;
  steers?: Steering | undefined;
  /** Fields arrive expanded: every `$variable` is its value. */
  compute?: ((fields: Record<string, unknown>, machine: Machine) => void) | undefined;
  run?: ((fields: Record<string, unknown>, machine: Machine) => Run<void>) | undefined;
}

/** Ties a run to the fields that its syntax fills. */
export function verb<const Id extends string, const S extends Syntax>(
  id: Id,
  syntax: S,
  run: (fields: Fields<S>, machine: Machine) => Run<void>,
) {
  return { id, syntax, run: run as Verb['run'] } as const satisfies Verb;
}

/** A verb that asks nothing of the router: it only computes. */
export function computation<const Id extends string, const S extends Syntax>(
  id: Id,
  syntax: S,
  compute: (fields: Fields<S>, machine: Machine) => void,
) {
  return { id, syntax, compute: compute as Verb['compute'] } as const satisfies Verb;
}

export function steering<const Id extends string, const S extends Syntax>(id: Id, steers: Steering, syntax: S) {
  return { id, syntax, steers } as const satisfies Verb;
}
