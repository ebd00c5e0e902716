/** Doubting: what rests on a file that may not be what it is taken for shows nothing; it still speaks for what it says. */

import { isLogFile } from '../ios/shows/index.ts';
import type { Timeline } from '../timeline/model.ts';
import type { Answers, FactId } from './facts/index.ts';

/** A log speaks by what is not in it too, and tunnel.yaml says whom every message means: when they are doubted all is. */
export function doubted(answers: Answers, { doubts, recordings }: Timeline): Answers {
  // Another vendor's line is read less surely than one of IOS. [L]
  const isVendor = { a: recordings.a.vendors.length > 0, b: recordings.b.vendors.length > 0 };
  if (doubts.length === 0 && !isVendor.a && !isVendor.b) return answers;
  const isAllDoubted = doubts.some(({ side, file }) => side === null || isLogFile(file));
  const lowered = { ...answers } as Record<FactId, Answers[FactId]>;
  for (const id of Object.keys(answers) as FactId[]) {
    const answer = answers[id];
    const rests =
      isAllDoubted ||
      answer.evidence.some((each) => isVendor[each.side] || doubts.some(({ side, file }) => side === each.side && file === each.file));
    if (rests && answer.grade === 'shown') lowered[id] = { ...answer, grade: 'suggested' };
  }
  return lowered;
}

/** What would have to be put right, in words. */
export function sayDoubts({ doubts }: Timeline): string[] {
  return doubts.map(({ side, file }) => (side === null ? `a correct ${file}` : `${side}/${file} as the router printed it`));
}
