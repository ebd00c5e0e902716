/** An event type is what EEM's own shows call a detector. [L] eem.md 9 */

/** `timer watchdog`, `syslog` */
export function eventType(detector: string, fields: Readonly<Record<string, unknown>>): string {
  return detector === 'timer' ? `timer ${String(fields['mode'])}` : detector;
}
