/** An envelope reader takes the envelopes of one log off: lines that follow each other differ in their digits only, so the form of the last one is tried first. */
import type { Family } from '../families/family.ts';
import type { LogLine } from './entry.ts';
import { familyAt, isHeadAt } from './head.ts';
import { hostRemoved, readLogLine, STAMPED_LINE, withoutBlanks } from './line.ts';
import { RELAY_PRECISION_MS } from './relay-stamp.ts';
import { type CalendarStamp, msOfDayAt, numberAt } from './stamp.ts';
import { knownZoneMinutes } from './stamp-zone.ts';

/** Where the parts of the last envelope stood. */
interface Form {
  /** Digits of the sequence number; 0 when there is none. */
  sequenceDigits: number;
  /** `*Jan  5 ` or `Jan  5 2026 `, from the end of the sequence number to the hours. */
  date: string;
  timeAt: number;
  /** Digits behind the seconds' dot; 0 when there is none. */
  fractionDigits: number;
  /** ` UTC: `, from the end of the digits to the body. */
  suffix: string;
  bodyAt: number;
  line: LogLine;
  stamp: CalendarStamp;
}

const COLON = 58;
const SPACE = 32;

export class EnvelopeReader {
  #form: Form | undefined;
  /** Of the line that was read last in a longer text. */
  stamp: CalendarStamp | undefined;
  sequence: number | undefined;
  /** Whose message begins in it. */
  family: Family | undefined;
  /** Its date, time and zone as printed. */
  #printed = NOTHING;

  read(line: string): LogLine {
    const form = this.#form;
    const quick = form === undefined ? undefined : readLike(form, line);
    if (quick !== undefined) return quick;
    const read = readLogLine(line);
    const fresh = formOf(line, read);
    if (fresh !== undefined) {
      this.#form = fresh;
      this.stamp = fresh.stamp;
      this.#printed = NOTHING;
    }
    return read;
  }

  /** Whose message the line is. */
  familyOf(line: string): Family | undefined {
    return this.readAt(line, 0, line.length) === NOT_READ ? familyAt(this.read(line).body, 0) : this.family;
  }

  /** Where the body of a line begins that stands in a longer text; -1 when the line has to be read by itself. */
  readAt(text: string, from: number, to: number): number {
    const form = this.#form;
    if (form === undefined || from + form.bodyAt >= to) return NOT_READ;
    const { sequenceDigits } = form;
    const sequence = sequenceDigits === 0 ? undefined : numberAt(text, from, sequenceDigits);
    const bodyAt = from + form.bodyAt;
    if (sequence === -1) return NOT_READ;
    // Lines that were printed at once share their stamp.
    if (!text.startsWith(this.#printed, from + sequenceDigits) && !this.#readStamp(text, from, form)) return NOT_READ;
    this.family = familyAt(text, bodyAt);
    if (this.family === undefined && !isBodyAt(text, bodyAt, to)) return NOT_READ;
    this.sequence = sequence;
    return bodyAt;
  }

  #readStamp(text: string, from: number, { sequenceDigits, date, timeAt, fractionDigits, suffix, bodyAt, stamp }: Form): boolean {
    const dateAt = from + sequenceDigits;
    if (!text.startsWith(date, dateAt) || !text.startsWith(suffix, from + bodyAt - suffix.length)) return false;
    const msOfDay = msOfDayAt(text, from + timeAt, fractionDigits);
    if (msOfDay === undefined) return false;
    this.stamp = moved(stamp, msOfDay);
    this.#printed = text.slice(dateAt, from + bodyAt);
    return true;
  }
}

const NOT_READ = -1;
const PERCENT = 37;
/** No stamp begins so. */
const NOTHING = '\n';
/** Behind the longest name of a host. */
const HOST_CHARACTERS = 65;
const HOST_BLANKS = 4;
const ASCII_LAST = 126;

/** True of a body of no family that begins here without blanks and without a host before it. */
function isBodyAt(text: string, at: number, to: number): boolean {
  const next = text.charCodeAt(at);
  if (next === PERCENT) return true;
  if (next <= SPACE || next === COLON) return false;
  const last = Math.min(to, at + HOST_CHARACTERS);
  let end = at;
  while (end < last && text.charCodeAt(end) > SPACE) {
    if (text.charCodeAt(end) > ASCII_LAST) return false;
    end += 1;
  }
  // What looks like a message behind a name may be one.
  for (let behind = end; behind < to && behind <= end + HOST_BLANKS; behind += 1) {
    if (isHeadAt(text, behind)) return false;
    if (text.charCodeAt(behind) > SPACE) return text.charCodeAt(behind) <= ASCII_LAST;
  }
  return true;
}

function moved(stamp: CalendarStamp, msOfDay: number): CalendarStamp {
  const { year, month, day, zone, precisionMs } = stamp;
  return msOfDay === stamp.msOfDay ? stamp : { kind: 'calendar', year, month, day, msOfDay, zone, precisionMs };
}

function formOf(line: string, read: LogLine): Form | undefined {
  const { stamp } = read;
  if (stamp?.kind !== 'calendar' || read.priority !== undefined || read.relay !== undefined) return undefined;
  const match = STAMPED_LINE.exec(line);
  const time = match === null ? null : CLOCK.exec(match[0]);
  if (match === null || time === null) return undefined;
  if (time[1] === undefined && mayBeRelays(stamp)) return undefined;
  const sequenceDigits = match[2]?.length ?? 0;
  const digitsEnd = time.index + time[0].length;
  return {
    sequenceDigits,
    date: line.slice(sequenceDigits, time.index),
    timeAt: time.index,
    fractionDigits: time[1]?.length ?? 0,
    suffix: line.slice(digitsEnd, match[0].length),
    bodyAt: match[0].length,
    line: read,
    stamp,
  };
}

/** `Nov 12 02:52:00 hq:   (sa) sa_dest= …`, `Nov 12 02:52:00 HQ: …`: what stands in the place of a zone is a host; in the next line the router's own stamp may follow, which the form would take for words. */
function mayBeRelays({ zone, precisionMs }: CalendarStamp): boolean {
  return precisionMs === RELAY_PRECISION_MS || (zone !== undefined && knownZoneMinutes(zone) === undefined);
}

/** `03:00:00.014` */
export const CLOCK = /\d{2}:\d{2}:\d{2}(?:\.(\d{1,9}))?/;

function readLike(
  { sequenceDigits, date, timeAt, fractionDigits, suffix, bodyAt, line: last, stamp }: Form,
  line: string,
): LogLine | undefined {
  if (!line.startsWith(date, sequenceDigits) || !line.startsWith(suffix, bodyAt - suffix.length)) return undefined;
  const sequence = sequenceDigits === 0 ? undefined : numberAt(line, 0, sequenceDigits);
  if (sequence === -1) return undefined;
  const msOfDay = msOfDayAt(line, timeAt, fractionDigits);
  const next = line.charCodeAt(bodyAt);
  // What the general form would take as part of the envelope, or of the time.
  if (msOfDay === undefined || next === COLON || (next === SPACE && !suffix.endsWith(' '))) return undefined;
  return {
    body:
      next === SPACE ? withoutBlanks(line.slice(bodyAt)) : isHeadAt(line, bodyAt) ? line.slice(bodyAt) : hostRemoved(line.slice(bodyAt)),
    stamp: moved(stamp, msOfDay),
    mark: last.mark,
    sequence,
    priority: undefined,
    relay: undefined,
    isHead: true,
    isDamaged: false,
  };
}
