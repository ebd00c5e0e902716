/** Judging a bundle takes it all the way from a folder or an archive to a verdict. */
import { diagnosticOf } from '../bundle/assemble.ts';
import { readBundle } from '../bundle/read.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { SIDES } from '../ipsec/side.ts';
import type { Timeline } from '../timeline/model.ts';
import { buildTimeline } from '../timeline/timeline.ts';
import { judge } from '../verdict/judge.ts';
import type { Verdict } from '../verdict/verdict.ts';

export interface Judged {
  timeline: Timeline;
  verdict: Verdict;
  diagnostics: Diagnostic[];
  /** True when neither side has a file with text. */
  isEmpty: boolean;
}

/** `now` in ms since 1970: the year of stamps that have none. */
export async function judgeBundle(folder: string, now = Date.now()): Promise<Judged> {
  const { bundle, diagnostics } = await readBundle(folder);
  const timeline = buildTimeline(bundle, { now });
  const isEmpty = SIDES.every((side) => bundle.sides[side].every(({ text }) => text === ''));
  // What only the records tell: a file of the other router.
  const found = timeline.doubts.slice(bundle.doubts?.length ?? 0).filter(({ file }) => !file.startsWith('../'));
  return {
    timeline,
    verdict: judge(timeline),
    diagnostics: [...diagnostics, ...found.map((doubt) => diagnosticOf(doubt, folder))],
    isEmpty,
  };
}
