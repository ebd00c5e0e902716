/** Judging a bundle takes it all the way from whatever was handed in to a verdict. */
import { readBundle } from '../bundle/read.ts';
import { SIDES } from '../ipsec/side.ts';
import { type Judged, judgeRead } from './judge-read.ts';
import { counted, type HearWork } from './work.ts';

/**
 * Reads a folder, an archive or single files, lays both records on one clock, and judges. `nowMs`, in ms since 1970, gives the year to stamps
 * that have none. Throws `input` when there is no bundle; a bundle without an incident is judged like any other.
 */
export async function judgeBundle(
  paths: string | readonly string[],
  nowMs: number,
  input?: AsyncIterable<Uint8Array>,
  hear: HearWork = () => undefined,
): Promise<Judged> {
  try {
    hear({ what: 'reading' });
    const read = await readBundle(paths, input && counted(input, hear));
    const bytes = SIDES.flatMap((side) => read.bundle.sides[side]).reduce((sum, file) => sum + file.bytes, 0);
    hear({ what: 'judging', bytes });
    return judgeRead(read, typeof paths === 'string' ? paths : paths.join(' '), nowMs, hear);
  } finally {
    hear({ what: 'done' });
  }
}
