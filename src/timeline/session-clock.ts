/** The session's clock is when a router printed its buffer, by the time that stands below `show logging`, or by the `show clock` that was asked above it in the same recorded session. [L] */
import type { BundleFile } from '../bundle/bundle.ts';
import { asksBuffer, bufferClockAt, commandIn, isWhole } from '../ios/log/buffer-clock.ts';
import { showOf } from '../ios/shows/index.ts';
import { clock } from '../ios/shows/time.ts';

const ASKED_CLOCK = /^(?:do )?sh(?:ow?)? cloc?k?(?: det?a?i?l?)?$/i;
/** A log of half a gigabyte need not be split for nothing. */
const TYPED = /(?:[#>] ?(?:do )?|-{6} )sho?w? cloc?k?/i;
const CLOCK_FILE = /^show_clock/i;

interface PrintedClock {
  /** Of its line in the file that it was taken out of. */
  at: number;
  ms: number;
}

/** By file, how much later than the side's first clock the last clock was printed that stands above its last buffer. */
export function clocksAbove(files: readonly BundleFile[]): Map<string, number> {
  const clocks = files.filter(({ name }) => CLOCK_FILE.test(name)).flatMap((file) => printedClock(file) ?? []);
  const [first] = clocks;
  const found = new Map<string, number>();
  if (first === undefined) return found;
  for (const { name, text } of files) {
    const ms = CLOCK_FILE.test(name) ? undefined : (printedBelow(text) ?? lastAbove(text, clocks)?.ms);
    if (ms !== undefined) found.set(name, ms - first.ms);
  }
  return found;
}

/** What is taken out of a session keeps the numbers of its lines. */
function printedClock({ name, text }: BundleFile): PrintedClock | undefined {
  const ms = showOf(name)?.read(text).clockAt?.value;
  const at = text.split('\n').findIndex((line) => line.trim() !== '');
  return ms === undefined ? undefined : { at, ms };
}

/** Nearer than any clock that was asked. */
function printedBelow(text: string): number | undefined {
  if (!text.includes('ime source')) return undefined;
  const lines = text.split('\n');
  const at = bufferClockAt(lines);
  return at === undefined ? undefined : clock.read(lines[at] ?? '').clockAt?.value;
}

/** A clock asked behind the buffer tells nothing of when that was printed. */
function lastAbove(text: string, clocks: readonly PrintedClock[]): PrintedClock | undefined {
  if (!TYPED.test(text)) return undefined;
  const lines = text.split('\n');
  const asked = lines.findLastIndex(asksBuffer);
  if (!isWhole(lines, asked)) return undefined;
  return clocks.findLast(({ at }) => at > 0 && at <= asked && ASKED_CLOCK.test(commandIn(lines[at - 1] ?? '')));
}
