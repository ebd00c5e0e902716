/** A happening is what is said to have happened on a router, and what it brings to the applets that it springs. */
import { isAwaited } from './awaited.ts';
import { GIVEN_BY, giversOf } from './built-in.ts';
import { detectorCalled } from './detector-called.ts';
import { REFERENCE } from './machine.ts';
import type { Applet, EventStatement } from './model.ts';

export type Happening =
  | { syslog: string }
  /** A command that somebody types. */
  | { cli: string }
  /** `event manager run NAME`, with its arguments. */
  | { none: readonly string[] }
  | { track: number; state: 'up' | 'down' }
  /** Any other event, by its detector. */
  | { detector: string };

/** `syslog:%SYS-5-RESTART`, `cli:reload`, `none`, `none:one two`, `track:10 down`, `timer`; undefined when it is none of these. */
export function readHappening(text: string): Happening | undefined {
  const { word = '', rest = '' } = /^(?<word>[a-z-]+)(?::(?<rest>[\s\S]*))?$/.exec(text)?.groups ?? {};
  if (word === 'syslog' || word === 'cli') return rest === '' ? undefined : word === 'syslog' ? { syslog: rest } : { cli: rest };
  if (word === 'none') return { none: rest.split(/\s+/).filter((each) => each !== '') };
  if (word === 'track') {
    const { object, state } = /^(?<object>\d+) (?<state>up|down)$/.exec(rest)?.groups ?? {};
    return object === undefined ? undefined : { track: Number(object), state: state === 'up' ? 'up' : 'down' };
  }
  return rest === '' && word !== '' && detectorCalled(word) !== undefined ? { detector: detectorCalled(word)?.id ?? word } : undefined;
}

/** The event of the applet that it springs; several that must come together are taken one by one. */
export function sprungBy({ events }: Applet, happening: Happening): EventStatement | undefined {
  return events.find((event) => {
    if ('syslog' in happening) return event.detector === 'syslog' && isAwaited(event, happening.syslog);
    if ('cli' in happening) return event.detector === 'cli' && isAwaited(event, happening.cli);
    if ('none' in happening) return event.detector === 'none';
    if ('detector' in happening) return event.detector === happening.detector;
    if (event.detector !== 'track') return false;
    const { object, state = 'any' } = event.fields;
    return object === happening.track && (state === 'any' || state === happening.state);
  });
}

/** The built-in variables that the event brings, as far as the happening says them. [C] eem.md 7 */
export function broughtBy(event: EventStatement, happening: Happening): Record<string, string> {
  const always = {
    _event_id: '1',
    _event_type_string: event.detector,
    _event_pub_time: '0',
    _event_pub_sec: '0',
    _event_pub_msec: '0',
    _event_severity: 'severity-normal',
  };
  if ('syslog' in happening) return { ...always, _syslog_msg: happening.syslog, ...partsOf(happening.syslog) };
  if ('cli' in happening) return { ...always, _cli_msg: happening.cli, _cli_username: 'ops', _cli_tty: '1', _cli_privilege: '15' };
  if ('track' in happening) return { ...always, _track_number: String(happening.track), _track_state: happening.state };
  if (!('none' in happening)) return always;
  const named = happening.none.map((value, index) => [`_none_arg${index + 1}`, value]);
  return { ...always, _none_argc: String(happening.none.length), ...Object.fromEntries(named) };
}

/** The other built-in variables of its events that the applet asks for: the device has them, and what they hold nobody has said. */
export function standInsFor({ events, actions }: Applet, known: Readonly<Record<string, string>>): string[] {
  const detectors = events.map(({ detector }) => detector);
  const asked = actions.flatMap(({ place }) => [...place.text.matchAll(REFERENCE)].map(([, name = '']) => name));
  return [...new Set(asked)].filter(
    (name) => !Object.hasOwn(known, name) && !GIVEN_BY.has(name) && giversOf(name)?.some((id) => detectors.includes(id)) === true,
  );
}

function partsOf(message: string): Record<string, string> {
  const parts = /%(?<facility>[A-Z][\w-]*?)-(?<severity>[0-7])-(?<mnemonic>\w+)/.exec(message)?.groups;
  if (parts === undefined) return {};
  return {
    _syslog_facility: parts['facility'] ?? '',
    _syslog_priority: parts['severity'] ?? '',
    _syslog_mnemonic: parts['mnemonic'] ?? '',
  };
}
