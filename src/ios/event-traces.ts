/** Event traces are rings in which IOS XE keeps what IPsec and IKEv2 do, without any debug: their commands, and what those answer. */

export const TRACE_IDS = ['ipsec', 'ikev2'] as const;
export type TraceId = (typeof TRACE_IDS)[number];

/** One as its router has it. */
export interface TraceState {
  id: TraceId;
  isEnabled: boolean;
  /** Null when the device does not say. */
  entries: number | null;
  /** The configured `monitor event-trace crypto ipsec event size …`. */
  sizeLine: string | null;
}

/** The commands of one trace. [C] eem.md 11.2; the words of `parameters` and `size` CFCR, monitor event-trace */
export const TRACE_COMMANDS = {
  enable: (id: TraceId) => `monitor event-trace crypto ${id} event enable`,
  disable: (id: TraceId) => `monitor event-trace crypto ${id} event disable`,
  size: (id: TraceId, entries: number) => `monitor event-trace crypto ${id} event size ${entries}`,
  /** One line where it is off, and none where it is on. */
  askState: (id: TraceId) => `show monitor event-trace crypto ${id} event all | include Tracing currently`,
  askSize: (id: TraceId) => `show monitor event-trace crypto ${id} event parameters`,
  record: (id: TraceId) => `show monitor event-trace crypto ${id} event all`,
} as const;

/** `Tracing currently disabled, from exec command` [C] samples show-event-trace-crypto */
export const TRACE_DISABLED = /Tracing currently disabled/;
/** `Trace has 512 entries` [C] CFCR, show monitor event-trace */
export const TRACE_SIZE = /Trace has (?<entries>\d+) entries/;

/** Undefined when this release has no such trace. */
export function readTrace(id: TraceId, state: string | undefined, size: string | undefined, configuration: string): TraceState | undefined {
  if (state === undefined) return undefined;
  const entries = TRACE_SIZE.exec(size ?? '')?.groups?.['entries'];
  const sizeLine = new RegExp(`^monitor event-trace crypto ${id} event size \\d+`, 'm').exec(configuration)?.[0];
  return {
    id,
    isEnabled: !TRACE_DISABLED.test(state),
    entries: entries === undefined ? null : Number(entries),
    sizeLine: sizeLine ?? null,
  };
}
