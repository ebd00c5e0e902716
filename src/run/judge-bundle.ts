/** Judging a bundle takes it all the way from whatever was handed in to a verdict. */
import { readBundle } from '../bundle/read.ts';
import { type Judged, judgeRead } from './judge-read.ts';

/**
 * Reads a folder, an archive or single files, lays both records on one clock, and judges. `nowMs`, in ms since 1970, gives the year to stamps
 * that have none. Throws `input` when there is no bundle; a bundle without an incident is judged like any other.
 */
export async function judgeBundle(paths: string | readonly string[], nowMs: number, input?: AsyncIterable<Uint8Array>): Promise<Judged> {
  return judgeRead(await readBundle(paths, input), typeof paths === 'string' ? paths : paths.join(' '), nowMs);
}
