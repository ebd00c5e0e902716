/** Lints of lines as they are written, whatever they mean. */
import { CONTROL_CHARACTER } from '../kind.ts';
import type { Applet, Place } from '../model.ts';
import type { Lint, LintFinding } from './lint.ts';

/** What is found in the lines of an applet's statements, one finding a line. */
function inStatements({ events, actions, others }: Applet, find: (place: Place) => LintFinding | undefined): LintFinding[] {
  const found: LintFinding[] = [];
  for (const statements of [events, actions, others])
    for (const { place } of statements) {
      const finding = find(place);
      if (finding !== undefined) found.push(finding);
    }
  return found;
}

/** Finds characters that a terminal acts on. */
export const controlCharacter: Lint = {
  id: 'control-character',
  severity: 'error',
  why: 'a terminal acts on them instead of keeping them',
  source: '[C] eem.md 6',
  failing: 'event manager applet A\n event none\n action 10 syslog msg "bell"\n',
  passing: 'event manager applet A\n event none\n action 10 syslog msg "bell"\n',
  check: (applet) =>
    inStatements(applet, (place) => {
      const at = CONTROL_CHARACTER.test(place.text) ? place.text.replaceAll('\t', ' ').search(CONTROL_CHARACTER) : -1;
      return at === -1 ? undefined : { place, summary: 'a control character stands here', column: at + 1, length: 1 };
    }),
};

/** Finds forms that are in circulation and never existed. */
export const inventedSyntax: Lint = {
  id: 'invented-syntax',
  severity: 'error',
  why: 'the device refuses the line',
  source: '[L] eem.md 10.21',
  failing: 'event manager applet A\n event timer periodic time 60\n action 10 policy B\n',
  passing: 'event manager applet A\n event timer watchdog time 60\n action 10 policy B\n',
  check: (applet) =>
    inStatements(applet, (place) => {
      const found = INVENTED.find(({ pattern }) => pattern.test(place.text));
      return found === undefined ? undefined : { place, summary: found.instead, severity: found.severity };
    }),
};

const INVENTED: readonly { pattern: RegExp; instead: string; severity?: 'warning' }[] = [
  { pattern: /^\s*event (?:tag \S+ )?timer periodic\b/, instead: 'there is no `timer periodic`: write `timer watchdog`' },
  { pattern: /\bget-type (?:gt|ge|lt|le|eq|ne)\b/, instead: '`get-type` is exact or next: the comparison is `entry-op`' },
  { pattern: /^\s*action \S+ string contains\b/, instead: 'there is no `string contains`: write `string match "*text*"`, or `regexp`' },
  // It is taken: as a walk through the text `in`.
  {
    pattern: /^\s*action\s+\S+\s+foreach\s+\S+\s+in\s+\S/,
    instead: '`foreach` has no `in`: it is taken for the text to walk through',
    severity: 'warning',
  },
  { pattern: /^\s*action \S+ (?:curl|http|ping|email)\b/, instead: 'there is no such action: type a command with `cli`' },
];

/** Finds lines that a device may cut. */
export const lineTooLong: Lint = {
  id: 'line-too-long',
  severity: 'warning',
  why: 'configuration lines are believed to be cut at 254 characters',
  source: '[B] eem.md 6',
  failing: `event manager applet A\n event none\n action 10 syslog msg "${'x'.repeat(240)}"\n`,
  passing: 'event manager applet A\n event none\n action 10 syslog msg "x"\n',
  check: (applet) =>
    inStatements(applet, (place) => {
      const { length } = place.text.trim();
      return length > LINE_CHARACTERS_MAX ? { place, summary: `it has ${length} characters`, column: LINE_CHARACTERS_MAX } : undefined;
    }),
};

const LINE_CHARACTERS_MAX = 254;

/** Finds question marks. */
export const questionMark: Lint = {
  id: 'question-mark',
  severity: 'warning',
  why: 'typed at a terminal, `?` asks for help instead of standing in the line',
  source: '[B] eem.md 10.25',
  failing: 'event manager applet A\n event syslog pattern "rec.?d" ratelimit 60\n action 10 policy B\n',
  passing: 'event manager applet A\n event syslog pattern "rec.d" ratelimit 60\n action 10 policy B\n',
  check: (applet) =>
    inStatements(applet, (place) => {
      const at = place.text.indexOf('?');
      return at === -1 ? undefined : { place, summary: 'a `?` cannot be typed into a terminal', column: at + 1, length: 1 };
    }),
};

/** Finds quotes that a word processor made. */
export const typographicQuotes: Lint = {
  id: 'typographic-quotes',
  severity: 'error',
  why: 'only the straight quote ends an argument: the action breaks',
  source: '[L] eem.md 10.24',
  failing: 'event manager applet A\n event none\n action 10 syslog msg “down”\n',
  passing: 'event manager applet A\n event none\n action 10 syslog msg "down"\n',
  check: (applet) =>
    inStatements(applet, (place) => {
      const found = TYPOGRAPHIC.exec(place.text);
      return found === null
        ? undefined
        : { place, summary: `\`${found[0]}\` is no quote`, column: found.index + 1, length: found[0].length };
    }),
};

/** Curly double and single quotes, guillemets, and what the source of a page has for a quote. */
const TYPOGRAPHIC = /[\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb]|&(?:quot|ldquo|rdquo|#0*34|#x0*22);/i;
