/** A span is a length of time in words: `4 ms`, `3.7 s`, and above a minute its two largest units: `1 min and 35 s`, `268 days and 2 h`. */

const UNITS: readonly (readonly [ms: number, one: string, many: string])[] = [
  [86_400_000, 'day', 'days'],
  [3_600_000, 'h', 'h'],
  [60_000, 'min', 'min'],
  [1000, 's', 's'],
];

/** Of its size, whatever its sign; rounded to the last digit that is shown. */
export function printSpan(ms: number): string {
  const size = Math.round(Math.abs(ms));
  if (size < 1000) return `${size} ms`;
  if (size < 60_000) return `${size / 1000} s`;
  const index = UNITS.findIndex(([unit]) => size >= unit);
  const [large, small] = [UNITS[index], UNITS[index + 1]];
  if (large === undefined || small === undefined) return `${size} ms`;
  const whole = Math.round(size / small[0]) * small[0];
  // 59 min and 59.9 s is an hour.
  if (index > 0 && whole >= (UNITS[index - 1]?.[0] ?? Number.POSITIVE_INFINITY)) return printSpan(whole);
  const rest = whole % large[0];
  return [print(Math.floor(whole / large[0]), large), ...(rest === 0 ? [] : [print(rest / small[0], small)])].join(' and ');
}

function print(count: number, [, one, many]: (typeof UNITS)[number]): string {
  return `${count} ${count === 1 ? one : many}`;
}
