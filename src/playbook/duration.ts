/** A duration is a length of time as people write it in a playbook: `75s`, `30m`, `12h`, `3d`. */

/** `75s` */
export const DURATION = /^(\d{1,6})(s|m|h|d)$/;

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Whole seconds; undefined when it is no duration. */
export function parseDuration(text: string): number | undefined {
  const [, figure, unit] = DURATION.exec(text) ?? [];
  const seconds = SECONDS[unit ?? ''];
  return figure === undefined || seconds === undefined ? undefined : Number(figure) * seconds;
}

/** In the largest unit that divides it: 259200 is `3d`. */
export function printDuration(seconds: number): string {
  const unit = ['d', 'h', 'm'].find((each) => seconds > 0 && seconds % (SECONDS[each] ?? 1) === 0) ?? 's';
  return `${seconds / (SECONDS[unit] ?? 1)}${unit}`;
}
