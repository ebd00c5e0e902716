/** A platform is what differs between IOS families: file systems, limits, commands, and what is secret in their output. */
export interface Platform {
  id: string;
  /** As people say it: `IOS`, `IOS XE`. */
  title: string;
  /** Matches the output of `show version` of this platform, and of no other. */
  versionPattern: RegExp;
  /** Where our files go, with its colon. */
  flash: string;
  /** True when `verify /md5 FILE` exists. [L] */
  hasVerifyMd5: boolean;
  /** True when the Quantum Flow Processor's drop counters exist. */
  hasQfp: boolean;
  /** True when `show monitor event-trace crypto` records SA events without debugs. */
  hasEventTrace: boolean;
  /** True when `monitor capture NAME …` in EXEC mode keeps a ring of packets. */
  hasPacketCapture: boolean;
  /** Configuration lines are cut beyond this many characters. [B] */
  maxConfigLineLength: number;
  /**
   * SNMP object of the CPU's load over five seconds, in percent: busyPer of OLD-CISCO-CPU-MIB, seen to work with EEM on a CSR1000v. [L] The one of
   * CISCO-PROCESS-MIB ends in an index that is 1 here and 7 there, and an instance that does not exist never fires. [L]
   */
  cpuOid: string;
}
