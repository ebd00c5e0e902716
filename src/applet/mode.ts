/** The mode of a terminal line is what decides which commands it knows: EXEC, or configuration, as far as an applet's own actions tell. */
import { commandsOf } from './commands.ts';
import type { Action, Applet } from './model.ts';
import { inRunOrder, jumpOf } from './order.ts';
import { typedAs } from './word.ts';

/** In which of them a command may be typed; both where one way through the applet leads to each. */
export interface Modes {
  exec: boolean;
  configuration: boolean;
}

const EXEC: Modes = { exec: true, configuration: false };
const CONFIGURATION: Modes = { exec: false, configuration: true };
const NOWHERE: Modes = { exec: false, configuration: false };

const CONFIGURE = typedAs('conf[igure]');
const LEAVES = /^(?:end|\^z|\x1a)$/i;
/** Where these lead is another terminal's affair. */
const ELSEWHERE = /^(?:exit|tclsh|telnet|ssh|guestshell|connect|session|setup|vlan\s+database|\$)/i;

/** Of each command whose mode is known; answers to a question, and all behind a command that leads elsewhere, are left out. */
export function modesOf(applet: Applet): ReadonlyMap<Action, Modes> {
  const known = cache.get(applet.actions);
  if (known?.length === applet.actions.length) return known.modes;
  const modes = wanders(applet) ? new Map<Action, Modes>() : walk(applet);
  cache.set(applet.actions, { length: applet.actions.length, modes });
  return modes;
}

/** Several lints ask for the same. */
const cache = new WeakMap<readonly Action[], { length: number; modes: ReadonlyMap<Action, Modes> }>();

/** Loops and jumps come back in whatever mode they left. */
function wanders({ actions }: Applet): boolean {
  return actions.some((action) => action.verb === 'while' || action.verb === 'foreach' || jumpOf(action) !== undefined);
}

/** A block that is open: how it was entered, where its branches so far have led, and whether one of them is surely taken. */
interface Block {
  entered: Modes;
  left: Modes;
  isExhaustive: boolean;
}

function walk(applet: Applet): Map<Action, Modes> {
  const commands = commandsOf(applet);
  let next = 0;
  const found = new Map<Action, Modes>();
  const blocks: Block[] = [];
  let now = EXEC;
  let isAnswer = false;
  for (const action of inRunOrder(applet.actions)) {
    now = steered(action, now, blocks);
    if (action.verb !== 'cli') continue;
    // They are the commands of these actions, in the same order.
    const command = commands[next]?.command ?? '';
    next += 1;
    if (!isAnswer) found.set(action, now);
    isAnswer = action.fields.pattern !== undefined;
    if (ELSEWHERE.test(command)) return found;
    if (CONFIGURE.test(command)) now = CONFIGURATION;
    else if (LEAVES.test(command)) now = EXEC;
  }
  return found;
}

function steered({ verb }: Action, now: Modes, blocks: Block[]): Modes {
  const block = blocks.at(-1);
  if (verb === 'if') blocks.push({ entered: now, left: NOWHERE, isExhaustive: false });
  if (verb === 'exit') return NOWHERE;
  if (block === undefined || (verb !== 'else' && verb !== 'elseif' && verb !== 'end')) return now;
  block.left = either(block.left, now);
  block.isExhaustive ||= verb === 'else';
  if (verb !== 'end') return block.entered;
  blocks.pop();
  return block.isExhaustive ? block.left : either(block.left, block.entered);
}

function either(one: Modes, two: Modes): Modes {
  return { exec: one.exec || two.exec, configuration: one.configuration || two.configuration };
}
