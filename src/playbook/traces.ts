/** Event traces are what IOS XE keeps of IPsec and IKEv2 without any debug, where somebody has enabled them: what the plan enables, sizes and gives back. */
import { TRACE_COMMANDS, type TraceId, type TraceState } from '../ios/event-traces.ts';
import type { Playbook } from './playbook.ts';
import { type Setting, settingFor } from './settings.ts';
import { STRATEGIES } from './strategies/index.ts';

/** Hours of a busy tunnel, at a few lines a rekey; 1 to 65536 are taken. [C range, B use] CFCR, monitor event-trace (global) */
export const TRACE_ENTRIES = 10_000;

export function traceMark(id: TraceId): string {
  return `rec-trace-${id}`;
}

interface Traced {
  traces: readonly TraceState[];
}

type Wish = Pick<Playbook, 'strategy' | 'traces'>;

/** Whether this recording goes into event traces too: beside debugs where the release has them, alone by its strategy. */
export function wantsTraces({ strategy, traces }: Wish): boolean {
  const { tracing } = STRATEGIES[strategy];
  return tracing === 'alone' || (tracing === 'beside' && traces);
}

/** Those that this capture enables; one that ran before is somebody's, and stays as it is. */
export function tracesToEnable(
  wish: Wish,
  { traces, captures }: Traced & { captures: readonly { marks: readonly string[] }[] },
): TraceId[] {
  if (!wantsTraces(wish)) return [];
  const isOurs = (id: TraceId): boolean => captures.some(({ marks }) => marks.includes(traceMark(id)));
  return traces.filter(({ id, isEnabled }) => !isEnabled || isOurs(id)).map(({ id }) => id);
}

/** A trace that somebody runs keeps its size: a new one may empty it. [B] */
export function traceSizes(wish: Wish, { traces }: Traced): Setting[] {
  if (!wantsTraces(wish)) return [];
  return traces
    .filter(({ isEnabled, entries }) => !isEnabled && (entries ?? 0) < TRACE_ENTRIES)
    .map(({ id, sizeLine }) => settingFor(`${id}-trace-size`, sizeLine ?? undefined, TRACE_COMMANDS.size(id, TRACE_ENTRIES)));
}

/** What is saved of them after the tail, beside what the strategy saves. */
export function traceRecords(wish: Wish, { traces }: Traced): string[] {
  if (STRATEGIES[wish.strategy].tracing !== 'beside' || !wish.traces) return [];
  return traces.map(({ id }) => TRACE_COMMANDS.record(id));
}
