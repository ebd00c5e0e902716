/** Off commands end exactly our recording: first our debugs by name, then our peer condition; never `undebug all`, and nothing that another capture of ours still needs. */
import { DEBUGS } from '../ios/debugs.ts';
import { TRACE_COMMANDS, type TraceId } from '../ios/event-traces.ts';
import type { Playbook } from './playbook.ts';
import { STRATEGIES } from './strategies/index.ts';
import { traceMark } from './traces.ts';

type Recording = Pick<Playbook, 'debugs' | 'strategy'>;

/** What several captures on one router may need at once: the last one to leave switches it off. */
export interface Shared {
  /** Stands in the description of each capture that needs it now: `rec-isakmp`, `cond-198.51.100.1`. */
  mark: string;
  off: readonly string[];
}

/** Set before any debug, so that no other tunnel is ever debugged. [L] eem.md 11.1; the form for IPv6 [U] */
export function conditionOn(remote: string): string {
  return `debug crypto condition peer ${remote.includes(':') ? 'ipv6' : 'ipv4'} ${remote}`;
}

/** By name and not by `reset`, which would take other people's conditions along. [B] */
export function conditionOff(remote: string): string {
  return `no ${conditionOn(remote)}`;
}

/** In this order: without its condition a running debug would flood. [B] eem.md 11.1 */
export function sharedBy({ debugs, strategy }: Recording, remotes: readonly string[], traces: readonly TraceId[]): Shared[] {
  const { hasStandingDebugs, startsDebugs } = STRATEGIES[strategy];
  const traced = traces.map((id) => ({ mark: traceMark(id), off: [TRACE_COMMANDS.disable(id)] }));
  if (!hasStandingDebugs && !startsDebugs) return traced;
  return [
    ...debugs.toReversed().map((id) => ({ mark: debugMark(id), off: DEBUGS[id].off })),
    ...remotes.map((remote) => ({ mark: conditionMark(remote), off: [conditionOff(remote)] })),
    ...traced,
  ];
}

/** What stands in the description while this capture records. */
function marksOf(recording: Recording, remotes: readonly string[], traces: readonly TraceId[]): string[] {
  if (STRATEGIES[recording.strategy].startsDebugs) return [LATER_MARK];
  return sharedBy(recording, remotes, traces).map(({ mark }) => mark);
}

interface Recorded {
  playbook: Recording;
  captureId: string;
  leaseEndsAt: string;
  ends: { local: string; remote: string };
  remotes: readonly string[];
  traces: readonly TraceId[];
}

/** The description of REC: what this capture records, and until when. */
export function recordLine({ playbook, captureId, leaseEndsAt, ends, remotes, traces }: Recorded): string {
  const marks = [...marksOf(playbook, remotes, traces), 'end'].join(' ');
  return `flaptrap records capture ${captureId} lease ${leaseEndsAt} tunnel ${ends.local} ${ends.remote} ${marks}`;
}

/** Stands for a capture that will switch its debugs on at its trigger: nobody can tell then who needs them. */
export const LATER_MARK = 'rec-later';

export function debugMark(id: string): string {
  return `rec-${id}`;
}

export function conditionMark(remote: string): string {
  return `cond-${remote}`;
}

/** What the trigger itself switches on: the condition before any debug. */
export function onCommands({ debugs, strategy }: Recording, remotes: readonly string[]): string[] {
  return STRATEGIES[strategy].startsDebugs ? [...remotes.map(conditionOn), ...debugs.flatMap((id) => DEBUGS[id].on)] : [];
}
