/** The first sentence of a verdict is what a list, a message and a page say of a whole bundle. */
import { capitalised } from '../report/explanation.ts';
import { sayNothing } from '../report/none.ts';
import type { Verdict } from '../verdict/verdict.ts';

export function sayFirst(verdict: Pick<Verdict, 'incidents' | 'recordings' | 'tunnel' | 'cut'>): string {
  const [first, ...more] = verdict.incidents;
  if (first === undefined) return sayNothing(verdict) ?? 'No incident was found.';
  const { id, summary, confidence } = first.cause;
  const sure = id === 'unknown' ? '' : ` (${confidence})`;
  const others = more.length === 0 ? '' : ` ${more.length} more ${more.length === 1 ? 'incident' : 'incidents'} in this bundle.`;
  return `${capitalised(summary)}${sure}.${others}`;
}
