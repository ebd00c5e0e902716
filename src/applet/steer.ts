/** Steering says where a run goes on behind an action: blocks, loops, jumps and the end. */
import type { Blocks } from './blocks.ts';
import type { Machine } from './machine.ts';
import type { Action, ActionFields } from './model.ts';
import { jumpOf } from './order.ts';

/** What steering knows of a run. */
export interface Course {
  actions: readonly Action[];
  blocks: Blocks;
  machine: Machine;
  /** What is left for each `foreach` that runs. */
  pieces: Map<number, string[]>;
}

/** Where to go on; undefined when the action does not steer. */
export function steer(course: Course, at: number, action: Action): number | undefined {
  const { blocks, machine, actions, pieces } = course;
  const opener = blocks.opener.get(at) ?? at;
  switch (action.verb) {
    case 'if':
    case 'while':
      return branch(course, at, action);
    case 'goto':
      return jump(course, jumpOf(action) ?? '');
    case 'foreach':
      return nextPiece(course, at, action.fields);
    // Reached from above, the branch before it has run: leave the whole chain.
    case 'elseif':
    case 'else':
      return endOf(blocks, at) + 1;
    case 'end':
      return actions[opener]?.verb === 'if' ? at + 1 : opener;
    case 'continue':
      return opener;
    case 'break':
      pieces.delete(opener);
      return endOf(blocks, opener) + 1;
    case 'exit':
      if (action.fields.status !== undefined) machine.set('_exit_status', machine.expand(action.fields.status));
      return actions.length;
    default:
      return undefined;
  }
}

/** Into the block, or to the label of `if … goto`, when the comparison holds. */
function branch(course: Course, at: number, action: Action<'if' | 'while'>): number {
  const label = jumpOf(action);
  const holds = compare(course.machine, action.fields);
  if (label !== undefined) return holds ? jump(course, label) : at + 1;
  return holds ? at + 1 : chainFrom(course, at);
}

/** The comparison failed: the first `elseif` that holds, the `else`, or behind the `end`. */
function chainFrom({ blocks, actions, machine }: Course, at: number): number {
  for (let link = blocks.next.get(at); link !== undefined; link = blocks.next.get(link)) {
    const action = actions[link];
    if (action?.verb !== 'elseif' || compare(machine, action.fields)) return link + 1;
  }
  return actions.length;
}

function nextPiece({ machine, pieces, blocks }: Course, at: number, fields: ActionFields<'foreach'>): number {
  const { variable = '', text = '', delimiter = ' ' } = fields;
  const left = pieces.get(at) ?? split(machine.read(text), machine.read(delimiter));
  const [piece, ...rest] = left;
  if (piece === undefined) {
    pieces.delete(at);
    return endOf(blocks, at) + 1;
  }
  pieces.set(at, rest);
  machine.set(variable, piece);
  return at + 1;
}

/** Nothing has no pieces; without a delimiter each character is one. [B] */
function split(text: string, delimiter: string): string[] {
  return text === '' ? [] : text.split(delimiter);
}

/** The `end` of the chain that this action stands in. */
function endOf(blocks: Blocks, at: number): number {
  let link = at;
  for (let next = blocks.next.get(link); next !== undefined; next = blocks.next.get(link)) link = next;
  return link;
}

/** A `foreach` that is left by the jump begins anew when it is met again. */
function jump({ actions, blocks, pieces }: Course, label: string): number {
  const at = actions.findIndex((action) => action.label === label);
  if (at === -1) throw new Error(`there is no label ${label}`);
  for (const opener of [...pieces.keys()]) if (at <= opener || at > endOf(blocks, opener)) pieces.delete(opener);
  return at;
}

/** Numbers are compared as numbers, anything else as text. [L] */
function compare(machine: Machine, fields: ActionFields<'if' | 'elseif' | 'while'>): boolean {
  const [left, right] = [machine.expand(fields.left ?? ''), machine.expand(fields.right ?? '')];
  const isNumeric = /^-?\d+$/.test(left) && /^-?\d+$/.test(right);
  const order = isNumeric ? Number(left) - Number(right) : left < right ? -1 : left > right ? 1 : 0;
  return COMPARES[fields.operator ?? 'eq'](order);
}

const COMPARES: Readonly<Record<NonNullable<ActionFields<'if'>['operator']>, (order: number) => boolean>> = {
  eq: (order) => order === 0,
  ge: (order) => order >= 0,
  gt: (order) => order > 0,
  le: (order) => order <= 0,
  lt: (order) => order < 0,
  ne: (order) => order !== 0,
};
