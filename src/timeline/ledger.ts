/** Keeping the ledger goes through each file of a record in its order: lines that only one debug prints, switches between them, and what the log says of itself. */
import type { BundleFile } from '../bundle/bundle.ts';
import { TRACE_ID } from '../ios/families/event-trace.ts';
import { RECORDING_MARK } from '../ios/log/syslog.ts';
import { countersIn, type LogCounters, lostIn } from '../ios/logging.ts';
import type { Event, EventKind } from '../ipsec/event.ts';
import { VENDORS, type VendorId } from '../vendors/families/index.ts';
import type { Vendor, VendorAsk } from '../vendors/families/vendor.ts';
import { isBeforeUntoldStep, type RecordedEvent } from './clock-step.ts';
import { listedAtEnd, switchesIn } from './debug-switches.ts';
import { familyTeller } from './event-family.ts';
import { grouped, recordedOf } from './grouped.ts';
import { type Hearing, hearingsOf } from './hearing.ts';
import { type HeardFamily, type Listening, LOG_ID, type Stretch, without } from './listening.ts';
import type { Recording } from './model.ts';
import type { PeerRecord } from './record.ts';
import type { ShutLog } from './shut-log.ts';

/** `shut`: logs whose silence says nothing of messages. */
export function ledgerOf(record: PeerRecord, files: readonly BundleFile[], shut: readonly ShutLog[] = []): Listening {
  const logs = files.filter(({ name }) => record.logs.some(({ file }) => file === name));
  const isSampled = logs.some((file) => file.isSampled === true);
  const counted = new Map(logs.map((file) => [file.name, countersIn(file)]));
  const counters = logs.flatMap(({ name }) => counted.get(name) ?? []);
  const late = beginsLate(record, counted);
  const isExcerpt = logs.some((file) => file.name === late?.file && isTakenFrom(file, counted.get(file.name)?.at(-1)));
  const listed = listedAtEnd(files);
  const silentAtEnd = [...listed].filter((family) => !record.families.includes(family));
  const { families, printed } = debugsHeard(record, logs, listed);
  return {
    families: [...families, ...logItself(record, shut)].sort((one, two) => (one.family < two.family ? -1 : 1)),
    printed,
    ...(silentAtEnd.length === 0 ? {} : { silentAtEnd }),
    numbered: isSampled ? [] : record.numbered,
    gaps: record.gaps,
    beginsLate: late === undefined ? null : { at: late.at, why: late.why },
    ...(isExcerpt ? { isExcerpt } : {}),
    ...(isExcerpt ? takenOutOf(record, late) : {}),
    counters,
    lostBetween: isSampled || isCut(record, logs) ? null : lostBetween(counters, record),
    ...(isSampled ? { isSampled } : {}),
    clockSteps: recordedOf(record.events, 'clock-step').map(({ event: { at, fromAt = null, toAt = null } }) => ({ at, fromAt, toAt })),
  };
}

/** What an end that is no IOS would have to be asked for, in its own words. */
export function askOf({ vendors: [vendor] }: Pick<Recording, 'vendors'>): (VendorAsk & { vendor: VendorId; title: string }) | undefined {
  return vendor === undefined ? undefined : { vendor, title: VENDORS[vendor].title, ...VENDORS[vendor].ask };
}

function debugsHeard(
  record: PeerRecord,
  files: readonly BundleFile[],
  listed: ReadonlySet<string>,
): Pick<Listening, 'families' | 'printed'> {
  const switches = switchesIn(record.events, files);
  const hearings = [...new Set([...record.families, ...switches.map(({ family }) => family)])].flatMap((family) => {
    const own = switches.filter((each) => each.family === family);
    return hearingsOf(family, record.logs, own);
  });
  const printed = hearAll(record, hearings);
  const heardOf = [...grouped(hearings, ({ family }) => [family])].map(([family, own]) => {
    // What was asked behind the last record says nothing of what came before another.
    const heard = own.map((hearing, index) => hearing.close(listed.has(family) && index === own.length - 1));
    const stretches = heard.flatMap((each) => each.heard);
    const silent = isAlwaysOn(family) ? [] : joined(heard.flatMap((each) => each.silent));
    return {
      family,
      heard: without([...record.gaps, ...silent], joined(isAlwaysOn(family) ? traced(stretches, record.toAt) : stretches)),
      deaf: joined(heard.flatMap(({ deaf }) => deaf)),
      ...(silent.length === 0 ? {} : { silent }),
    };
  });
  // A family that prints no event, such as the crypto engine's, neither hears nor misses one.
  const families = heardOf.filter(({ heard, deaf, silent = [] }) => heard.length + deaf.length + silent.length > 0);
  return { families, printed };
}

/** The record is gone through once for all of them: a long one has hundreds of thousands of events. By family the kinds that it prints. */
function hearAll({ events }: PeerRecord, hearings: readonly Hearing[]): Listening['printed'] {
  const familyOf = familyTeller();
  const printed = new Map<string, Set<EventKind>>();
  let file: string | undefined;
  let own: readonly Hearing[] = [];
  for (const { event, baseAt } of events) {
    if (event.file !== file) {
      file = event.file;
      own = hearings.filter(({ files }) => files.has(event.file));
    }
    const family = isOfDebug(event) ? familyOf(event) : undefined;
    if (family !== undefined) note(printed, family, event.kind);
    const marked = isMark(event);
    for (const hearing of own) hearing.pass(event, baseAt, family === hearing.family ? 'own' : marked ? 'mark' : 'other');
  }
  return Object.fromEntries([...printed].map(([family, kinds]) => [family, [...kinds]]));
}

function note(printed: Map<string, Set<EventKind>>, family: string, kind: EventKind): void {
  const kinds = printed.get(family);
  if (kinds === undefined) printed.set(family, new Set([kind]));
  else kinds.add(kind);
}

function isOfDebug({ kind }: Event): boolean {
  return kind !== 'syslog' && kind !== 'command' && kind !== 'invalid-spi' && kind !== 'reload' && kind !== 'clock-step';
}

/** Our freezing applet logs it when the tail ends: up to there the debugs were on. */
function isMark(event: Event): boolean {
  return event.kind === 'syslog' && event.facility === 'HA_EM' && event.message.includes(RECORDING_MARK);
}

/** An event trace that is enabled runs all the time [C], and so does a daemon's log: it was on for as long as anything was recorded. [L] ike.md 1.5 */
function isAlwaysOn(family: string): boolean {
  return family === TRACE_ID || Object.values<Vendor>(VENDORS).some(({ id, isAlwaysLogging }) => id === family && isAlwaysLogging);
}

function traced(stretches: readonly Stretch[], toAt: number | null): Stretch[] {
  return stretches.map((stretch) => ({ ...stretch, toAt: Math.max(stretch.toAt, toAt ?? stretch.toAt), why: 'it runs all the time' }));
}

/** The log takes every message from its first stamp to its last, unless it is shut. */
function logItself({ logs, gaps, events }: PeerRecord, shut: readonly ShutLog[]): HeardFamily[] {
  const deaf = new Set(shut.flatMap(({ file, by }) => (by === 'brief' || by === 'vendor' ? [] : [file])));
  const stretches = logs.flatMap(({ file, fromAt, toAt }): Stretch[] => {
    const why = isSetWithin(file, events) ? 'from where its clock was set to its last stamp' : 'from its first stamp to its last';
    return fromAt === null || toAt === null || deaf.has(file) ? [] : [{ fromAt, toAt, why }];
  });
  return stretches.length === 0 ? [] : [{ family: LOG_ID, heard: without(gaps, joined(stretches)), deaf: [] }];
}

/** No message tells of it, so that what stands before has no instant. */
function isSetWithin(file: string, events: readonly RecordedEvent[]): boolean {
  if (!events.some(isBeforeUntoldStep)) return false;
  const own = events.filter(({ event, baseAt }) => event.file === file && baseAt !== null);
  return own.some(isBeforeUntoldStep) && !own.every(isBeforeUntoldStep);
}

/** In order, those that overlap as one. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  const found: Stretch[] = [];
  for (const stretch of stretches.toSorted((one, two) => one.fromAt - two.fromAt)) {
    const last = found.at(-1);
    if (last !== undefined && stretch.fromAt <= last.toAt) last.toAt = Math.max(last.toAt, stretch.toAt);
    else found.push({ ...stretch });
  }
  return found;
}

interface Late {
  at: number;
  why: string;
  file: string;
  messages: number;
  /** Messages that the router counted. */
  buffered: number;
}

/** More messages went to the buffer than it holds: it has let go of the first, or it is not all here. */
function beginsLate({ logs }: PeerRecord, counted: ReadonlyMap<string, readonly LogCounters[]>): Late | undefined {
  for (const { file, fromAt, messages } of logs) {
    const buffered = counted.get(file)?.at(-1)?.buffered;
    if (buffered == null || fromAt === null || buffered <= messages) continue;
    const why = `${file} holds ${messages} of the ${buffered} messages that went to the buffer`;
    return { at: fromAt, why, file, messages, buffered };
  }
  return undefined;
}

/** A buffer lets go of messages only when it is full [C Cisco, logging buffered]: with room left it was cleared, or a part of what it held is here. */
function isTakenFrom({ text, isWhole }: BundleFile, counters: LogCounters | undefined): boolean {
  return isWhole !== true && counters?.bufferBytes != null && text.length < counters.bufferBytes * FULL_SHARE;
}

/**
 * What was there before somebody cleared the buffer is more than what came since, nearly always: of an excerpt that holds most of what was counted
 * the rest stood anywhere in it. A debug of several lines may be one message or as many, so that each line is taken for one. [L]
 */
function takenOutOf({ readings }: PeerRecord, late: Late | undefined): Pick<Listening, 'takenOut'> {
  if (late === undefined || late.buffered > 2 * late.messages) return {};
  const lacks = late.buffered - (readings.find(({ file }) => file === late.file)?.lines ?? 0);
  return lacks > 0 ? { takenOut: lacks } : {};
}

/** Beside its messages a buffer keeps what it needs for each of them. [L] */
const FULL_SHARE = 0.5;

/** A file that came home shorter than its manifest says, or ends within a message, proves nothing complete. */
function isCut({ cutShort }: PeerRecord, files: readonly BundleFile[]): boolean {
  return files.some(({ name, problem }) => problem === 'cut-short' || cutShort.includes(name));
}

/**
 * Headers count since the device started: where the last one counts nothing, nothing was lost. What two differ by was lost in between; that they
 * do not differ proves a log whole only when all of its messages came between the two: the same header, printed twice, proves nothing.
 */
function lostBetween(counters: readonly LogCounters[], { logs }: PeerRecord): number | null {
  const [first, last] = [counters[0], counters.at(-1)];
  if (first === undefined || last === undefined) return null;
  // It counts anew since it started again: what it lost before that nobody knows.
  if (counters.some((each, index) => isReset(counters[index - 1] ?? each, each))) return null;
  if (lostIn(last) === 0) return 0;
  const lost = lostIn(last) - lostIn(first);
  if (lost > 0) return lost;
  const held = logs.reduce((sum, { messages }) => sum + messages, 0);
  const isAround = first.buffered !== null && last.buffered !== null && held > 0 && last.buffered - first.buffered >= held;
  return lost === 0 && isAround ? 0 : null;
}

function isReset(before: LogCounters, after: LogCounters): boolean {
  const isFewer = (key: 'dropped' | 'rateLimited' | 'flushes' | 'overruns') => after[key] < before[key];
  return (
    isFewer('dropped') ||
    isFewer('rateLimited') ||
    isFewer('flushes') ||
    isFewer('overruns') ||
    (after.buffered ?? 0) < (before.buffered ?? 0)
  );
}
