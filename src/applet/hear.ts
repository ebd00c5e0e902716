/** Hearing decides whether a log message is one that a syslog event waits for: by its whole text, its parts, or its severity. */
import { readSeverity } from '../ios/severity.ts';
import type { EventFields } from './model.ts';
import { compilePattern } from './pattern.ts';

/** `000123: *Mar 12 18:22:10.706: %SYS-5-CONFIG_I: Configured` */
const MESSAGE = /^(?<head>[^%]*)%(?<facility>[A-Z][\w-]*?)-(?<severity>[0-7])-(?<mnemonic>\w+)/;

export function hears(fields: EventFields<'syslog'>, message: string): boolean {
  const parts = MESSAGE.exec(message)?.groups;
  // Each part is taken as a pattern on that part; the severity words name the event's own severity and screen nothing. [U]
  return (
    matches(fields.pattern, message) &&
    matches(fields.sequence, parts?.['head']) &&
    matches(fields.timestamp, parts?.['head']) &&
    matches(fields.facility, parts?.['facility']) &&
    matches(fields.mnemonic, parts?.['mnemonic']) &&
    isUrgent(fields.priority, parts?.['severity'])
  );
}

function matches(pattern: string | undefined, text: string | undefined): boolean {
  return pattern === undefined || (text !== undefined && compilePattern(pattern)?.test(text) === true);
}

/** Messages of that level and of more urgent ones. [C] eem.md 4.2 */
function isUrgent(priority: string | undefined, severity: string | undefined): boolean {
  const level = priority === undefined ? undefined : readSeverity(priority);
  return level === undefined || severity === undefined || Number(severity) <= level;
}
