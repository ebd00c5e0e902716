/** Interpreting runs an applet's actions in the order of their labels, asking its driver for every effect; time and the router are the driver's. */
import { type Blocks, findBlocks, steeringOf } from './blocks.ts';
import type { Outcome, Run } from './effect.ts';
import { Machine, UnknownVariableError } from './machine.ts';
import type { Action, Applet } from './model.ts';
import { inRunOrder } from './order.ts';
import { VERBS } from './verbs/index.ts';
import type { Verb } from './verbs/verb.ts';

/** A loop without effects would never give the driver a chance to end it. */
const STEPS_MAX = 100_000;

interface Running {
  actions: readonly Action[];
  blocks: Blocks;
  machine: Machine;
  /** What is left for each `foreach` that runs. */
  pieces: Map<number, string[]>;
}

/** `variables` holds the environment and what the event brings, without `$`: `_syslog_msg`, `_event_type_string`. */
export function* interpret(applet: Applet, variables: Readonly<Record<string, string>>): Run<Outcome> {
  const actions = inRunOrder(applet.actions);
  const running: Running = { actions, blocks: findBlocks(actions), machine: new Machine(variables), pieces: new Map() };
  const [broken] = running.blocks.faults;
  if (broken !== undefined)
    return aborted(running, [{ priority: 6, mnemonic: 'FMPD_EEM_CONFIG', text: `${applet.name}: ${configurationFault(broken.action)}` }]);
  const messages: Outcome['messages'] = [];
  for (let at = 0, steps = 0; at < actions.length; steps += 1) {
    const action = actions[at];
    if (action === undefined || steps > STEPS_MAX) return aborted(running, [failure(applet, actions[at])]);
    try {
      at = yield* step(running, at, action);
    } catch (error) {
      const explained = explain(applet, action, error);
      if (running.machine.onError === 'exit') return aborted(running, [...messages, ...explained]);
      // `$_error eq FH_EMEMORY` tells an undefined variable. [L]
      running.machine.set('_error', error instanceof UnknownVariableError ? 'FH_EMEMORY' : 'FH_EINVAL');
      if (running.machine.onError === 'warn') messages.push(...explained);
      at += 1;
    }
  }
  return { end: 'done', exitStatus: exitStatus(running), messages };
}

/** Runs one action; answers where to go on. */
function* step(running: Running, at: number, action: Action): Run<number> {
  const steers = steeringOf(action);
  if (steers !== undefined) return steer(running, at, action);
  const verb = (VERBS as Readonly<Record<string, Verb>>)[action.verb];
  const fields = expandFields(running.machine, verb, action.fields);
  verb?.compute?.(fields, running.machine);
  if (verb?.run !== undefined) yield* verb.run(fields, running.machine);
  return at + 1;
}

function steer(running: Running, at: number, action: Action): number {
  const { blocks, machine, actions } = running;
  switch (steeringOf(action)) {
    case 'if':
    case 'while':
      return compare(machine, action) ? at + 1 : chainFrom(running, at);
    case 'goto':
      return action.verb === 'goto' || compare(machine, action)
        ? jump(running, String(action.fields[action.verb === 'goto' ? 'label' : 'goto']))
        : at + 1;
    case 'foreach':
      return nextPiece(running, at, action);
    // Reached from above, the branch before it has run: leave the whole chain.
    case 'elseif':
    case 'else':
      return endOf(blocks, at) + 1;
    case 'end': {
      const opener = blocks.opener.get(at) ?? at;
      return steeringOf(actions[opener] ?? action) === 'if' ? at + 1 : opener;
    }
    case 'continue':
      return blocks.opener.get(at) ?? at + 1;
    case 'break': {
      const opener = blocks.opener.get(at) ?? at;
      running.pieces.delete(opener);
      return endOf(blocks, opener) + 1;
    }
    default:
      if (action.fields['status'] !== undefined) machine.set('_exit_status', machine.expand(String(action.fields['status'])));
      return actions.length;
  }
}

/** The comparison failed: the first `elseif` that holds, the `else`, or behind the `end`. */
function chainFrom({ blocks, actions, machine }: Running, at: number): number {
  for (let link = blocks.next.get(at); link !== undefined; link = blocks.next.get(link)) {
    const action = actions[link];
    const steers = action === undefined ? undefined : steeringOf(action);
    if (action === undefined || steers === 'end' || steers === 'else') return link + 1;
    if (compare(machine, action)) return link + 1;
  }
  return actions.length;
}

function nextPiece(running: Running, at: number, { fields }: Action): number {
  const { machine, pieces, blocks } = running;
  const left = pieces.get(at) ?? split(machine.read(String(fields['text'])), machine.read(String(fields['delimiter'] ?? ' ')));
  const [piece, ...rest] = left;
  if (piece === undefined) {
    pieces.delete(at);
    return endOf(blocks, at) + 1;
  }
  pieces.set(at, rest);
  machine.set(String(fields['variable']), piece);
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
function jump({ actions, blocks, pieces }: Running, label: string): number {
  const at = actions.findIndex((action) => action.label === label);
  if (at === -1) throw new Error(`there is no label ${label}`);
  for (const opener of [...pieces.keys()]) if (at <= opener || at > endOf(blocks, opener)) pieces.delete(opener);
  return at;
}

/** Numbers are compared as numbers, anything else as text. [L] */
function compare(machine: Machine, { fields }: Action): boolean {
  const left = machine.expand(String(fields['left']));
  const right = machine.expand(String(fields['right']));
  const isNumeric = /^-?\d+$/.test(left) && /^-?\d+$/.test(right);
  const order = isNumeric ? Number(left) - Number(right) : left < right ? -1 : left > right ? 1 : 0;
  switch (fields['operator']) {
    case 'eq':
      return order === 0;
    case 'ne':
      return order !== 0;
    case 'lt':
      return order < 0;
    case 'le':
      return order <= 0;
    case 'gt':
      return order > 0;
    default:
      return order >= 0;
  }
}

function expandFields(machine: Machine, verb: Verb | undefined, fields: Record<string, unknown>): Record<string, unknown> {
  const expand = (name: string, value: unknown): unknown => {
    const part = verb?.syntax.find(({ field }) => field === name);
    const kind = part !== undefined && 'kind' in part ? part.kind : undefined;
    if (kind !== undefined && kind.role !== 'text') return value;
    if (Array.isArray(value)) return value.map((each) => expand(name, each));
    if (typeof value !== 'string') return value;
    return kind?.hasNewlines === true ? machine.read(value) : machine.expand(value);
  };
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, expand(name, value)]));
}

function aborted(running: Running, messages: Outcome['messages']): Outcome {
  return { end: 'aborted', exitStatus: exitStatus(running), messages };
}

function exitStatus({ machine }: Running): number {
  return machine.number(machine.variables.get('_exit_status') ?? 0);
}

function explain(applet: Applet, action: Action, error: unknown): Outcome['messages'] {
  if (!(error instanceof UnknownVariableError)) return [failure(applet, action)];
  return [{ priority: 3, mnemonic: 'FMPD_UNKNOWN_ENV', text: error.message }, failure(applet, action)];
}

function failure(applet: Applet, action: Action | undefined): Outcome['messages'][number] {
  return { priority: 3, mnemonic: 'FMPD_ERROR', text: `Error executing applet ${applet.name} statement ${action?.label ?? ''}` };
}

function configurationFault({ verb }: Action): string {
  return verb === 'if' || verb === 'while' || verb === 'foreach'
    ? `no matching "end" found for "${verb}" action`
    : `"${verb}" action found outside of conditional block`;
}
