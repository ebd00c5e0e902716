/** What each template is given: every name that it uses, and no other; what is off is undefined, never left out. */
import type { RingContext, RingOffContext } from './packets.ts';
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
  /** Whose packet the message is about, by the address that it names. */
  sorting: SortingContext | undefined;
  watchdogSeconds: number | undefined;
  notification: { oid: string; value: string } | undefined;
  ratelimitSeconds: number;
  /** What calls the other end. */
  signal: number | undefined;
  /** What it makes sure of before it freezes. */
  repeated: boolean;
  growing: { command: string; patterns: readonly string[]; packets: number; waitSeconds: number } | undefined;
  /** What `show` is asked, to know whether this applet and its twin still stand. */
  ask: string;
  twin: string;
  onCommands: readonly string[];
  /** The ring of packets; it is stopped before anything else takes its time. */
  ring: RingContext | undefined;
  first: PlannedFile;
  snapshots: readonly PlannedFile[];
  tailSeconds: number;
  tailMark: string;
  records: readonly PlannedFile[];
  marker: PlannedFile;
  leave: LeaveContext;
}

/** A message springs the trap when the packet came from the other end; what came from others is let pass. */
export interface SortingContext {
  /** Takes the address out, by its one group. */
  source: string;
  /** The other end as the playbook names it, before and behind a NAT. */
  wanted: readonly string[];
  /** Other peers of this router. */
  others: readonly string[];
  /** True when nobody knows its address: whoever has a session with this router and is none of the others is it. */
  asksSessions: boolean;
  /** True when the recording can say that an SPI was made for the other end. */
  knowsMoved: boolean;
  takesStrangers: boolean;
}

export interface GuardContext extends DescribedContext {
  /** It springs on load, by a watchdog that looks again, or when the lease has run down. `again`: after how many seconds the load is read again, each time. */
  cpu: { oid: string; percent: number; again: readonly number[] } | undefined;
  /** `patientSeconds`: until then a log that no flash took is tried again. */
  again: { everySeconds: number; fromSeconds: number; patientSeconds: number } | undefined;
  leaseSeconds: number;
  mark: string;
  /** `isLog`: what the log buffer alone holds, until it is on flash. */
  saved: readonly (PlannedFile & { isLog: boolean })[];
  restoreLines: readonly string[];
  /** Stands in the description of whatever capture still records. */
  anyRecord: string;
  /** The two traps of which a freeze takes the other away: what is asked for them, and the answer that names one. */
  trap: { ask: string; any: string; watch: string; call: string };
  /** The ring of packets, which nobody has frozen. */
  ring: RingContext | undefined;
  /** They go when the record is saved; then, at the very end, guards. */
  traps: readonly string[];
  guards: readonly string[];
  spared: string;
  farewell: string;
  leave: LeaveContext;
}

/** How a capture stops recording without harm to the others on this router. */
export interface LeaveContext {
  /** The ring of packets of this capture alone. */
  ring: RingOffContext | undefined;
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
