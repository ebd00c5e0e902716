/** Wanted is a sound applet for a common want, made of a shipped template; what the linter would say of it refuses it. */
import { FlaptrapError } from '../errors.ts';
import { lintText } from './lint.ts';
import { renderApplet } from './render.ts';

export const WANTS = {
  trigger: 'says in the log that a message has come, at most once in a while',
  snapshot: 'writes the answers of show commands into a file when a message comes',
  log: 'writes the answers of show commands into a file again and again, and begins the file anew after so many',
  cleanup: 'removes files and applets after a time, and then itself',
} as const;

export type Want = keyof typeof WANTS;

export interface WantedOptions {
  name: string;
  pattern: string;
  shows: readonly string[];
  file: string;
  files: readonly string[];
  applets: readonly string[];
  seconds: number;
  entries: number;
  maxrun: number;
  ratelimit: number;
}

/** `source` is the text of the want's template. */
export function makeWanted(want: Want, source: string, options: WantedOptions): string {
  if (!/^[\w.-]{1,60}$/.test(options.name)) throw refused(`\`${options.name}\` is no name of an applet`, 'use letters, digits and dashes');
  const lines = [...options.shows, ...options.files, ...options.applets, options.file];
  const broken = lines.find((each) => each.includes('$') || each.includes('\\') || (each !== options.file && each.trim() === ''));
  if (broken !== undefined) throw refused(`\`${broken}\` cannot stand in a command of an applet`, 'write it without `$` and backslashes');
  const strange = options.shows.find((each) => !/^show\s+\S/i.test(each) || each.includes('|'));
  if (strange !== undefined) throw refused(`\`${strange}\` is no show command without a filter`, 'give --show "show clock"');
  const shows = options.shows.map((command, index) => ({ command, way: index === 0 ? 'redirect' : 'append' }));
  const text = renderApplet({ file: `templates/eem/${want}.hbs`, source }, {}, { ...options, shows, description: WANTS[want] });
  const [finding] = lintText(text, options.name);
  if (finding === undefined) return text;
  throw refused(`the applet would not be sound: ${finding.summary}`, `${finding.sourceLine?.trim() ?? ''}: choose other values`);
}

function refused(message: string, next: string): FlaptrapError {
  return new FlaptrapError('input', message, { next });
}
