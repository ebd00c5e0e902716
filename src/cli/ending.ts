/** The ending of a capture as a user meets it: a line, or one JSON object where there is no report, and the exit code. */
import type { Ended } from '../run/keep.ts';
import { EXIT } from './exit-code.ts';
import type { Screen } from './screen.ts';

/** The report of a capture that has sprung is printed already; what came home of another one too, and it is the result. */
export function showEnding(ended: Ended, { json, stop }: { json?: boolean | undefined; stop: AbortSignal }, screen: Screen): number {
  if (ended.ending !== 'sprung') {
    if (json !== true) screen.print(ended.text);
    else if (ended.folder === undefined) screen.print(JSON.stringify(ended, null, 2));
    else screen.tell(ended.text);
  }
  if (stop.aborted || ended.ending === 'stopped') return EXIT.stopped;
  return ended.ending === 'sprung' ? EXIT.done : EXIT.noCapture;
}
