/** A threshold is what the detector `snmp` compares a polled object with. [L] eem.md 4.5 */

const COMPARISONS: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  eq: (value, limit) => value === limit,
  ge: (value, limit) => value >= limit,
  gt: (value, limit) => value > limit,
  le: (value, limit) => value <= limit,
  lt: (value, limit) => value < limit,
  ne: (value, limit) => value !== limit,
};

/** False for an object that the router does not have. */
export function isCrossed(value: number | undefined, operator: unknown, limit: unknown): boolean {
  return value !== undefined && COMPARISONS[String(operator)]?.(value, Number(limit)) === true;
}
