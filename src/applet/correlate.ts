/** Correlating decides whether tagged events, as far as they have happened, spring their applet together. */
import { PERIOD_SECONDS_DEFAULT } from '../ios/eem-defaults.ts';
import type { Operand, TriggerBlock } from './trigger.ts';

/** When each tagged event has happened, in ms, the latest last; a tracked object goes by `track 10`. */
export type Happened = ReadonlyMap<string, readonly number[]>;

export function springsTogether(
  { correlate, attributes, periodSeconds = PERIOD_SECONDS_DEFAULT }: TriggerBlock,
  happened: Happened,
  nowMs: number,
): boolean {
  const hasHappened = (tag: string): boolean => {
    const needed = attributes.find((attribute) => attribute.tag === tag)?.occurs ?? 1;
    return (happened.get(tag) ?? []).filter((at) => nowMs - at <= periodSeconds * 1000).length >= needed;
  };
  const holds = (operand: Operand): boolean => hasHappened('tag' in operand ? operand.tag : `track ${operand.track}`);
  const [first, ...rest] = correlate;
  if (first === undefined) return [...happened.keys()].some(hasHappened);
  // Strictly from left to right: (((one op two) op three) op four). [C] What an object does that no word joins is not known [U]: it decides nothing here.
  return rest.reduce((so, operand) => {
    if (operand.junction === 'and') return so && holds(operand);
    if (operand.junction === 'or') return so || holds(operand);
    return operand.junction === 'andnot' ? so && !holds(operand) : so;
  }, holds(first));
}
