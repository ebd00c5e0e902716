/** Printing a verdict lays it out for the terminal on which it is read, and as ever where it is read by something else. */
import { FORMATS } from '../report/formats/index.ts';
import type { Judged } from '../run/judge-read.ts';
import type { Kind } from './paint.ts';
import type { Screen } from './screen.ts';

export type FormatId = keyof typeof FORMATS;

/** All others are for programs, or for another place. */
const KINDS: Partial<Record<FormatId, Kind>> = { text: 'report', 'case-note': 'report', ladder: 'ladder' };

export function printVerdict(
  { verdict, timeline }: Pick<Judged, 'verdict' | 'timeline'>,
  format: FormatId,
  screen: Pick<Screen, 'print' | 'columns'>,
): void {
  screen.print(FORMATS[format].print(verdict, timeline, undefined, screen.columns), KINDS[format]);
}
