/** A severity is how urgent a log message is: a number from 0 to 7, or its word. [C] */

/** In the order of their numbers. */
export const SEVERITIES = [
  'emergencies',
  'alerts',
  'critical',
  'errors',
  'warnings',
  'notifications',
  'informational',
  'debugging',
] as const;

/** `errors`, `3`: the number; undefined when it is neither. */
export function readSeverity(word: string): number | undefined {
  const named = (SEVERITIES as readonly string[]).indexOf(word);
  if (named !== -1) return named;
  return /^[0-7]$/.test(word) ? Number(word) : undefined;
}
