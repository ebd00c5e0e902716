/** Interpreting runs an applet's actions in the order of their labels, asking its driver for every effect; time and the router are the driver's. */
import { missingPart } from './arguments.ts';
import { findBlocks } from './blocks.ts';
import type { Outcome, Run } from './effect.ts';
import { Machine, UnknownVariableError } from './machine.ts';
import type { Action, Applet } from './model.ts';
import { inRunOrder } from './order.ts';
import { type Course, steer } from './steer.ts';
import type { Syntax } from './syntax.ts';
import { VERBS } from './verbs/index.ts';
import type { Verb } from './verbs/verb.ts';

/** A loop without effects would never give the driver a chance to end it. */
const STEPS_MAX = 100_000;

/** What a caller of the interpreter may want beside the effects. */
export interface InterpretOptions {
  /** A run of more steps is aborted. */
  stepsMax?: number | undefined;
  /** Hears of each action before it runs. */
  heed?: ((action: Action, variables: ReadonlyMap<string, string>) => void) | undefined;
}

/** `variables` holds the environment and what the event brings, without `$`: `_syslog_msg`, `_event_type_string`. */
export function* interpret(
  applet: Applet,
  variables: Readonly<Record<string, string>>,
  { stepsMax = STEPS_MAX, heed }: InterpretOptions = {},
): Run<Outcome> {
  const actions = inRunOrder(applet.actions);
  const running: Course = { actions, blocks: findBlocks(actions), machine: new Machine(variables), pieces: new Map() };
  const [broken] = running.blocks.faults;
  if (broken !== undefined)
    return aborted(running, [{ priority: 6, mnemonic: 'FMPD_EEM_CONFIG', text: `${applet.name}: ${configurationFault(broken.action)}` }]);
  const messages: Outcome['messages'] = [];
  for (let at = 0, steps = 0; at < actions.length; steps += 1) {
    const action = actions[at];
    if (action === undefined || steps > stepsMax) return aborted(running, [failure(applet, actions[at])]);
    heed?.(action, running.machine.variables);
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
function* step(running: Course, at: number, action: Action): Run<number> {
  const verb: Verb = VERBS[action.verb];
  // A device refuses such a line when it is typed, so that it never runs there.
  if (missingPart(verb.syntax, action.fields) !== undefined) throw new Error('the action is not complete');
  const next = steer(running, at, action);
  if (next !== undefined) return next;
  const fields = expandFields(running.machine, verb.syntax, action.fields);
  verb.compute?.(fields, running.machine);
  if (verb.run !== undefined) yield* verb.run(fields, running.machine);
  return at + 1;
}

function expandFields(machine: Machine, syntax: Syntax, fields: object): Record<string, unknown> {
  const expand = (name: string, value: unknown): unknown => {
    const part = syntax.find(({ field }) => field === name);
    const kind = part !== undefined && 'kind' in part ? part.kind : undefined;
    if (kind !== undefined && kind.role !== 'text') return value;
    if (Array.isArray(value)) return value.map((each) => expand(name, each));
    if (typeof value !== 'string') return value;
    return kind?.hasNewlines === true ? machine.read(value) : machine.expand(value);
  };
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, expand(name, value)]));
}

function aborted(running: Course, messages: Outcome['messages']): Outcome {
  return { end: 'aborted', exitStatus: exitStatus(running), messages };
}

function exitStatus({ machine }: Course): number {
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
