/** A short log is of less than the minute in which IOS says the same once, beside one of the other end that goes on: its silence is of no time. */
import type { BundleFile } from '../bundle/bundle.ts';
import { readLogCounters } from '../ios/logging.ts';
import { extentOf } from './extent.ts';
import { recordedOf } from './grouped.ts';
import { LOG_INTERVAL_MS } from './persistence.ts';
import type { PeerRecord } from './record.ts';
import type { ShutLog } from './shut-log.ts';

/** Of each of its logs; empty where one of them covers more, or nobody knows what it covers. */
export function shortLogs(own: PeerRecord, other: PeerRecord, files: readonly BundleFile[]): ShutLog[] {
  const lastsMs = lengthOf(own);
  const otherMs = lengthOf(other);
  if (lastsMs === undefined || lastsMs >= LOG_INTERVAL_MS || own.events.length === 0) return [];
  // One that holds such a message has shown it, whoever it is from.
  if (recordedOf(own.events, 'invalid-spi').length > 0) return [];
  // Of one instant nothing is covered; of a few seconds something, which is next to nothing beside an hour.
  if (lastsMs > 0 && (otherMs === undefined || otherMs < LONG_MS)) return [];
  const told = own.logs.flatMap(({ file }) => readLogCounters(files.find(({ name }) => name === file)?.text ?? ''));
  return told.length > 0 ? [] : own.logs.map(({ file }) => ({ file, by: 'short', lastsMs }));
}

/** So long a record is of another length than one of seconds. [B] */
const LONG_MS = 10 * LOG_INTERVAL_MS;

/** Undefined where a log has no stamps: nobody knows its length. */
function lengthOf({ logs }: PeerRecord): number | undefined {
  const spoken = logs.filter(({ messages }) => messages > 0);
  if (spoken.some(({ fromAt }) => fromAt === null)) return undefined;
  const extent = extentOf(spoken.flatMap(({ fromAt, toAt }) => (fromAt === null || toAt === null ? [] : [fromAt, toAt])));
  return extent === undefined ? undefined : extent.toAt - extent.fromAt;
}

/** Each file once: what shuts a log says more than that it is short. */
export function withShort(shut: readonly ShutLog[], short: readonly ShutLog[]): ShutLog[] {
  return [...shut, ...short.filter(({ file }) => !shut.some((each) => each.file === file))];
}
