/** Judging what was read lays both records on one clock and says why, wherever they were read: on a disk, or in a page. */
import { diagnosticOf, type ReadBundle } from '../bundle/assemble.ts';
import type { Bundle, FileReport } from '../bundle/bundle.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { SIDES } from '../ipsec/side.ts';
import type { Timeline } from '../timeline/model.ts';
import { buildTimeline } from '../timeline/timeline.ts';
import { judge } from '../verdict/judge.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { citeBack } from './cite-back.ts';
import type { HearWork } from './work.ts';

/** A verdict, the timeline that it rests on, the files behind them, and what is odd about these. */
export interface Judged {
  timeline: Timeline;
  verdict: Verdict;
  bundle: Bundle;
  diagnostics: Diagnostic[];
  /** True when nothing of either side could be read, or nothing of one and the other tells of no incident. */
  isEmpty: boolean;
}

/** `nowMs`, in ms since 1970, gives the year to stamps that have none. `origin`: what was read, in diagnostics. `hear`: how far it is. */
export function judgeRead({ bundle, diagnostics }: ReadBundle, origin: string, nowMs: number, hear?: HearWork): Judged {
  const timeline = buildTimeline(bundle, { now: nowMs, heard: hear && progressOf(bundle, hear) });
  const verdict = judge(timeline);
  // What only the records tell: a file of the other router.
  const found = timeline.doubts.slice(bundle.doubts?.length ?? 0).filter(({ file }) => !file.startsWith('../'));
  const isExchanged = timeline.isExchanged ?? false;
  const told = { ...timeline, files: filesOf(bundle, timeline), peers: bundle.assumed };
  return {
    timeline: citeBack(told, bundle, isExchanged),
    verdict: citeBack(verdict, bundle, isExchanged),
    bundle,
    diagnostics: [...diagnostics, ...found.map((doubt) => diagnosticOf(doubt, origin))],
    isEmpty: isNothing(timeline, verdict),
  };
}

/** Of all files: those that are no logs are read in no time, at the end. */
function progressOf({ sides }: Bundle, hear: HearWork): (characters: number) => void {
  const bytes = SIDES.flatMap((side) => sides[side]).reduce((sum, file) => sum + file.bytes, 0);
  let bytesDone = 0;
  return (characters) => {
    // What was in the folder of the other router is read twice.
    bytesDone = Math.min(bytes, bytesDone + characters);
    hear({ what: 'judging', bytes, bytesDone });
  };
}

/** Nothing that is read stands in either record; or one side is not heard at all, and the other tells of no incident. */
function isNothing({ recordings, states }: Timeline, { incidents }: Verdict): boolean {
  const heard = SIDES.filter((side) => recordings[side].kinds.length > 0);
  if (heard.length === 0) return SIDES.every((side) => Object.keys(states[side]).length === 0) || incidents.length === 0;
  return heard.length === 1 && incidents.length === 0;
}

/** With the share of each log's lines that some reader understood. */
function filesOf({ files = [] }: Bundle, { readings = [] }: Timeline): FileReport[] {
  return files.map((file) => {
    const own = readings.filter((each) => file.sides.includes(each.side) && pathOf(each) === file.path);
    const lines = own.reduce((sum, each) => sum + each.lines, 0);
    const unknown = own.reduce((sum, each) => sum + each.unknown, 0);
    return { ...file, readShare: lines === 0 ? null : Math.round(((lines - unknown) / lines) * 1000) / 1000 };
  });
}

function pathOf({ side, file }: { side: string; file: string }): string {
  return file.startsWith('../') ? file.slice('../'.length) : `${side}/${file}`;
}
