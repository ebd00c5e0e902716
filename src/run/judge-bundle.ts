/** Judging a bundle takes it all the way from a folder or an archive to a verdict. */
import { diagnosticOf } from '../bundle/assemble.ts';
import { readBundle } from '../bundle/read.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { SIDES } from '../ipsec/side.ts';
import type { Timeline } from '../timeline/model.ts';
import { buildTimeline } from '../timeline/timeline.ts';
import { judge } from '../verdict/judge.ts';
import type { Verdict } from '../verdict/verdict.ts';

/** A verdict, the timeline that it rests on, and what is odd about the bundle. */
export interface Judged {
  timeline: Timeline;
  verdict: Verdict;
  diagnostics: Diagnostic[];
  /** True when neither side has a file with text. */
  isEmpty: boolean;
}

/**
 * Reads a folder or an archive, lays both records on one clock, and judges. `nowMs`, in ms since 1970, gives the year to stamps that have none.
 * Throws `input` when there is no bundle; a bundle without an incident is judged like any other.
 */
export async function judgeBundle(folder: string, nowMs: number): Promise<Judged> {
  const { bundle, diagnostics } = await readBundle(folder);
  const timeline = buildTimeline(bundle, { now: nowMs });
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
