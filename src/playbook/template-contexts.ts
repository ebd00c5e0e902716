/** What each template is given: every name that it uses, and no other; what is off is undefined, never left out. */
import type { PlannedFile } from './plan.ts';

/** By the template's name, without extension. */
export interface TemplateContexts {
  guard: GuardContext;
  probe: ProbeContext;
  record: RecordContext;
  watch: WatchContext;
}

interface CommonContext {
  name: string;
  authorizationBypass: boolean;
  maxrunSeconds: number;
}

interface DescribedContext extends CommonContext {
  /** The whole description line, by which a capture knows its applets again. */
  description: string;
}

export interface WatchContext extends DescribedContext {
  pattern: string | undefined;
  /** Matches messages that spring it only because another address begins with the same digits. */
  neighbour: string | undefined;
  watchdogSeconds: number | undefined;
  notification: { oid: string; value: string; source: string } | undefined;
  ratelimitSeconds: number;
  /** What calls the other end. */
  signal: number | undefined;
  /** What it makes sure of before it freezes. */
  repeated: { waitSeconds: number } | undefined;
  growing: { command: string; pattern: string; waitSeconds: number } | undefined;
  isRepeating: boolean;
  mayComeAgain: boolean;
  /** What `show` is asked, to know whether this applet and its twin still stand. */
  ask: string;
  twin: string;
  onCommands: readonly string[];
  first: PlannedFile;
  snapshots: readonly PlannedFile[];
  tailSeconds: number;
  tailMark: string;
  records: readonly PlannedFile[];
  marker: PlannedFile;
  leave: LeaveContext;
}

export interface GuardContext extends DescribedContext {
  /** It springs on load, by a watchdog that looks again, or when the lease has run down. */
  /** `again`: after how many seconds the load is read again, each time. */
  cpu: { oid: string; percent: number; again: readonly number[] } | undefined;
  again: { everySeconds: number; fromSeconds: number } | undefined;
  leaseSeconds: number;
  mark: string;
  saved: readonly PlannedFile[];
  restoreLines: readonly string[];
  /** Stands in the description of whatever capture still records. */
  anyRecord: string;
  others: readonly string[];
  farewell: string;
  leave: LeaveContext;
}

/** How a capture stops recording without harm to the others on this router. */
export interface LeaveContext {
  record: string;
  ask: string;
  own: string;
  shared: readonly { pattern: string; commands: readonly string[] }[];
}

export interface ProbeContext extends DescribedContext {
  command: string;
  path: string;
  waitSeconds: number;
}

export interface RecordContext extends CommonContext {
  captureId: string;
  /** Its description: what this capture records, and until when. */
  records: string;
}
