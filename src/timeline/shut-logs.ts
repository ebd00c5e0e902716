/** Shut logs are those of a side that could not have held a message of an unknown SPI, or hold next to nothing: their silence is no good news. */
import type { BundleFile } from '../bundle/bundle.ts';
import { REFUSED } from '../bundle/door/command-parts.ts';
import { TRACE_ID } from '../ios/families/event-trace.ts';
import { narrowedBy, type Passing } from '../ios/log/filtered.ts';
import { isTooSevere, type Shut, shutBuffer, shutServers } from '../ios/log-shut.ts';
import { countersIn, type LogCounters, lostIn } from '../ios/logging.ts';
import { VENDORS, type VendorId, vendorOf } from '../vendors/families/index.ts';
import type { Vendor } from '../vendors/families/vendor.ts';
import { HOLES_MIN, type Listening } from './listening.ts';
import type { Recording } from './model.ts';
import { BUFFER, LOG_INTERVAL_MS } from './persistence.ts';
import type { PeerRecord } from './record.ts';
import type { ShutLog } from './shut-log.ts';

type LogOfFile = PeerRecord['logs'][number];

interface Asked {
  /** When the router was asked for its time, which is behind all that its buffer holds. */
  askedMs: number | undefined;
  /** That of an unknown SPI, as this router would print it. */
  message: Passing;
}

export function shutLogs(record: PeerRecord, files: readonly BundleFile[], { askedMs, message }: Asked): ShutLog[] {
  const configuration = files.flatMap(({ name, text }) => (CONFIGURATION.test(name) ? [text] : [])).join('\n');
  return record.logs.flatMap((log) => {
    const file = files.find(({ name }) => name === log.file);
    const text = file?.text ?? '';
    const vendor = vendorOf(text);
    const why =
      vendor === undefined
        ? shutBy(log, { record, text, counters: file === undefined ? [] : countersIn(file), configuration, askedMs, message })
        : shutByVendor(log.file, text, vendor);
    if (why !== undefined) return [why];
    return file?.problem === 'cut-short' ? [{ file: log.file, by: 'cut' as const }] : [];
  });
}

/** What a record says of its own silence: absent where it can be trusted. */
export function unheardIn(
  { logs }: PeerRecord,
  { counters, lostBetween }: Pick<Listening, 'counters' | 'lostBetween'>,
  shut: readonly ShutLog[],
): Pick<Recording, 'shut' | 'unlogged'> {
  const last = counters.at(-1);
  const unlogged = lostBetween ?? (last === undefined ? 0 : lostIn(last));
  return {
    ...(logs.length > 0 && shut.length === logs.length ? { shut: [...shut] } : {}),
    ...(unlogged > 0 ? { unlogged } : {}),
  };
}

/** `show_running-config.txt`, `show_running_config_include_logging.txt` */
const CONFIGURATION = /^show_run|conf(?:ig)?\b/i;

interface Known extends Asked {
  record: PeerRecord;
  text: string;
  counters: readonly LogCounters[];
  configuration: string;
}

function shutBy(log: LogOfFile, known: Known): ShutLog | undefined {
  const { file, families } = log;
  if (families.length === 1 && families[0] === TRACE_ID) return { file, by: 'trace' };
  const narrow = narrowedBy(file, known.text, known.message);
  if (narrow !== undefined && (narrow.by === 'pattern' || isBrief(log))) return { file, by: 'filtered', command: narrow.command };
  const isBuffer = BUFFER.test(file) || known.text.includes('Buffer logging:') || hasBufferAlone(known.configuration);
  const shut = isBuffer ? shutBuffer(known.text, known.configuration) : shutServers(known.text, known.configuration);
  if (shut !== undefined && (isClosed(shut, log, known) || isSelective(shut) || !hasLesser(log, known.record)))
    return { file, at: isBuffer ? 'buffer' : 'servers', ...shut };
  const refused = log.messages === 0 ? REFUSED.exec(known.text)?.[0].trim() : undefined;
  if (refused !== undefined) return { file, by: 'refused', answer: refused };
  const counters = known.counters.at(-1);
  if (log.messages === 0) return { file, by: 'empty', went: counters?.buffered ?? null };
  const lossy = lossyIn(counters);
  if (lossy !== undefined) return { file, by: 'lossy', ...lossy };
  const isLevelShown = isBuffer && counters?.buffered != null;
  if (!isLevelShown && !hasLesser(log, known.record)) return { file, by: 'severe', messages: log.messages };
  return briefly(log, counters, known.askedMs);
}

/** No server is configured: whatever the file is called, nothing else keeps a log. `logging 192.0.2.9` is how old releases name one. [C CFCR] */
function hasBufferAlone(configuration: string): boolean {
  return /^[ \t]*logging buffered\b/m.test(configuration) && !/^[ \t]*logging (?:host \S|\d)/m.test(configuration);
}

/** Who negotiates is often not who decrypts. */
function shutByVendor(file: string, text: string, id: VendorId): ShutLog | undefined {
  const { title, unknownSpi }: Vendor = VENDORS[id];
  if (unknownSpi === undefined || unknownSpi.unless?.test(text) === true) return undefined;
  return { file, by: 'vendor', title, counted: unknownSpi.counted };
}

/** What stands in a buffer that takes nothing is from before it was shut; lines above its header came to a terminal, and the configuration alone may be younger than the log. */
function isClosed({ by }: Shut, { file }: LogOfFile, { text, record }: Known): boolean {
  const at = text.indexOf('Syslog logging:');
  if ((by !== 'off' && by !== 'disabled') || at === -1 || !text.includes('\nLog Buffer (', at)) return false;
  const header = text.slice(0, at).split('\n').length;
  return !record.events.some(({ event }) => event.file === file && event.kind !== 'command' && event.line < header);
}

/** It takes some messages out and leaves others; of a level, a line that is no more severe shows that it was another one. */
function isSelective({ by }: Shut): boolean {
  return by === 'discriminator' || by === 'filter-module';
}

/** True where a line stands in it that is no more severe than a message of an unknown SPI: a debug, a notification, a line that nobody can read. */
function hasLesser({ file, families, messages }: LogOfFile, { events }: PeerRecord): boolean {
  if (families.length > 0) return true;
  let severe = 0;
  for (const { event } of events) {
    if (event.kind === 'syslog' && isTooSevere(event.severity)) severe += 1;
    else if (event.kind !== 'command' && event.file === file) return true;
  }
  return messages > severe;
}

/** More was lost than logged, and more than a start loses: a rate limit, or a flood. */
function lossyIn(counters: LogCounters | undefined): { lost: number; went: number } | undefined {
  if (counters?.buffered == null) return undefined;
  const lost = lostIn(counters);
  return lost >= HOLES_MIN && lost >= counters.buffered ? { lost, went: counters.buffered } : undefined;
}

/** A buffer that has let go of all but seconds: the same message is logged once a minute at most, and may have been among the others. */
function briefly(
  { file, fromAt, toAt, messages }: LogOfFile,
  counters: LogCounters | undefined,
  askedMs: number | undefined,
): ShutLog | undefined {
  const went = counters?.buffered;
  if (went == null || fromAt === null || toAt === null || went <= messages) return undefined;
  const lastsMs = Math.max(toAt, askedMs ?? toAt) - fromAt;
  return lastsMs < LOG_INTERVAL_MS ? { file, by: 'brief', messages, went, lastsMs } : undefined;
}

/** Of the same flow IOS logs one a minute: fewer lines than that may have had one just before them. */
function isBrief({ fromAt, toAt }: LogOfFile): boolean {
  return fromAt !== null && toAt !== null && toAt - fromAt < LOG_INTERVAL_MS;
}
