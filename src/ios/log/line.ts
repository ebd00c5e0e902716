/** A log line is read by taking its envelope off: priority, relay, host, sequence number, stamp and zone, each of them optional. */
import type { LogLine } from './entry.ts';
import { BODY_START, HEAD_SOURCE, isHeadAt } from './head.ts';
import { RELAY_PRECISION_MS, readRelayStamp } from './relay-stamp.ts';
import { type CalendarStamp, MONTHS, msOfDay, parseUptime, precisionOf, type Stamp } from './stamp.ts';
import { knownZoneMinutes } from './stamp-zone.ts';

const STAMP_SOURCE =
  '([*.]?)(?:(?<!\\d)((?:19|20)\\d{2}) )?(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\\.? {1,2}(\\d{1,2}) (?:(\\d{4}) )?(\\d{2}):(\\d{2}):(\\d{2})(?:\\.(\\d{1,9}))?(?: ?([A-Za-z][\\w+-]{0,9}|[+-]\\d{2}:?\\d{2}))?:(?: :)? ?';
/** `2328304: Jun  8 19:14:38.051 GMT: IKEv2:(SESSION ID = 14607,SA ID = 68):`, `*Feb  2 11:39:59KST: %CRYPTO-4-…`, `Jan 8 15:00:23.723 EDT: : %CRYPTO-4-…` */
export const STAMPED_LINE = new RegExp(`^(?:<(\\d{1,3})>)?(?:(\\d{1,10}): )?${STAMP_SOURCE}`);
/** The same behind a relay's header, a host or a prompt: `<190>2361044: sw01: Jan  6 2022 22:11:43.398 UTC: %FOO-6-BAR:` */
export const STAMP_ANYWHERE = new RegExp(STAMP_SOURCE);
/** `foo: 00:01:01: %SYSMGR-STANDBY-3-…`, `<190>511: 43w2d: %SYS-6-CLOCKUPDATE: …`; a line of a block keeps its indent: `00:05:00:         has spi …` */
export const UPTIME_LINE =
  /^(?:<(\d{1,3})>)?((?:[\w.-]{1,64}: ){0,3})([*.]?)(\d{1,6}:\d{2}:\d{2}(?:\.\d{3,6})?|\d+y\d+w|\d+w\d+d|\d+d\d{2}h):(?: (?= {2})| +)/;
/** `000123: `, `<189>521: router1: `, `hq#`: what may stand before a body that has no stamp, without damage. */
export const BARE_PREFIX = /^(?:<\d{1,3}>)?(?:[\w.:-]{1,64}: ){0,3}(?:[\w.-]{1,64}(?:\([\w-]{1,40}\))?[#>] ?)?[*.]?$/;

/** The last number with a colon before the stamp counts on the device itself; one before it is a relay's. */
const LAST_SEQUENCE = /(?:^|[\s>])(\d{1,10}): *$/;
const PRIORITY = /^<(\d{1,3})>/;
/** A relay's header is shorter than this; a stamp further right stands in a body. [L] */
const RELAY_CHARACTERS = 200;

export function readLogLine(line: string): LogLine {
  const stamped = STAMPED_LINE.exec(line);
  if (stamped !== null) {
    const rest = line.slice(stamped[0].length);
    const priority = stamped[1];
    if (isBehindRelay(stamped, 3, rest)) return behindRelay(stamped[0], rest);
    const sequence = stamped[2];
    return {
      body: hostRemoved(rest),
      stamp: stampOf(stamped, 3),
      mark: stamped[3] as LogLine['mark'],
      sequence: sequence === undefined ? undefined : Number(sequence),
      priority: priority === undefined ? undefined : Number(priority),
      relay: undefined,
      isHead: true,
      isDamaged: false,
    };
  }
  return readRelayed(line) ?? readUptime(line) ?? readBare(line);
}

/** The parts of a stamp, from its mark on: the last is its zone. */
const STAMP_ZONE = 9;

/** `Nov 12 02:52:00 hq: Nov 12 02:52:00.123 UTC: …`: of two stamps in a row the first is a relay's, and what looks like its zone is the host. [C RFC 3164 5.3] */
function isBehindRelay(stamp: RegExpExecArray, first: number, rest: string): boolean {
  return stamp[first] === '' && stamp[first + STAMP_ZONE] !== undefined && STAMPED_LINE.test(rest);
}

function behindRelay(header: string, rest: string): LogLine {
  const own = readLogLine(rest);
  const priority = PRIORITY.exec(header)?.[1];
  return { ...own, relay: `${header}${own.relay ?? ''}`, priority: priority === undefined ? own.priority : Number(priority) };
}

function readRelayed(line: string): LogLine | undefined {
  const found = hasClock(line) ? STAMP_ANYWHERE.exec(line) : null;
  if (found === null || found.index > RELAY_CHARACTERS) return undefined;
  const relay = line.slice(0, found.index);
  if (BODY_START.test(relay)) return undefined;
  const body = line.slice(found.index + found[0].length);
  if (isBehindRelay(found, 1, body)) return behindRelay(`${relay}${found[0]}`, body);
  return { ...withPrefix(relay, hostRemoved(body), stampOf(found, 1), found[1] as LogLine['mark']), isDamaged: false };
}

/** Two colons with two characters between, as every stamp has; most lines below a message have none. */
function hasClock(line: string): boolean {
  for (let at = line.indexOf(':'); at !== -1; at = line.indexOf(':', at + 1)) if (line.charCodeAt(at + 3) === COLON) return true;
  return false;
}

const COLON = 58;

function readUptime(line: string): LogLine | undefined {
  const found = UPTIME_LINE.exec(line);
  if (found === null) return undefined;
  const [whole, , prefix = '', mark, uptime = ''] = found;
  const relay = `${line.startsWith('<') ? line.slice(0, line.indexOf('>') + 1) : ''}${prefix}`;
  return withPrefix(relay, line.slice(whole.length), parseUptime(uptime), mark as LogLine['mark']);
}

/** `Nov 12 02:52:00 hq 12: 00:01:23.456: `: the device counts from its start, and a relay put its own header before that. */
export const UPTIME_BEHIND = /[\s>]([*.]?)(\d{1,6}:\d{2}:\d{2}(?:\.\d{3,6})?|\d+y\d+w|\d+w\d+d|\d+d\d{2}h): +$/;

/** `hq#send log 4 "%CRYPTO-4-…`, `action 1.0 syslog msg "…`: a message that somebody only quotes. */
export const QUOTED_BODY = /["']$/;

function readBare(line: string): LogLine {
  const start = BODY_START.exec(line);
  if (start === null || QUOTED_BODY.test(line.slice(0, start.index)))
    return {
      body: line,
      stamp: undefined,
      mark: '',
      sequence: undefined,
      priority: undefined,
      relay: undefined,
      isHead: false,
      isDamaged: false,
    };
  const prefix = line.slice(0, start.index);
  const uptime = UPTIME_BEHIND.exec(prefix);
  const relayed = readRelayStamp(uptime === null ? prefix : prefix.slice(0, uptime.index + 1));
  // The device's own time, where it printed one behind the relay's.
  const stamp = relayed === undefined || uptime?.[2] === undefined ? readRelayStamp(prefix) : parseUptime(uptime[2]);
  const bare = withPrefix(prefix, line.slice(start.index), stamp, '');
  return { ...bare, isDamaged: prefix.trim() !== '' && stamp === undefined && !BARE_PREFIX.test(prefix) };
}

function withPrefix(relay: string, body: string, stamp: Stamp | undefined, mark: LogLine['mark']): LogLine {
  const priority = PRIORITY.exec(relay)?.[1];
  const sequence = LAST_SEQUENCE.exec(relay)?.[1];
  return {
    body,
    stamp,
    mark,
    sequence: sequence === undefined ? undefined : Number(sequence),
    priority: priority === undefined ? undefined : Number(priority),
    relay: relay === '' ? undefined : relay,
    isHead: true,
    isDamaged: false,
  };
}

/** `router: %SYS-5-CONFIG_I: …`: some relays put the host behind the stamp. [C SYS] */
export const HOST_BEFORE_BODY = new RegExp(`^[\\w.:-]{1,64}: {1,2}(?=${HEAD_SOURCE})`);
/** `host.example %CRYPTO-4-RECVD_PKT_INV_SPI: …`, `hq ISAKMP:(1001): …`: or without its colon, before what only a message begins with. */
export const HOST_ALONE = new RegExp(`^[\\w.:-]{1,64}\\s{1,4}(?=${BODY_START.source})`);

export function hostRemoved(body: string): string {
  if (isHeadAt(body, 0)) return body;
  const bare = withoutBlanks(body);
  if (bare !== body) return bare;
  const host = HOST_BEFORE_BODY.exec(body) ?? HOST_ALONE.exec(body);
  return host === null ? body : body.slice(host[0].length);
}

/** Two blanks, a tab or a no-break space before a message; what is indented otherwise is a line of a block. */
export function withoutBlanks(body: string): string {
  const first = body.charCodeAt(0);
  if (first > BLANK && first !== NO_BREAK) return body;
  const bare = body.trimStart();
  return isHeadAt(bare, 0) ? bare : body;
}

const BLANK = 32;
const NO_BREAK = 160;

/** `Jan  5 03:00:21 hq: %SYS-…`, `… R1: %SYS-…`: what a relay puts behind its time is a host; zones are written in capitals, and without figures. [L] */
const HOST_NOT_ZONE = /^(?:[a-z]|[A-Za-z-]{1,9}\d)/;

function isHost(name: string | undefined): boolean {
  return name !== undefined && HOST_NOT_ZONE.test(name) && knownZoneMinutes(name) === undefined;
}

function stampOf(match: RegExpExecArray, first: number): CalendarStamp | undefined {
  const [year, month, day, laterYear, hours = '', minutes = '', seconds = '', fraction, zone] = match.slice(first + 1);
  const time = msOfDay(hours, minutes, seconds, fraction);
  const dayOfMonth = Number(day);
  if (time === undefined || dayOfMonth < 1 || dayOfMonth > 31) return undefined;
  const printedYear = year ?? laterYear;
  const isRelays = match[first] === '' && fraction === undefined && isHost(zone);
  return {
    kind: 'calendar',
    year: printedYear === undefined ? undefined : Number(printedYear),
    month: MONTHS.indexOf(month as (typeof MONTHS)[number]),
    day: dayOfMonth,
    msOfDay: time,
    zone: isRelays ? undefined : zone,
    precisionMs: isRelays ? RELAY_PRECISION_MS : precisionOf(fraction),
  };
}
