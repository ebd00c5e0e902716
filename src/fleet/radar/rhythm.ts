/** A rhythm is how flaps follow each other: at one distance, at one time of day, in bursts, or without any that can be shown. */

export type Rhythm =
  /** Too few to tell. */
  | { kind: 'unknown'; why: string }
  | { kind: 'irregular' }
  /** `of` intervals, `fitting` of which are the period or a small multiple of it. */
  | { kind: 'periodic'; seconds: number; fitting: number; of: number }
  /** Minutes of the day at which the shortest span begins that holds most of them; the clock is that of the log. */
  | { kind: 'time-of-day'; fromMinute: number; toMinute: number; inside: number; of: number }
  | { kind: 'bursts'; bursts: number; perBurst: number };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MINUTES = 1440;
/** With fewer, everything fits something. */
const STARTS_MIN = 5;
/** A rekey comes some per cent early, by chance, so that the two ends do not meet. [C ike.md 4] */
const SLACK = 0.06;
/** One that was not heard leaves twice the distance, or three times. */
const MULTIPLES_MAX = 3;
/** A rhythm that chance alone would show more often than once in a hundred times is none. */
const CHANCE_MAX = 0.01;
const WINDOW_MINUTES = 120;
const DAYS_MIN = 4;
/** Flaps closer than this are of one burst. */
const BURST_MS = HOUR_MS;
const BURST_FLAPS_MIN = 3;
const BURST_SHARE = 0.7;

/** Of the instants at which flaps began, in order. */
export function rhythmOf(startsMs: readonly number[]): Rhythm {
  if (startsMs.length < STARTS_MIN) return { kind: 'unknown', why: `${startsMs.length} flaps are too few to show a rhythm` };
  return burstsOf(startsMs) ?? timeOfDayOf(startsMs) ?? periodOf(startsMs) ?? { kind: 'irregular' };
}

function periodOf(startsMs: readonly number[]): Rhythm | undefined {
  const intervals = startsMs.slice(1).map((at, index) => at - (startsMs[index] ?? at));
  const tried = candidatesOf(intervals);
  const found = tried.map((periodMs) => ({ periodMs, fitting: intervals.filter((each) => fits(each, periodMs)).length }));
  const best = found.toSorted((one, two) => two.fitting - one.fitting || two.periodMs - one.periodMs)[0];
  if (best === undefined) return undefined;
  const chance = tried.length * chanceOfAtLeast(best.fitting, intervals.length, 2 * SLACK * MULTIPLES_MAX);
  if (chance > CHANCE_MAX) return undefined;
  const once = intervals.filter((each) => fits(each, best.periodMs)).map((each) => each / Math.round(each / best.periodMs));
  return { kind: 'periodic', seconds: Math.round(medianOf(once) / 1000), fitting: best.fitting, of: intervals.length };
}

/** The middle interval and those beside it: most of the others are like one of these, if there is a period. */
function candidatesOf(intervals: readonly number[]): number[] {
  const sorted = intervals.toSorted((one, two) => one - two);
  return [0.25, 0.4, 0.5, 0.6].map((share) => sorted[Math.floor(share * sorted.length)] ?? 0).filter((each) => each > 2 * MINUTE_MS);
}

/** Within the slack of a multiple: the unit of chance is one period, so that what fits by chance is known. */
function fits(interval: number, periodMs: number): boolean {
  const times = Math.round(interval / periodMs);
  return times >= 1 && times <= MULTIPLES_MAX && Math.abs(interval - times * periodMs) <= SLACK * periodMs * times;
}

function timeOfDayOf(startsMs: readonly number[]): Rhythm | undefined {
  const days = new Set(startsMs.map((at) => Math.floor(at / (DAY_MINUTES * MINUTE_MS))));
  if (days.size < DAYS_MIN) return undefined;
  const minutes = startsMs.map((at) => Math.floor(at / MINUTE_MS) % DAY_MINUTES).toSorted((one, two) => one - two);
  const windows = minutes.map((from) => ({ from, inside: minutes.filter((each) => apart(from, each) <= WINDOW_MINUTES) }));
  const best = windows.toSorted((one, two) => two.inside.length - one.inside.length)[0];
  if (best === undefined) return undefined;
  // The window begins at one of them, so that this one is inside without any chance.
  const chance = minutes.length * chanceOfAtLeast(best.inside.length - 1, minutes.length - 1, WINDOW_MINUTES / DAY_MINUTES);
  if (chance > CHANCE_MAX || best.inside.length < BURST_SHARE * minutes.length) return undefined;
  const last = Math.max(...best.inside.map((each) => apart(best.from, each)));
  return {
    kind: 'time-of-day',
    fromMinute: best.from,
    toMinute: (best.from + last) % DAY_MINUTES,
    inside: best.inside.length,
    of: minutes.length,
  };
}

/** Forward, round the clock. */
function apart(from: number, to: number): number {
  return (to - from + DAY_MINUTES) % DAY_MINUTES;
}

function burstsOf(startsMs: readonly number[]): Rhythm | undefined {
  const groups: number[] = [];
  startsMs.forEach((at, index) => {
    if (index > 0 && at - (startsMs[index - 1] ?? at) <= BURST_MS) groups[groups.length - 1] = (groups.at(-1) ?? 0) + 1;
    else groups.push(1);
  });
  const bursts = groups.filter((each) => each >= BURST_FLAPS_MIN);
  const inBursts = bursts.reduce((sum, each) => sum + each, 0);
  if (bursts.length < 2 || inBursts < BURST_SHARE * startsMs.length) return undefined;
  return { kind: 'bursts', bursts: bursts.length, perBurst: Math.round(inBursts / bursts.length) };
}

/** Of `of` independent tries with this share each. */
function chanceOfAtLeast(count: number, of: number, share: number): number {
  if (count <= 0) return 1;
  let logTerm = of * Math.log(1 - share);
  let below = Math.exp(logTerm);
  for (let index = 0; index < count - 1; index += 1) {
    logTerm += Math.log((of - index) / (index + 1)) + Math.log(share / (1 - share));
    below += Math.exp(logTerm);
  }
  return Math.max(0, 1 - below);
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, two) => one - two);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
