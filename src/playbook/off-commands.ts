/** Off commands end exactly our recording: first our debugs by name, then our peer condition; never `undebug all`. */
import { DEBUGS } from '../ios/debugs/index.ts';
import type { Playbook } from './playbook.ts';
import { STRATEGIES } from './strategies/index.ts';

/** Set before any debug, so that no other tunnel is ever debugged. [L] eem.md 11.1 */
export function conditionOn(remote: string): string {
  return `debug crypto condition peer ipv4 ${remote}`;
}

/** By name and not by `reset`, which would take other people's conditions along. [B] */
export function conditionOff(remote: string): string {
  return `no ${conditionOn(remote)}`;
}

/** In this order: without its condition a running debug would flood. [B] eem.md 11.1 */
export function offCommands({ debugs, strategy }: Pick<Playbook, 'debugs' | 'strategy'>, remote: string): string[] {
  const { hasStandingDebugs, startsDebugs } = STRATEGIES[strategy];
  if (!hasStandingDebugs && !startsDebugs) return [];
  return [...debugs.toReversed().flatMap((id) => DEBUGS[id].off), conditionOff(remote)];
}

/** What the trigger itself switches on: the condition before any debug. */
export function onCommands({ debugs, strategy }: Pick<Playbook, 'debugs' | 'strategy'>, remote: string): string[] {
  return STRATEGIES[strategy].startsDebugs ? [conditionOn(remote), ...debugs.flatMap((id) => DEBUGS[id].on)] : [];
}
