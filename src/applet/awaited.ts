/** Whether an event waits for a text: a log message, or a command that somebody types. */
import { hears } from './hear.ts';
import type { EventStatement } from './model.ts';
import { compilePattern } from './pattern.ts';

export type PatternEvent = EventStatement<'syslog' | 'cli'>;

export function hasPattern(event: EventStatement): event is PatternEvent {
  return event.detector === 'syslog' || event.detector === 'cli';
}

export function isAwaited({ detector, fields }: PatternEvent, text: string): boolean {
  return detector === 'syslog' ? hears(fields, text) : compilePattern(fields.pattern ?? '')?.test(text) === true;
}
