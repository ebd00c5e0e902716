/** A file's log is its own share of a log that may stand in several files: what it covers, and how much of it was read. */
import type { BundleFile } from '../bundle/bundle.ts';
import type { Log } from '../ios/log/log.ts';
import { isBeforeUntoldStep, type RecordedEvent } from './clock-step.ts';
import { extentOf } from './extent.ts';
import { grouped } from './grouped.ts';
import type { Chain } from './rotation.ts';

export interface FileLog extends Pick<Log, 'fromAt' | 'toAt' | 'messages' | 'families'> {
  file: string;
  /** The file of which it is the continuation. */
  follows?: string | undefined;
}

interface Shared {
  log: FileLog;
  isCutShort: boolean;
  lines: number;
  unknown: number;
}

/** `recorded`: the events of the whole log, on the clock of its end. */
export function fileLogsOf({ files, isNext }: Chain<BundleFile>, log: Log | undefined, recorded: readonly RecordedEvent[]): Shared[] {
  if (log === undefined) return [];
  const { fromAt, toAt, messages, families, isCutShort, lines } = log;
  const unknown = log.unknown + (log.silent ?? 0);
  if (log.parts === undefined) return [{ log: { file: files[0].name, fromAt, toAt, messages, families }, isCutShort, lines, unknown }];
  const spans = spansOf(recorded, log);
  let lastAt: number | null = null;
  let last: string | undefined;
  return log.parts.map(({ file, messages, families, ...counted }, index) => {
    const span = spans.get(file) ?? { fromAt: null, toAt: null };
    // Nothing was said between a number and the next: what lies between is covered as within one file.
    const own = { ...span, ...(isNext[index] === true && lastAt !== null ? { fromAt: lastAt, toAt: span.toAt ?? lastAt } : {}) };
    const log = { file, ...own, messages, families, follows: last };
    [last, lastAt] = own.toAt === null ? [last, lastAt] : [file, own.toAt];
    return { ...counted, log };
  });
}

/** Of each file's events; what the log covers above its first event and below its last is of the files in which these stand. */
function spansOf(recorded: readonly RecordedEvent[], { fromAt, toAt }: Log): Map<string, Pick<Log, 'fromAt' | 'toAt'>> {
  const sure = recorded.filter((each) => each.baseAt !== null && !isBeforeUntoldStep(each));
  const stamps = grouped(sure, ({ event }) => [event.file]);
  const [first, last] = [sure[0]?.event.file, sure.at(-1)?.event.file];
  return new Map(
    [...stamps].map(([file, own]) => {
      const edges = [...(file === first ? [fromAt] : []), ...(file === last ? [toAt] : [])];
      return [file, extentOf([...own.map(({ baseAt }) => baseAt), ...edges].filter((at) => at !== null)) ?? { fromAt, toAt }];
    }),
  );
}
