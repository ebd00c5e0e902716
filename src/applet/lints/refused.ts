/** Lints of what a device refuses, or takes and never acts upon: events that lack a part, hours that no clock shows, tags that nobody has. */

import type { Action, EventStatement } from '../model.ts';
import { isTemplated } from '../template.ts';
import type { Lint } from './lint.ts';

/** Finds cron entries that no clock ever meets. */
export const cronEntry: Lint = {
  id: 'cron-entry',
  severity: 'error',
  why: 'the device refuses the entry, or the hour never comes',
  source: '[C] eem.md 4.4',
  failing: 'event manager applet A\n event timer cron cron-entry "0 25 * * *"\n action 10 policy B\n',
  passing: 'event manager applet A\n event timer cron cron-entry "0 23 * * 1-5"\n action 10 policy B\n',
  check: ({ events }) =>
    events.flatMap(({ detector, fields, place }) => {
      const wrong = detector === 'timer' && fields.cronEntry !== undefined ? wrongIn(fields.cronEntry) : undefined;
      return wrong === undefined ? [] : [{ place, summary: wrong }];
    }),
};

/** Minute, hour, day of the month, month, day of the week: Sunday is 0 and 7. [C] crontab(5), which EEM follows */
const FIELDS: readonly { name: string; min: number; max: number; words?: RegExp }[] = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, words: /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)$/i },
  { name: 'day of the week', min: 0, max: 7, words: /^(?:sun|mon|tue|wed|thu|fri|sat)$/i },
];
const NICKNAME = /^@(?:reboot|yearly|annually|monthly|weekly|daily|midnight|hourly)$/;

function wrongIn(entry: string): string | undefined {
  if (NICKNAME.test(entry.trim()) || entry.includes('$') || isTemplated(entry)) return undefined;
  const fields = entry.trim().split(/\s+/);
  if (fields.length !== FIELDS.length) return `\`${entry}\` has ${fields.length} fields; a cron entry has five`;
  const parts = FIELDS.flatMap((field, index) => (fields[index] ?? '').split(',').map((part) => wrongPart(field, part)));
  return parts.find((wrong) => wrong !== undefined) ?? wrongDay(fields);
}

/** The longest that each can be; a day of the week beside the day is an alternative. [C] crontab(5) */
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function wrongDay([, , day = '', month = '', weekday]: readonly string[]): string | undefined {
  if (weekday !== '*' || !/^[\d,]+$/.test(day) || !/^[\d,]+$/.test(month)) return undefined;
  const longest = Math.max(...month.split(',').map((each) => DAYS[Number(each) - 1] ?? 31));
  return day.split(',').every((each) => Number(each) > longest) ? `no month ${month} has a day ${day}` : undefined;
}

/** `5`, `1-5`, `mon`, and a step behind any of them */
const PART = /^(?:\*|(?<from>\w+)(?:-(?<to>\w+))?)(?:\/(?<step>\d+))?$/;

function wrongPart({ name, min, max, words }: (typeof FIELDS)[number], part: string): string | undefined {
  const found = PART.exec(part);
  const { from = String(min), to = from, step } = found?.groups ?? {};
  if (words?.test(from) === true && words.test(to)) return undefined;
  const [first, last] = [Number(from), Number(to)];
  const isInside = [first, last].every((number) => number >= min && number <= max);
  if (found === null || step === '0' || !isInside) return `\`${part}\` is no ${name}: from ${min} to ${max}`;
  return first > last ? `\`${part}\` ends before it begins` : undefined;
}

/** Finds events and actions that lack what makes them work. */
export const incomplete: Lint = {
  id: 'incomplete',
  severity: 'error',
  why: 'the device refuses the line, or it never does anything',
  source: '[C] eem.md 4.4, 4.5',
  failing: 'event manager applet A\n event timer watchdog name x\n action 10 policy B\n',
  passing: 'event manager applet A\n event timer watchdog time 60\n action 10 policy B\n',
  check: ({ events, actions }) =>
    [...events.map((event) => [event, lackOf(event)] as const), ...actions.map((action) => [action, lackIn(action)] as const)].flatMap(
      ([{ place }, lack]) => (lack === undefined || isTemplated(place.text) ? [] : [{ place, summary: lack }]),
    ),
};

function lackOf({ detector, fields }: EventStatement): string | undefined {
  if (detector === 'timer' && fields.mode !== undefined) {
    if (fields.mode === 'cron') return fields.cronEntry === undefined ? 'a cron timer needs `cron-entry`' : undefined;
    return fields.timeSeconds === undefined ? `${fields.mode === 'absolute' ? 'an' : 'a'} ${fields.mode} timer needs \`time\`` : undefined;
  }
  if ((detector === 'snmp' || detector === 'interface') && fields.pollSeconds === undefined)
    return `\`event ${detector}\` needs \`poll-interval\``;
  if (detector === 'counter' && (fields.entryOp === undefined || fields.entryVal === undefined))
    return '`event counter` needs `entry-op` and `entry-val`';
  return undefined;
}

function lackIn({ verb, fields }: Action): string | undefined {
  return verb === 'track' && fields.act === 'set' && fields.state === undefined
    ? '`track set` needs `state up` or `state down`'
    : undefined;
}

/** Finds command events that ask for what cannot be had together. */
export const syncAndSkip: Lint = {
  id: 'sync-and-skip',
  severity: 'error',
  why: 'with `sync yes` the applet decides whether the command runs; with `sync no` the word `skip` must say it',
  source: '[C] eem.md 4.3',
  failing: 'event manager applet A\n event cli pattern "reload" sync yes skip yes\n action 10 set _exit_status "1"\n',
  passing: 'event manager applet A\n event cli pattern "reload" sync no skip yes\n action 10 syslog msg "no"\n',
  check: ({ events }) =>
    events.flatMap(({ detector, fields, place }) => {
      if (detector !== 'cli') return [];
      if (fields.sync === 'yes' && fields.skip === 'yes') return [{ place, summary: '`skip yes` does not go with `sync yes`' }];
      return fields.sync === 'no' && fields.skip === undefined ? [{ place, summary: '`sync no` needs `skip yes` or `skip no`' }] : [];
    }),
};

/** Finds triggers that join events which are not there. */
export const unknownTag: Lint = {
  id: 'unknown-tag',
  severity: 'error',
  why: 'no event has that tag: the trigger is refused, or never holds',
  source: '[C] eem.md 4.6',
  failing: 'event manager applet A\n event tag 1 none\n event tag 2 none\n trigger\n  correlate event 1 or event 3\n action 10 policy B\n',
  passing: 'event manager applet A\n event tag 1 none\n event tag 2 none\n trigger\n  correlate event 1 or event 2\n action 10 policy B\n',
  check: ({ events, trigger, place, others }) => {
    const tags = new Set(events.map(({ tag }) => tag));
    // An event of a detector that is not known here has its tag all the same.
    if (trigger === undefined || others.some(({ text }) => /^ev/i.test(text))) return [];
    const named = [
      ...trigger.correlate.flatMap((operand) => ('tag' in operand ? [operand.tag] : [])),
      ...trigger.attributes.map(({ tag }) => tag),
    ];
    const unknown = named.find((tag) => !tags.has(tag) && !isTemplated(tag));
    return unknown === undefined ? [] : [{ place, summary: `its trigger names the tag ${unknown}, which no event has` }];
  },
};

/** Finds trigger blocks that say nothing of their events. */
export const triggerWithoutCorrelate: Lint = {
  id: 'trigger-without-correlate',
  severity: 'warning',
  why: 'which of the events must have happened is not said',
  source: '[C] eem.md 4.6',
  failing: 'event manager applet A\n event tag 1 none\n event tag 2 none\n trigger occurs 1\n action 10 policy B\n',
  passing:
    'event manager applet A\n event tag 1 none\n event tag 2 none\n trigger occurs 1\n  correlate event 1 or event 2\n action 10 policy B\n',
  check: ({ events, trigger, place }) =>
    trigger !== undefined && trigger.correlate.length === 0 && events.length > 1
      ? [{ place, summary: 'its trigger has no `correlate`' }]
      : [],
};

/** By its own action, or by a command: `event manager run NAME` */
function policyOf({ verb, fields }: Action): string | undefined {
  if (verb === 'policy') return fields.name;
  return verb === 'cli' ? /^\s*(?:do\s+)?ev\w*\s+man\w*\s+run\s+(?<name>\S+)/i.exec(fields.command ?? '')?.groups?.['name'] : undefined;
}

/** Finds runs of applets that the configuration does not hold. */
export const unknownPolicy: Lint = {
  id: 'unknown-policy',
  severity: 'warning',
  why: 'the run ends there, unless the other policy stands on the device already',
  source: '[L] eem.md 5',
  failing: 'event manager applet A\n event none\n action 10 policy B\n',
  passing: 'event manager applet A\n event none\n action 10 policy B\nevent manager applet B\n event none\n action 10 syslog msg "x"\n',
  check: ({ actions }, { applets, settings }) =>
    actions.flatMap((action) => {
      const { place } = action;
      const name = policyOf(action);
      // A script stands in a file of the device's.
      if (name === undefined || name.includes('$') || /\.(?:tcl|tbc|py)$/i.test(name)) return [];
      const isThere = applets.some((each) => each.name === name) || settings.some(({ text }) => text.split(/\s+/).includes(name));
      return isThere ? [] : [{ place, summary: `there is no applet \`${name}\` in this file` }];
    }),
};
