/** Lints of figures: what the device takes, what is meant, and whether the time is enough. */
import { DETECTORS } from '../detectors/index.ts';
import type { Place } from '../model.ts';
import { maxrunSeconds } from '../springs.ts';
import type { Syntax } from '../syntax.ts';
import { VERBS } from '../verbs/index.ts';
import type { Lint, LintFinding } from './lint.ts';

/** Finds applets whose waits alone outlast the time they are given. */
export const maxrunTooShort: Lint = {
  id: 'maxrun-too-short',
  severity: 'error',
  why: 'the applet is killed at maxrun (20 s when not given), and what it has switched on stays on',
  source: '[C] eem.md 8',
  failing: 'event manager applet A\n event none\n action 10 wait 30\n',
  passing: 'event manager applet A\n event none maxrun 60\n action 10 wait 30\n',
  check: ({ events, actions }) => {
    const waitSeconds = actions.reduce((sum, { verb, fields }) => sum + (verb === 'wait' ? Number(fields.seconds) || 0 : 0), 0);
    return events.flatMap((event) => {
      const limit = maxrunSeconds(event);
      return waitSeconds < limit || limit === 0
        ? []
        : [{ place: event.place, summary: `it waits ${waitSeconds} s, and maxrun ends it after ${limit} s` }];
    });
  },
};

/** Finds numbers that the device will not accept. */
export const outOfRange: Lint = {
  id: 'out-of-range',
  severity: 'error',
  why: 'the device refuses the line, and the applet is left half made',
  source: '[C] eem.md 2',
  failing: 'event manager applet A\n event syslog pattern "x" occurs 33\n action 10 wait 0\n',
  passing: 'event manager applet A\n event syslog pattern "x" occurs 32\n action 10 wait 1\n',
  check: ({ events, actions }) => [
    ...events.flatMap(({ detector, fields, place }) => checkRanges(DETECTORS[detector].syntax, fields, place)),
    ...actions.flatMap(({ verb, fields, place }) => checkRanges(VERBS[verb].syntax, fields, place)),
  ],
};

function checkRanges(syntax: Syntax, fields: Readonly<Record<string, unknown>>, place: Place): LintFinding[] {
  return syntax.flatMap((part) => {
    const range = 'kind' in part ? part.kind.range : undefined;
    const value = fields[part.field];
    if (range === undefined || typeof value !== 'number' || (value >= range.min && value <= range.max)) return [];
    return [{ place, summary: `${part.at === 'option' ? part.keyword : part.field} ${value} is not from ${range.min} to ${range.max}` }];
  });
}

/** Finds seconds that were meant as milliseconds. */
export const unitConfusion: Lint = {
  id: 'unit-confusion',
  severity: 'warning',
  why: 'the command line takes seconds; YANG takes milliseconds for the same thing',
  source: '[C] eem.md 2',
  failing: 'event manager applet A\n event none maxrun 30000\n action 10 policy B\n',
  passing: 'event manager applet A\n event none maxrun 30\n action 10 policy B\n',
  check: ({ events }) =>
    events.flatMap(({ fields, place }) => {
      const maxrun = 'maxrunSeconds' in fields ? fields.maxrunSeconds : undefined;
      return typeof maxrun === 'number' && maxrun >= 10_000 && maxrun % 1000 === 0
        ? [{ place, summary: `maxrun ${maxrun} s is ${Math.round(maxrun / 3600)} hours: were ${maxrun / 1000} s meant?` }]
        : [];
    }),
};
