/** Showing work keeps one line for it at the foot of a terminal: what, how much, and how long yet; elsewhere a plain line now and then. */

import type { HearWork, Work } from '../run/work.ts';
import { printSpan } from '../timeline/span.ts';
import type { Screen } from './screen.ts';

/** Judging less than this is over before it is read. */
const LARGE_BYTES = 2 * 1024 * 1024;

/** Where nobody watches, a line is told so often. */
const PLAIN_MS = 10_000;

/** `now`: ms by a clock that nobody sets. */
export function showWork(
  { foot, tell }: Pick<Screen, 'foot'> & Partial<Pick<Screen, 'tell'>>,
  now = (): number => performance.now(),
): HearWork {
  const fetching = new Map<string, { work: Fetching; beganMs: number }>();
  let judging: { beganMs: number; toldMs: number } | undefined;
  return (work) => {
    if (work.what === 'judging') judging ??= { beganMs: now(), toldMs: now() };
    const passedMs = judging === undefined ? 0 : now() - judging.beganMs;
    if (foot === undefined) {
      const isDue = judging !== undefined && now() - judging.toldMs >= PLAIN_MS;
      if (work.what !== 'judging' || !isDue || judging === undefined) return;
      judging.toldMs = now();
      for (const line of sayWork(work, passedMs)) tell?.(line);
      return;
    }
    if (work.what !== 'fetching') {
      foot.draw(sayWork(work, passedMs));
      return;
    }
    fetching.set(work.peer, { work, beganMs: fetching.get(work.peer)?.beganMs ?? now() });
    if (work.filesHome >= work.files) fetching.delete(work.peer);
    foot.draw([...fetching.values()].map((each) => sayFetching(each.work, now() - each.beganMs)));
  };
}

type Fetching = Extract<Work, { what: 'fetching' }>;

function sayWork(work: Exclude<Work, Fetching>, passedMs: number): string[] {
  if (work.what === 'reading') return [`reading${work.bytes === undefined ? '' : `: ${printSize(work.bytes)} so far`}`];
  return work.what === 'judging' && work.bytes >= LARGE_BYTES ? [sayJudging(work, passedMs)] : [];
}

/** Going through the lines is most of it, and goes at one pace; what follows takes about a third of that again. */
const BEHIND_SHARE = 1 / 3;

function sayJudging({ bytes, bytesDone = 0 }: Extract<Work, { what: 'judging' }>, passedMs: number): string {
  if (bytesDone === 0) return `judging ${printSize(bytes)} of records`;
  const readMs = (passedMs / bytesDone) * bytes;
  return `judging: ${printSize(bytesDone)} of ${printSize(bytes)} read${sayYet(readMs - passedMs + readMs * BEHIND_SHARE)}`;
}

function sayYet(leftMs: number): string {
  return `, about ${printSpan(Math.max(1, Math.round(leftMs / 1000)) * 1000)} yet`;
}

/** By what came so far: nothing is promised before the first file is here. */
function sayFetching({ peer, files, filesHome, bytes, bytesHome }: Fetching, passedMs: number): string {
  const leftMs = bytesHome === 0 ? undefined : (passedMs / bytesHome) * (bytes - bytesHome);
  const yet = leftMs === undefined ? '' : sayYet(leftMs);
  return `fetching from ${peer}: ${filesHome} of ${files} files, ${printSize(bytesHome)} of ${printSize(bytes)}${yet}`;
}

const UNIT = 1024;

function printSize(bytes: number): string {
  return bytes < UNIT * UNIT ? `${Math.ceil(bytes / UNIT)} kB` : `${(bytes / UNIT / UNIT).toFixed(1)} MB`;
}
