/** The lint `out-of-range` finds numbers that the device will not accept. */
import { DETECTORS } from '../detectors/index.ts';
import type { Place } from '../model.ts';
import type { Syntax } from '../syntax.ts';
import { VERBS } from '../verbs/index.ts';
import type { Lint, LintFinding } from './lint.ts';

export const outOfRange: Lint = {
  id: 'out-of-range',
  severity: 'error',
  why: 'the device refuses the line, and the applet is left half made',
  source: '[C] eem.md 2',
  failing: 'event manager applet A\n event syslog pattern "x" occurs 33\n action 10 wait 0\n',
  passing: 'event manager applet A\n event syslog pattern "x" occurs 32\n action 10 wait 1\n',
  check: ({ events, actions }) => [
    ...events.flatMap(({ detector, fields, place }) => checkRanges(DETECTORS, detector, fields, place)),
    ...actions.flatMap(({ verb, fields, place }) => checkRanges(VERBS, verb, fields, place)),
  ],
};

function checkRanges(
  set: Readonly<Record<string, { syntax: Syntax }>>,
  id: string,
  fields: Record<string, unknown>,
  place: Place,
): LintFinding[] {
  return (set[id]?.syntax ?? []).flatMap((part) => {
    const range = 'kind' in part ? part.kind.range : undefined;
    const value = fields[part.field];
    if (range === undefined || typeof value !== 'number' || (value >= range.min && value <= range.max)) return [];
    return [{ place, summary: `${part.at === 'option' ? part.keyword : part.field} ${value} is not from ${range.min} to ${range.max}` }];
  });
}
