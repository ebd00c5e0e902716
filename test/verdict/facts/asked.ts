/** One fact of the first incident of two logs, as the verdict tells it. */
import { judge } from '../../../src/verdict/judge.ts';
import type { ToldFact } from '../../../src/verdict/verdict.ts';
import { timelineOf } from '../bundle-of.ts';

/** `shown`: shows of branch, by the name of their file. */
export function asked(
  fact: ToldFact['fact'],
  { a, b }: { a: string; b: string },
  shown: Readonly<Record<string, string>> = {},
): ToldFact | undefined {
  const { incidents, facts } = judge(timelineOf({ a, b }, shown));
  if (incidents.length === 0) throw new Error('there is no incident');
  return facts.find((each) => each.fact === fact && each.incident === 0);
}
