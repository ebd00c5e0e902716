/** Comparing bundles counts what recurs: the fingerprints of their stories, before and after a date, and how often what was confirmed agrees with the verdict. */
import { SIDES } from '../../ipsec/side.ts';
import type { Story } from '../../verdict/stories.ts';
import type { JudgedIncident, Verdict } from '../../verdict/verdict.ts';
import { type Confirmed, foundFor, isRight } from '../confirmed/confirmed.ts';
import type { Judged } from '../judge-read.ts';
import { chanceOfSoFew, type Interval, poissonInterval, wilsonInterval } from './interval.ts';

export interface ComparedBundle {
  path: string;
  judged: Pick<Judged, 'verdict'>;
  confirmed: Confirmed;
}

/** How often in a span of time; the interval is exact Poisson at 95 %. */
export interface Rate {
  times: number;
  days: number;
  /** Null where the span is empty. */
  perDay: (Interval & { about: number }) | null;
}

/** One story over many bundles: the same tunnel, cause, receiver and chain. */
export interface Recurring {
  tunnel: string;
  receiver: string;
  cause: Story['cause'];
  chain: Story['chain'];
  /** How many of the bundles have it. */
  bundles: number;
  /** Incidents, each counted once though several bundles have it. */
  times: number;
  /** Of those without a stamp, or of a year that is only assumed. */
  undated: number;
  before: Rate;
  /** Null without a date. */
  since: Rate | null;
  /** How likely so few since the date are by chance alone, if nothing has changed; null where that cannot be said. */
  chance: number | null;
}

export interface Calibration {
  word: JudgedIncident['cause']['confidence'];
  right: number;
  total: number;
  /** Wilson, 95 %. */
  share: Interval;
}

export interface Compared {
  schema: 'flaptrap.compared/1';
  bundles: string[];
  /** ISO 8601: the span within which the rates are counted; null without a dated record. */
  from: string | null;
  sinceAt: string | null;
  until: string | null;
  recurring: Recurring[];
  /** By word, of what was confirmed; `unknown` is no verdict and is not counted. */
  calibration: Calibration[];
  confirmed: number;
}

export interface Period {
  /** ms since 1970. */
  sinceMs?: number | undefined;
  untilMs?: number | undefined;
}

const DAY_MS = 86_400_000;

export function compareBundles(bundles: readonly ComparedBundle[], { sinceMs, untilMs }: Period): Compared {
  const spans = bundles.flatMap(({ judged }) => recordedSpan(judged.verdict));
  const fromMs = spans.length === 0 ? undefined : Math.min(...spans.map(([from]) => from));
  const endMs = untilMs ?? (spans.length === 0 ? undefined : Math.max(...spans.map(([, to]) => to)));
  const window = { fromMs, sinceMs, endMs };
  return {
    schema: 'flaptrap.compared/1',
    bundles: bundles.map(({ path }) => path),
    from: isoOf(fromMs),
    sinceAt: isoOf(sinceMs),
    until: isoOf(endMs),
    recurring: recurringIn(bundles, window),
    ...calibrate(bundles),
  };
}

/** Of both records, on the routers' own clocks; nothing where the year is only assumed. */
function recordedSpan({ recordings, isYearKnown }: Verdict): [number, number][] {
  if (!isYearKnown) return [];
  return SIDES.flatMap((side) => {
    const { fromAt, toAt } = recordings[side];
    return fromAt === null || toAt === null ? [] : [[fromAt, toAt] satisfies [number, number]];
  });
}

interface Window {
  fromMs: number | undefined;
  sinceMs: number | undefined;
  endMs: number | undefined;
}

interface Seen extends Pick<Recurring, 'tunnel' | 'receiver' | 'cause' | 'chain'> {
  paths: Set<string>;
  /** When each came first, by what it is. */
  firsts: Map<string, number | null>;
}

function recurringIn(bundles: readonly ComparedBundle[], window: Window): Recurring[] {
  const seen = new Map<string, Seen>();
  for (const { path, judged } of bundles) for (const story of judged.verdict.stories) note(seen, path, judged.verdict, story);
  return [...seen.values()].map((each) => rated(each, window)).sort((one, two) => two.times - one.times || two.bundles - one.bundles);
}

function note(seen: Map<string, Seen>, path: string, verdict: Verdict, { cause, chain, incidents }: Story): void {
  const { a, b } = verdict.tunnel;
  const [first] = incidents.flatMap((index) => verdict.incidents[index] ?? []);
  if (first === undefined) return;
  const tunnel = [a, b]
    .map(({ name, address }) => `${name} (${address})`)
    .sort()
    .join(' - ');
  const receiver = verdict.tunnel[first.receiver].name;
  const key = [tunnel, receiver, cause, chain.forgot, chain.told, chain.sends].join(' | ');
  const known = seen.get(key) ?? { tunnel, receiver, cause, chain, paths: new Set(), firsts: new Map() };
  known.paths.add(path);
  for (const index of incidents) {
    const { spi, firstAt } = verdict.incidents[index] ?? first;
    const isDated = firstAt !== null && verdict.isYearKnown;
    known.firsts.set(isDated ? `${spi} ${firstAt}` : `${spi} ${path}`, isDated ? Date.parse(firstAt) : null);
  }
  seen.set(key, known);
}

function rated({ paths, firsts, ...rest }: Seen, { fromMs, sinceMs, endMs }: Window): Recurring {
  const dated = [...firsts.values()].flatMap((each) => each ?? []);
  const splitMs = sinceMs ?? endMs;
  const early = dated.filter((each) => sinceMs === undefined || each < sinceMs).length;
  const before = rateOf(early, fromMs, splitMs);
  const since = sinceMs === undefined ? null : rateOf(dated.length - early, Math.max(sinceMs, fromMs ?? sinceMs), endMs);
  const days = before.days + (since?.days ?? 0);
  const isComparable = since !== null && since.days > 0 && before.days > 0 && dated.length > 0;
  return {
    ...rest,
    bundles: paths.size,
    times: firsts.size,
    undated: firsts.size - dated.length,
    before,
    since,
    chance: isComparable ? chanceOfSoFew(since.times, dated.length, since.days / days) : null,
  };
}

function rateOf(times: number, fromMs: number | undefined, toMs: number | undefined): Rate {
  const days = fromMs === undefined || toMs === undefined ? 0 : Math.max(0, toMs - fromMs) / DAY_MS;
  if (days === 0) return { times, days, perDay: null };
  const { least, most } = poissonInterval(times);
  return { times, days, perDay: { about: times / days, least: least / days, most: most / days } };
}

const WORDS = ['certain', 'likely', 'possible'] as const;

function calibrate(bundles: readonly ComparedBundle[]): Pick<Compared, 'calibration' | 'confirmed'> {
  const pairs = bundles.flatMap(({ judged, confirmed }) =>
    judged.verdict.incidents.flatMap((incident) => {
      const found = foundFor(confirmed, incident);
      return found === undefined ? [] : [{ cause: incident.cause, found }];
    }),
  );
  const calibration = WORDS.map((word) => {
    const own = pairs.filter(({ cause }) => cause.confidence === word && cause.id !== 'unknown');
    const right = own.filter(({ cause, found }) => isRight(cause, found)).length;
    return { word, right, total: own.length, share: wilsonInterval(right, own.length) };
  });
  return { calibration, confirmed: pairs.length };
}

function isoOf(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}
