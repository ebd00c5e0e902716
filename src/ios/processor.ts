/** The processor's memory and load: what of it a router uses. */

/** `Processor  FF86F21010   856541768   355116168   501425600   499097976   501041348`: head, total, used, free, lowest, largest [C] genieparser, show memory statistics */
export const PROCESSOR_MEMORY = /^\s*Processor\s+[0-9A-Fa-f]+\s+(?<total>\d+)\s+(?<used>\d+)\s+\d+\s+\d+\s+(?<largest>\d+)\s*$/m;
/** `CPU utilization for five seconds: 1%/0%; one minute: 2%; five minutes: 2%` [C] */
export const CPU_LOAD = /^CPU utilization for five seconds: \d+%\/\d+%; one minute: (?<percent>\d+)%/m;

export interface ProcessorMemory {
  totalBytes: number;
  usedBytes: number;
  /** In one piece. */
  largestBytes: number;
}

/** Of `show memory statistics`: the pool from which the logging buffer is taken. */
export function readProcessorMemory(showMemory: string): ProcessorMemory | undefined {
  const { total, used, largest } = PROCESSOR_MEMORY.exec(showMemory.replaceAll('\r', ''))?.groups ?? {};
  return total === undefined ? undefined : { totalBytes: Number(total), usedBytes: Number(used), largestBytes: Number(largest) };
}

/** Of `show processes cpu`: percent over the last minute. */
export function readCpuLoad(showProcesses: string): number | undefined {
  const percent = CPU_LOAD.exec(showProcesses)?.groups?.['percent'];
  return percent === undefined ? undefined : Number(percent);
}
