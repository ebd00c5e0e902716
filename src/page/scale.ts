/** A scale is a stretch of time over a width: where an instant stands, what a place means, and which ticks a person reads. */

export interface Stretch {
  from: number;
  to: number;
}

/** Below this nothing is left to see. */
const SPAN_MS_MIN = 20;

/** Around the place that is looked at, within what there is. */
export function zoomed({ from, to }: Stretch, factor: number, around: number, all: Stretch): Stretch {
  const span = Math.min(Math.max((to - from) * factor, SPAN_MS_MIN), all.to - all.from);
  const share = (around - from) / (to - from);
  return within({ from: around - share * span, to: around + (1 - share) * span }, all);
}

export function moved({ from, to }: Stretch, byMs: number, all: Stretch): Stretch {
  return within({ from: from + byMs, to: to + byMs }, all);
}

export function within({ from, to }: Stretch, all: Stretch): Stretch {
  const span = Math.min(to - from, all.to - all.from);
  const start = Math.min(Math.max(from, all.from), all.to - span);
  return { from: start, to: start + span };
}

const STEPS_MS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 3e4, 6e4, 12e4, 3e5, 6e5, 12e5, 18e5, 36e5, 72e5, 216e5, 432e5, 864e5,
  1728e5, 6048e5, 2592e6, 31536e6,
];

/** Round instants of the clock, no closer to each other than `apartMs`. */
export function ticksOf({ from, to }: Stretch, apartMs: number): { at: number; stepMs: number }[] {
  const stepMs = STEPS_MS.find((each) => each >= apartMs) ?? STEPS_MS.at(-1) ?? 1;
  const ticks = [];
  for (let at = Math.ceil(from / stepMs) * stepMs; at <= to; at += stepMs) ticks.push({ at, stepMs });
  return ticks;
}

const DAY_MS = 86_400_000;

/** `03:00:01.250`, as much of it as the step needs; `Jan 5` at midnight. */
export function printTick(at: number, stepMs: number): string {
  if (stepMs >= DAY_MS || at % DAY_MS === 0) return dayOf(at);
  const time = clockOf(at);
  return stepMs >= 60_000 ? time.slice(0, 5) : stepMs >= 1000 ? time.slice(0, 8) : time;
}

/** `03:00:01.250` */
export function clockOf(at: number): string {
  return Number.isFinite(at) && Math.abs(at) < 8.64e15 ? new Date(at).toISOString().slice(11, 23) : 'no time';
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `5 Jan` */
export function dayOf(at: number): string {
  const date = new Date(at);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
}
