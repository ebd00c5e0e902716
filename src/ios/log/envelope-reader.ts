/** An envelope reader takes the envelopes of one log off: lines that follow each other differ in their digits only, so the form of the last one is tried first. */
import type { LogLine } from './entry.ts';
import { isHeadAt } from './head.ts';
import { hostRemoved, readLogLine, STAMPED_LINE, withoutBlanks } from './line.ts';
import { type CalendarStamp, msOfDayAt, numberAt } from './stamp.ts';

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
  private form: Form | undefined;

  read(line: string): LogLine {
    const { form } = this;
    const quick = form === undefined ? undefined : readLike(form, line);
    if (quick !== undefined) return quick;
    const read = readLogLine(line);
    this.form = formOf(line, read) ?? this.form;
    return read;
  }
}

function formOf(line: string, read: LogLine): Form | undefined {
  const { stamp } = read;
  if (stamp?.kind !== 'calendar' || read.priority !== undefined || read.relay !== undefined) return undefined;
  const match = STAMPED_LINE.exec(line);
  const time = match === null ? null : CLOCK.exec(match[0]);
  if (match === null || time === null) return undefined;
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
    stamp:
      msOfDay === stamp.msOfDay
        ? stamp
        : {
            kind: 'calendar',
            year: stamp.year,
            month: stamp.month,
            day: stamp.day,
            msOfDay,
            zone: stamp.zone,
            precisionMs: stamp.precisionMs,
          },
    mark: last.mark,
    sequence,
    priority: undefined,
    relay: undefined,
    isHead: true,
    isDamaged: false,
  };
}
