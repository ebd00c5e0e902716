/** Lints of figures: what the device takes, what is meant, and whether the time is enough. */
import { DETECTORS } from '../detectors/index.ts';
import type { Applet, EventStatement, Place } from '../model.ts';
import { sampleRun, worldOf } from '../sample-run.ts';
import { maxrunSeconds } from '../springs.ts';
import type { Syntax } from '../syntax.ts';
import { VERBS } from '../verbs/index.ts';
import { typedAs } from '../word.ts';
import type { Lint, LintFinding } from './lint.ts';

/** Finds arithmetic with what is no number, and a division by zero. */
export const arithmeticOperand: Lint = {
  id: 'arithmetic-operand',
  severity: 'warning',
  why: 'EEM counts in whole numbers: what the action makes of anything else is not known, and a division by zero fails',
  source: '[B] eem.md 5',
  failing: 'event manager applet A\n event none\n action 10 divide 10 0\n',
  passing: 'event manager applet A\n event none\n action 10 divide 10 2\n',
  check: ({ actions }) =>
    actions.flatMap(({ verb, fields, place }) => {
      const operands = 'one' in fields && COMPUTES.has(verb) ? [fields.one, fields.two] : 'by' in fields ? [fields.by] : [];
      const odd = operands.find((each) => each !== undefined && !WHOLE_OPERAND.test(each));
      if (odd !== undefined) return [{ place, summary: `\`${odd}\` is no whole number` }];
      return verb === 'divide' && Number(fields.two) === 0 ? [{ place, summary: 'it divides by zero' }] : [];
    }),
};

const COMPUTES: ReadonlySet<string> = new Set(['add', 'divide', 'multiply', 'subtract']);
/** `-5`, and whatever a variable will be */
const WHOLE_OPERAND = /^\s*[-+]?\d+\s*$|\$/;

/** Finds applets whose waits alone outlast the time they are given. */
export const maxrunTooShort: Lint = {
  id: 'maxrun-too-short',
  severity: 'error',
  why: 'the applet is killed at maxrun (20 s when not given), and what it has switched on stays on',
  source: '[C] eem.md 8',
  failing: 'event manager applet A\n event none\n action 10 wait 30\n',
  passing: 'event manager applet A\n event none maxrun 60\n action 10 wait 30\n',
  check: (applet) => {
    const event = longest(applet.events);
    const limit = event === undefined ? 0 : maxrunSeconds(event);
    if (event === undefined || limit === 0 || !mayOutlast(applet, limit)) return [];
    const { waits, seconds, isSure } = timeOf(applet, limit);
    const said = waits >= limit ? `it waits ${waits} s` : `with its slow shows it may take ${seconds} s`;
    const finding = { place: event.place, summary: `${said}, and maxrun ends it after ${limit} s` };
    if (seconds < limit) return [];
    return [isSure ? finding : { ...finding, summary: `${finding.summary}, if it takes its longest way`, severity: 'warning' }];
  },
};

/** Of tagged events the one with the most time: what IOS does with the others is not known. [U] */
function longest(events: Applet['events']): EventStatement | undefined {
  const named = events.filter(({ fields }) => 'maxrunSeconds' in fields && fields.maxrunSeconds !== undefined);
  return (named.length > 0 ? named : events).toSorted((one, two) => maxrunSeconds(two) - maxrunSeconds(one))[0];
}

const SLOW_SHOW = typedAs('sh[ow] tec[h-support]');
/** The least that it takes on a small router. [B] eem.md 8 */
const SLOW_SHOW_SECONDS = 30;

/** Loops may wait more than once. */
function mayOutlast({ actions }: Applet, limit: number): boolean {
  const once = actions.reduce((sum, { verb, fields }) => sum + (verb === 'wait' ? Number(fields.seconds) || 0 : 0), 0);
  const repeats = actions.some(
    ({ verb, fields }) => verb === 'while' || verb === 'foreach' || verb === 'goto' || (verb === 'if' && fields.goto),
  );
  const isSlow = actions.some(({ verb, fields }) => verb === 'cli' && SLOW_SHOW.test(fields.command ?? ''));
  return once >= limit || isSlow || (repeats && once > 0);
}

const RUNS = 8;

/** What the longest of some sample runs took, and whether each that came to its end took too long by its waits alone. */
function timeOf(applet: Applet, limit: number): { waits: number; seconds: number; isSure: boolean } {
  const world = worldOf(applet);
  const runs = Array.from({ length: RUNS }, (_, at) => {
    let [waits, shows] = [0, 0];
    const outcome = sampleRun(applet, world, at * 2, (effect) => {
      if (effect.kind === 'wait') waits += effect.seconds || 0;
      if (effect.kind === 'cli' && SLOW_SHOW.test(effect.command)) shows += SLOW_SHOW_SECONDS;
    });
    return { waits, seconds: waits + shows, isWhole: outcome?.end !== 'aborted' };
  });
  const whole = runs.filter(({ isWhole, waits }) => isWhole || waits >= limit);
  const most = runs.toSorted((one, two) => two.seconds - one.seconds)[0] ?? { waits: 0, seconds: 0 };
  return { waits: most.waits, seconds: most.seconds, isSure: whole.length > 0 && whole.every(({ waits }) => waits >= limit) };
}

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
  return boundedIn(syntax).flatMap(({ part, range }) => {
    const value = fields[part.field];
    if (typeof value !== 'number' || (value >= range.min && value <= range.max)) return [];
    return [{ place, summary: `${part.at === 'option' ? part.keyword : part.field} ${value} is not from ${range.min} to ${range.max}` }];
  });
}

function boundedIn(syntax: Syntax): Bounded[] {
  const known = bounded.get(syntax);
  if (known !== undefined) return known;
  const found = syntax.flatMap((part) => ('kind' in part && part.kind.range !== undefined ? [{ part, range: part.kind.range }] : []));
  bounded.set(syntax, found);
  return found;
}

interface Bounded {
  part: Syntax[number];
  range: { min: number; max: number };
}

/** Most parts have no bounds, and each action of a verb would ask again. */
const bounded = new WeakMap<Syntax, Bounded[]>();

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
