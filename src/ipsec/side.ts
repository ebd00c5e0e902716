/** A side is one of the two peers of a tunnel, named by the playbook's order; it names files, columns and events. */
export type Side = 'a' | 'b';

export const SIDES = ['a', 'b'] as const satisfies readonly Side[];

export function other(side: Side): Side {
  return side === 'a' ? 'b' : 'a';
}

/** The same for each end. */
export function bySide<Value>(make: (side: Side) => Value): Record<Side, Value> {
  return { a: make('a'), b: make('b') };
}
