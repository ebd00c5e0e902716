/** Lints of what springs an applet, and how often. */
import type { EventFields } from '../model.ts';
import type { Lint } from './lint.ts';

/** Finds events that count occurrences without a period. */
export const burstWithoutPeriod: Lint = {
  id: 'burst-without-period',
  severity: 'warning',
  why: 'occurrences of different days are counted together; on XE a burst within a second may be counted as one',
  source: '[L] eem.md 10.14',
  failing: 'event manager applet A\n event syslog pattern "INV_SPI" occurs 3\n action 10 policy B\n',
  passing: 'event manager applet A\n event syslog pattern "INV_SPI" occurs 3 period 300\n action 10 policy B\n',
  check: ({ events }) =>
    events.flatMap(({ fields, place }) =>
      'occurs' in fields && Number(fields.occurs ?? 1) > 1 && fields.periodSeconds === undefined
        ? [{ place, summary: `it counts ${fields.occurs} occurrences, however far apart` }]
        : [],
    ),
};

/** Finds synchronous command events that never let the command run. */
export const commandAlwaysSkipped: Lint = {
  id: 'command-always-skipped',
  severity: 'warning',
  why: 'with `sync yes` the command runs only when `_exit_status` is 1',
  source: '[C] eem.md 4.3',
  failing: 'event manager applet A\n event cli pattern "reload" sync yes\n action 10 syslog msg "no"\n',
  passing: 'event manager applet A\n event cli pattern "reload" sync yes\n action 10 set _exit_status "1"\n',
  check: ({ events, actions }) => {
    const decides = actions.some(
      ({ verb, fields }) =>
        ('variable' in fields && fields.variable === '_exit_status') || (verb === 'exit' && fields.status !== undefined),
    );
    return events.flatMap(({ detector, fields, place }) =>
      detector === 'cli' && fields.sync === 'yes' && fields.skip !== 'yes' && !decides
        ? [{ place, summary: 'no action ever lets the command run' }]
        : [],
    );
  },
};

/** Finds applets on log messages that may spring again and again. */
export const missingRatelimit: Lint = {
  id: 'missing-ratelimit',
  severity: 'warning',
  why: 'a message that repeats starts the applet each time, and each run takes a terminal line',
  source: '[L] eem.md 10.32',
  failing: 'event manager applet A\n event syslog pattern "INV_SPI"\n action 10 policy B\n',
  passing: 'event manager applet A\n event syslog pattern "%SYS-5-RESTART"\n action 10 policy B\n',
  check: ({ events }) => {
    // Of events that a trigger joins, one says it for all.
    const first = events.find(
      ({ detector, fields }) =>
        detector === 'syslog' &&
        fields.ratelimitSeconds === undefined &&
        Number(fields.occurs ?? 1) === 1 &&
        REPEATS.test(waitsFor(fields)),
    );
    return first === undefined ? [] : [{ place: first.place, summary: 'nothing limits how often it springs' }];
  },
};

function waitsFor({ pattern = '', mnemonic = '' }: EventFields<'syslog'>): string {
  return `${pattern} ${mnemonic}`;
}

/** Of states that go up and down, and of packets, logins and errors that come in numbers; not of a start, or of what somebody does by hand. */
const REPEATS =
  /UPDOWN|changed state|ADJ|NBR|NEIGH|FLAP|INV_SPI|REPLAY|HMAC|DROP|DENIED|LOGIN|FAIL|ERR(?!-?DISABLE)|DUP|STORM|VIOLATION|THRESH|HOG|MALLOC|TIMEOUT|RETRANS|TRACK|RTT|STATECHANGE|CHANGED|ACCESSLOG|MACFLAP|LOOP_/i;

/** Finds applets that will not be registered, or of which it is not clear what springs them. */
export const noEvent: Lint = {
  id: 'no-event',
  severity: 'error',
  why: 'without an event the applet is not registered; of several plain ones only one can stand',
  source: '[C] eem.md 2',
  failing: 'event manager applet A\n action 10 syslog msg "x"\n',
  passing: 'event manager applet A\n event none\n action 10 syslog msg "x"\n',
  check: ({ name, place, events, others }) => {
    // An event of a detector that is not known here is an event all the same.
    const isKept = others.some(({ text }) => /^ev/i.test(text));
    if (events.length === 0 && !isKept) return [{ place, summary: `${name} has no event: it will not be registered` }];
    const plain = events.filter(({ tag }) => tag === undefined);
    const tags = events.map(({ tag }) => tag);
    const again = events.filter(({ tag }, at) => tag !== undefined && tags.indexOf(tag) < at);
    return [
      ...plain.slice(1).map((event) => ({ place: event.place, summary: `${name} has several events without tags` })),
      // The second is believed to take the place of the first. [B]
      ...again.map(({ place: own, tag }) => ({
        place: own,
        summary: `${name} has several events with the tag ${tag}`,
        severity: 'warning' as const,
      })),
    ];
  },
};

/** Finds tagged events that nothing joins. */
export const tagsWithoutTrigger: Lint = {
  id: 'tags-without-trigger',
  severity: 'error',
  why: 'several events need a `trigger` block that says how they belong together',
  source: '[C] eem.md 2, 4.6',
  failing: 'event manager applet A\n event tag 1 none\n event tag 2 syslog pattern "XY" ratelimit 60\n action 10 policy B\n',
  passing:
    'event manager applet A\n event tag 1 none\n event tag 2 syslog pattern "XY" ratelimit 60\n trigger\n  correlate event 1 or event 2\n action 10 policy B\n',
  check: ({ events, trigger, place, name }) =>
    events.length > 1 && trigger === undefined && events.every(({ tag }) => tag !== undefined)
      ? [{ place, summary: `${name} has ${events.length} tagged events and no trigger` }]
      : [],
};

/** Finds applets with more events than a policy may have. */
export const tooManyEvents: Lint = {
  id: 'too-many-events',
  severity: 'error',
  why: 'a policy has at most eight event types',
  source: '[C] eem.md 2',
  failing:
    'event manager applet A\n event tag 1 syslog pattern "X1Y" ratelimit 60\n event tag 2 syslog pattern "X2Y" ratelimit 60\n event tag 3 syslog pattern "X3Y" ratelimit 60\n event tag 4 syslog pattern "X4Y" ratelimit 60\n event tag 5 syslog pattern "X5Y" ratelimit 60\n event tag 6 syslog pattern "X6Y" ratelimit 60\n event tag 7 syslog pattern "X7Y" ratelimit 60\n event tag 8 syslog pattern "X8Y" ratelimit 60\n event tag 9 syslog pattern "X9Y" ratelimit 60\n trigger\n action 10 policy B\n',
  passing: 'event manager applet A\n event none\n action 10 policy B\n',
  check: ({ name, events, place }) =>
    events.length > 8 ? [{ place, summary: `${name} has ${events.length} events, the limit is 8` }] : [],
};
