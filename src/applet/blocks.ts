/** Blocks are the structure of the sorted actions: which `end` closes which `if`, `while` or `foreach`; checked after sorting, as the device does. [L] eem.md 3 */
import type { Action } from './model.ts';
import { VERBS } from './verbs/index.ts';
import type { Steering, Verb } from './verbs/verb.ts';

export interface BlockFault {
  action: Action;
  summary: string;
}

export interface Blocks {
  /** For each steering action that stands in a block: where its chain goes on. Index into the sorted actions. */
  next: Map<number, number>;
  /** For an `end`, `elseif`, `else`, `break` or `continue`: the index of the opening action it belongs to. */
  opener: Map<number, number>;
  faults: BlockFault[];
}

interface Open {
  index: number;
  steers: Steering;
  /** The last `if`, `elseif` or `else` of the chain. */
  last: number;
  hasElse: boolean;
}

export function findBlocks(actions: readonly Action[]): Blocks {
  const blocks: Blocks = { next: new Map(), opener: new Map(), faults: [] };
  const open: Open[] = [];
  for (const [index, action] of actions.entries()) visit(blocks, open, index, action);
  for (const { index } of open) fault(blocks, actions[index], 'is never closed by an `end`');
  return blocks;
}

function steeringOf(action: Action): Steering | undefined {
  // `if … goto LABEL` opens no block.
  if (action.verb === 'if' && action.fields.goto !== undefined) return 'goto';
  const verb: Verb = VERBS[action.verb];
  return verb.steers;
}

function visit(blocks: Blocks, open: Open[], index: number, action: Action): void {
  const steers = steeringOf(action);
  const innermost = open.at(-1);
  if (steers === 'if' || steers === 'while' || steers === 'foreach') open.push({ index, steers, last: index, hasElse: false });
  else if (steers === 'elseif' || steers === 'else') turn(blocks, innermost, index, action, steers);
  else if (steers === 'end') close(blocks, open, index, action);
  else if (steers === 'break' || steers === 'continue') {
    const loop = open.findLast((each) => each.steers !== 'if');
    if (loop === undefined) fault(blocks, action, 'stands in no loop');
    else blocks.opener.set(index, loop.index);
  }
}

function turn(blocks: Blocks, innermost: Open | undefined, index: number, action: Action, steers: 'elseif' | 'else'): void {
  if (innermost?.steers !== 'if') {
    fault(blocks, action, 'stands in no `if`');
    return;
  }
  if (innermost.hasElse) fault(blocks, action, 'stands behind the `else` of its `if`');
  blocks.next.set(innermost.last, index);
  blocks.opener.set(index, innermost.index);
  innermost.last = index;
  innermost.hasElse ||= steers === 'else';
}

function close(blocks: Blocks, open: Open[], index: number, action: Action): void {
  const opened = open.pop();
  if (opened === undefined) {
    fault(blocks, action, 'closes nothing');
    return;
  }
  blocks.next.set(opened.last, index);
  blocks.opener.set(index, opened.index);
}

function fault(blocks: Blocks, action: Action | undefined, summary: string): void {
  if (action !== undefined) blocks.faults.push({ action, summary: `\`${action.verb}\` at label ${action.label} ${summary}` });
}
