/** A record is everything one peer's logs say, its files merged in the order in which the device printed, each line once. */

import type { BundleFile } from '../bundle/bundle.ts';
import { type Log, type LogsContext, readLogFiles } from '../ios/log/log.ts';
import { isLogFile } from '../ios/shows/index.ts';
import type { Address } from '../ipsec/address.ts';
import type { Side } from '../ipsec/side.ts';
import { type VendorId, vendorOf } from '../vendors/families/index.ts';
import { readVendorLog } from '../vendors/log.ts';
import { clockSteps, type RecordedEvent, spanAfterSteps } from './clock-step.ts';
import { extentOf } from './extent.ts';
import { type FileLog, fileLogsOf } from './file-logs.ts';
import { kindsIn } from './grouped.ts';
import type { Reading, Recording } from './model.ts';
import { type Chain, chainsOf } from './rotation.ts';
import type { StampedIn } from './stamped-in.ts';
import { withoutRepeats } from './twice-kept.ts';
import { dateUptimes, withoutUntied } from './uptime-beside-dates.ts';
import { inOneZone, type ZoneContext } from './zones.ts';

export interface PeerRecord {
  side: Side;
  stampedIn: StampedIn;
  events: RecordedEvent[];
  lines: number;
  unknown: number;
  damaged: number;
  families: string[];
  /** Whose logs these are, where they are not of IOS: they are read less surely. */
  vendors: VendorId[];
  fromAt: number | null;
  toAt: number | null;
  gaps: Log['gaps'];
  /** Stretches within which no sequence number is missing. */
  numbered: Log['numbered'];
  /** Each file by itself. */
  logs: FileLog[];
  /** Files that end within a message. */
  cutShort: string[];
  /** File by file. */
  readings: Reading[];
}

export interface RecordContext {
  side: Side;
  year?: number | undefined;
  capturedAt?: number | undefined;
  bootAt?: number | undefined;
  /** What the device's own clock and configuration say of its zone. */
  zone: ZoneContext;
  /** Hears how many characters of the logs have been read. */
  heard?: ((characters: number) => void) | undefined;
}

export function recordOf(files: readonly BundleFile[], context: RecordContext): PeerRecord {
  const sources = files.filter(({ name, text }) => text !== '' && isLogFile(name));
  const chains = chainsOf(sources, ({ text, problem }) => problem === undefined && vendorOf(text) === undefined);
  const plain = chains.map((chain) => readAny(chain, { ...context, zones: context.zone.named }));
  const { logs: read, stampedIn } = inOneZone(context.bootAt === undefined ? withoutUntied(plain.map(dateUptimes)) : plain, context.zone);
  const stepped = read.map(({ events }) => clockSteps(events));
  // Stamps of a clock that was set since would make it last for months.
  const logs = read.map((log, index) => ({ ...log, ...spanAfterSteps(stepped[index] ?? []) }));
  const fileLogs = chains.flatMap((chain, index) => fileLogsOf(chain, logs[index], stepped[index] ?? []));
  const stamps = logs.flatMap(({ fromAt, toAt }) => (fromAt === null || toAt === null ? [] : [fromAt, toAt]));
  return {
    side: context.side,
    stampedIn,
    events: inOrder(withoutRepeats(stepped)),
    lines: sum(logs, ({ lines }) => lines),
    unknown: sum(logs, ({ unknown }) => unknown),
    damaged: sum(logs, ({ damaged }) => damaged),
    families: [...new Set(logs.flatMap(({ families }) => families))].sort(),
    vendors: [...new Set(sources.flatMap(({ text }) => vendorOf(text) ?? []))].sort(),
    ...(extentOf(stamps) ?? { fromAt: null, toAt: null }),
    gaps: logs.flatMap(({ gaps }) => gaps),
    numbered: logs.flatMap(({ numbered }) => numbered),
    logs: fileLogs.map(({ log }) => log),
    cutShort: fileLogs.flatMap(({ log: { file }, isCutShort }) => (isCutShort ? [file] : [])),
    readings: fileLogs.map(({ log: { file }, lines, unknown }) => ({ side: context.side, file, lines, unknown })),
  };
}

function readAny({ files }: Chain<BundleFile>, context: LogsContext): Log {
  const [{ name, text }] = files;
  const vendor = vendorOf(text);
  return vendor === undefined ? readLogFiles(files, context) : readVendorLog(vendor, text, { ...context, file: name });
}

function sum(logs: readonly Log[], of: (log: Log) => number): number {
  return logs.reduce((total, log) => total + of(log), 0);
}

/** Files are merged by stamp; inside a file the order of lines stands, and an event without a stamp stays with the one before it. */
function inOrder(logs: readonly RecordedEvent[][]): RecordedEvent[] {
  if (logs.length === 1) return logs[0] ?? [];
  const keyed = logs.flatMap((events, file) => withKeys(events).map((key, index) => ({ key, file, index, recorded: events[index] })));
  keyed.sort((one, two) => one.key - two.key || one.file - two.file || one.index - two.index);
  return keyed.flatMap(({ recorded }) => (recorded === undefined ? [] : [recorded]));
}

/** A time for each event that never runs backwards within the file. */
export function withKeys(events: readonly RecordedEvent[]): number[] {
  let latest = Number.NEGATIVE_INFINITY;
  return events.map(({ baseAt }) => {
    latest = Math.max(latest, baseAt ?? latest);
    return latest;
  });
}

export interface Foreign {
  events: number;
  invalidSpis: number;
  strangers: Address[];
  /** Who sent the others of those SPIs: each source and SPI once. */
  others: Recording['others'];
}

/** What the record covers, so that "not recorded" is never taken for "did not happen". */
export function recordingOf(record: PeerRecord, foreign: Foreign): Recording {
  return {
    fromAt: record.fromAt,
    toAt: record.toAt,
    kinds: kindsIn(record.events).sort(),
    families: record.families,
    vendors: record.vendors,
    lines: record.lines,
    unknownLines: record.unknown,
    damagedLines: record.damaged,
    foreignEvents: foreign.events,
    foreignInvalidSpis: foreign.invalidSpis,
    strangers: foreign.strangers,
    others: foreign.others,
    oldInvalidSpis: 0,
    gaps: record.gaps,
  };
}
