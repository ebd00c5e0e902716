/** Showing work keeps one line for it at the foot of a terminal: what, how much, and how long yet; nothing anywhere else. */

import type { HearWork, Work } from '../run/work.ts';
import { printSpan } from '../timeline/span.ts';
import type { Screen } from './screen.ts';

/** Judging less than this is over before it is read. */
const LARGE_BYTES = 2 * 1024 * 1024;

/** `now`: ms by a clock that nobody sets. */
export function showWork({ foot }: Pick<Screen, 'foot'>, now = (): number => performance.now()): HearWork {
  const fetching = new Map<string, { work: Fetching; beganMs: number }>();
  return (work) => {
    if (foot === undefined) return;
    if (work.what !== 'fetching') {
      foot.draw(sayWork(work));
      return;
    }
    fetching.set(work.peer, { work, beganMs: fetching.get(work.peer)?.beganMs ?? now() });
    if (work.filesHome >= work.files) fetching.delete(work.peer);
    foot.draw([...fetching.values()].map((each) => sayFetching(each.work, now() - each.beganMs)));
  };
}

type Fetching = Extract<Work, { what: 'fetching' }>;

function sayWork(work: Exclude<Work, Fetching>): string[] {
  if (work.what === 'reading') return [`reading${work.bytes === undefined ? '' : `: ${printSize(work.bytes)} so far`}`];
  return work.what === 'judging' && work.bytes >= LARGE_BYTES ? [`judging ${printSize(work.bytes)} of records`] : [];
}

/** By what came so far: nothing is promised before the first file is here. */
function sayFetching({ peer, files, filesHome, bytes, bytesHome }: Fetching, passedMs: number): string {
  const leftMs = bytesHome === 0 ? undefined : (passedMs / bytesHome) * (bytes - bytesHome);
  const yet = leftMs === undefined ? '' : `, about ${printSpan(Math.max(1, Math.round(leftMs / 1000)) * 1000)} yet`;
  return `fetching from ${peer}: ${filesHome} of ${files} files, ${printSize(bytesHome)} of ${printSize(bytes)}${yet}`;
}

const UNIT = 1024;

function printSize(bytes: number): string {
  return bytes < UNIT * UNIT ? `${Math.ceil(bytes / UNIT)} kB` : `${(bytes / UNIT / UNIT).toFixed(1)} MB`;
}
