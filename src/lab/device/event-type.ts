/** An event type is what EEM's own shows call a detector. [L] eem.md 9 */

import type { EventStatement } from '../../applet/model.ts';

/** `timer watchdog`, `syslog` */
export function eventType({ detector, fields }: EventStatement): string {
  return detector === 'timer' ? `timer ${fields.mode}` : detector;
}
