/** Lints of the patterns that an applet waits for or looks for. */
import { commandsOf } from '../commands.ts';
import { hears } from '../hear.ts';
import type { Action, EventStatement } from '../model.ts';
import { compilePattern } from '../pattern.ts';
import type { Lint } from './lint.ts';

type PatternEvent = EventStatement<'syslog' | 'cli'>;

function hasPattern(event: EventStatement): event is PatternEvent {
  return event.detector === 'syslog' || event.detector === 'cli';
}

/** Whether the event waits for such a message, or for such a command. */
function isAwaited({ detector, fields }: PatternEvent, text: string): boolean {
  return detector === 'syslog' ? hears(fields, text) : compilePattern(fields.pattern ?? '')?.test(text) === true;
}

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
  failing: 'event manager applet A\n event syslog pattern "changed state to down$" ratelimit 60\n action 10 policy B\n',
  passing: 'event manager applet A\n event syslog pattern "changed state to down" ratelimit 60\n action 10 policy B\n',
  check: ({ events, actions }) =>
    [...events, ...actions].flatMap(({ place }) => {
      const at = place.text.search(LITERAL_DOLLAR);
      return at === -1 ? [] : [{ place, summary: 'this `$` begins no variable', column: at + 1, length: 1 }];
    }),
};

/** `down$`, `5$ `: no name and no parenthesis behind it; `$(NAME)` is another platform's. */
const LITERAL_DOLLAR = /\$(?![\w(])/;

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
      if (!SAMPLES.every((sample) => isAwaited(event, sample))) return [];
      const { pattern } = event.fields;
      const summary = pattern === undefined ? 'it waits for any message' : `the pattern \`${pattern}\` matches nearly everything`;
      return [{ place: event.place, summary }];
    }),
};

/** Messages and commands that have nothing in common. */
const SAMPLES = [
  '%SYS-5-CONFIG_I: Configured from console by vty0',
  '%LINEPROTO-5-UPDOWN: Line protocol on Interface Tunnel0, changed state to down',
  'show ip route',
];

/** Finds applets whose own log message would spring them again. */
export const selfTrigger: Lint = {
  id: 'self-trigger',
  severity: 'error',
  why: '%HA_EM-6-LOG goes through the syslog detector like any message: the applet springs on its own words, again and again',
  source: '[B] eem.md 10.11; an error all the same, because a loop costs too much to wait for proof',
  failing: 'event manager applet A\n event syslog pattern "INV_SPI"\n action 10 syslog msg "saw INV_SPI"\n',
  passing: 'event manager applet A\n event syslog pattern "%CRYPTO-4-RECVD_PKT_INV_SPI"\n action 10 syslog msg "frozen"\n',
  check: (applet) => {
    const spoken = applet.actions.flatMap(({ verb, fields, place }) =>
      verb === 'syslog' ? [{ place, message: `%HA_EM-6-LOG: ${applet.name}: ${fields.msg ?? ''}` }] : [],
    );
    const typed = commandsOf(applet).map(({ command, action }) => ({ place: action.place, message: command }));
    return applet.events.filter(hasPattern).flatMap((event) => {
      const own = (event.detector === 'syslog' ? spoken : typed).find(({ message }) => isAwaited(event, message));
      return own === undefined ? [] : [{ place: own.place, summary: `its own \`${own.message}\` matches its pattern` }];
    });
  },
};
