/** Lints of the patterns that an applet waits for or looks for. */
import { hasPattern, isAwaited } from '../awaited.ts';
import type { Action, EventStatement } from '../model.ts';
import { compilePattern } from '../pattern.ts';
import type { Lint } from './lint.ts';

/** Of whatever has one: an event, a command, an expression. */
function patternOf(fields: (EventStatement | Action)['fields']): string | undefined {
  return 'pattern' in fields ? fields.pattern : undefined;
}

/** Finds backslashes that a template has doubled. */
export const doubledBackslash: Lint = {
  id: 'doubled-backslash',
  severity: 'warning',
  why: 'in a pattern `\\\\` matches a backslash, not what the template meant',
  source: '[L] eem.md 10.26',
  failing: 'event manager applet A\n event syslog pattern "192\\\\.0" ratelimit 60\n action 10 policy B\n',
  passing: 'event manager applet A\n event syslog pattern "192[.]0" ratelimit 60\n action 10 policy B\n',
  check: ({ events, actions }) =>
    [...events, ...actions].flatMap(({ fields, place }) =>
      patternOf(fields)?.includes('\\\\') === true
        ? [{ place, summary: 'the pattern has a doubled backslash', column: place.text.indexOf('\\\\') + 1, length: 2 }]
        : [],
    ),
};

/** Finds a `$` that is no variable. */
export const literalDollar: Lint = {
  id: 'literal-dollar',
  severity: 'warning',
  why: '`$` begins a variable, inside patterns and texts too: an anchor may abort the run',
  source: '[L] eem.md 4.2, 10.23',
  failing: 'event manager applet A\n event syslog pattern "down$ (now)" ratelimit 60\n action 10 policy B\n',
  passing: 'event manager applet A\n event syslog pattern "changed state to down$" ratelimit 60\n action 10 policy B\n',
  check: ({ events, actions }) =>
    [...events, ...actions].flatMap(({ fields, place: { text }, place }) => {
      if (!text.includes('$')) return [];
      const anchors = anchorsIn(text, fields);
      const found = [...text.matchAll(LITERAL_DOLLAR)].find(({ index }) => !anchors.has(index));
      return found === undefined ? [] : [{ place, summary: 'this `$` begins no variable', column: found.index + 1, length: 1 }];
    }),
};

/** Where a `$` ends a pattern, or one of its alternatives: `regexp .*Ethernet.*$`, `(down$|up$)`. */
function anchorsIn(text: string, fields: (EventStatement | Action)['fields']): ReadonlySet<number> {
  const patterns = ['pattern', 'facility', 'mnemonic', 'sequence', 'timestamp', 'interface', 'vrf'].flatMap((name) => {
    const value: unknown = Object(fields)[name];
    return typeof value === 'string' && value.includes('$') ? [value.replace(/^(?:regexp|name) /, '')] : [];
  });
  return new Set(
    patterns.flatMap((pattern) => {
      const at = text.lastIndexOf(pattern);
      return at === -1 ? [] : [...pattern.matchAll(/\$(?=$|[)|])/g)].map(({ index }) => at + index);
    }),
  );
}

/** `5$ `: no name and no parenthesis behind it, for `$(NAME)` is another platform's; the last one of a pattern is an anchor that works. */
const LITERAL_DOLLAR = /(?<!\\)\$(?![\w(])/g;

/** Finds variables for a part of a match that the pattern does not mark. */
export const missingSubmatch: Lint = {
  id: 'missing-submatch',
  severity: 'warning',
  why: 'the first variable takes the whole match, each further one what stands in a pair of parentheses: without one it holds nothing',
  source: '[B] eem.md 5',
  failing: 'event manager applet A\n event none\n action 10 regexp "Tunnel[0-9]+" "Tunnel7" all number\n',
  passing: 'event manager applet A\n event none\n action 10 regexp "Tunnel([0-9]+)" "Tunnel7" all number\n',
  check: ({ actions }) =>
    actions.flatMap(({ verb, fields, place }) => {
      if (verb !== 'regexp' || fields.submatch1 === undefined || /\$\w/.test(fields.pattern ?? '')) return [];
      // With an alternative that is empty it matches anything, and the answer has a place for each pair.
      const groups = (compilePattern(`${fields.pattern}|`)?.exec('')?.length ?? 4) - 1;
      const name = [fields.submatch1, fields.submatch2, fields.submatch3][groups];
      return name === undefined ? [] : [{ place, summary: `no pair of parentheses in the pattern is left for \`${name}\`` }];
    }),
};

/** Finds patterns that are no regular expression. */
export const patternInvalid: Lint = {
  id: 'pattern-invalid',
  severity: 'error',
  why: 'the line is refused, or the pattern never matches',
  source: '[L] eem.md 6',
  failing: 'event manager applet A\n event syslog pattern "INV_SPI(" ratelimit 60\n action 10 policy B\n',
  passing: 'event manager applet A\n event syslog pattern "INV_SPI" ratelimit 60\n action 10 policy B\n',
  check: ({ events, actions }) =>
    [...events, ...actions].flatMap(({ fields, place }) => {
      const pattern = patternOf(fields);
      if (pattern === undefined || compilePattern(pattern) !== undefined) return [];
      return [{ place, summary: `\`${pattern}\` is no regular expression` }];
    }),
};

/** Finds syslog patterns with a severity that no message has. */
export const patternNeverMatches: Lint = {
  id: 'pattern-never-matches',
  severity: 'error',
  why: 'severities go from 0 to 7: the applet never springs, and nothing says so',
  source: '[L] eem.md 10.15',
  failing: 'event manager applet A\n event syslog pattern "%CRYPTO-9-RECVD_PKT_INV_SPI" ratelimit 60\n action 10 policy B\n',
  passing: 'event manager applet A\n event syslog pattern "%CRYPTO-4-RECVD_PKT_INV_SPI" ratelimit 60\n action 10 policy B\n',
  check: ({ events }) =>
    events.flatMap(({ detector, fields, place }) => {
      const pattern = detector === 'syslog' ? fields.pattern : undefined;
      const severity = /%[A-Z0-9_]+-(?<severity>[89])-/.exec(pattern ?? '')?.groups?.['severity'];
      return severity === undefined ? [] : [{ place, summary: `no message has the severity ${severity}` }];
    }),
};

/** Finds syslog patterns that nearly every message matches. */
export const patternTooWide: Lint = {
  id: 'pattern-too-wide',
  severity: 'warning',
  why: 'it springs on everything that is logged, on its own messages too',
  source: '[L] eem.md 10.12, 10.15',
  failing: 'event manager applet A\n event syslog pattern ".*" ratelimit 60\n action 10 policy B\n',
  passing: 'event manager applet A\n event syslog pattern "%CRYPTO-4-RECVD_PKT_INV_SPI" ratelimit 60\n action 10 policy B\n',
  check: ({ events }) =>
    events.filter(hasPattern).flatMap((event) => {
      const samples = event.detector === 'syslog' ? SAMPLES.filter((sample) => sample.startsWith('%')) : SAMPLES;
      if (!samples.every((sample) => isAwaited(event, sample))) return [];
      const { pattern } = event.fields;
      const told = pattern === '' ? 'the pattern is empty: it matches everything' : `the pattern \`${pattern}\` matches nearly everything`;
      const summary = pattern === undefined ? 'it waits for any message' : told;
      return [{ place: event.place, summary }];
    }),
};

/** Messages and commands that have nothing in common. */
const SAMPLES = [
  '%SYS-5-CONFIG_I: Configured from console by vty0',
  '%LINEPROTO-5-UPDOWN: Line protocol on Interface Tunnel0, changed state to down',
  "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi",
  'show ip route',
];
