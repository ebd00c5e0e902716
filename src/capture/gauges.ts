/** Gauges are what a router says of its own state while it is armed: since when it runs, its clock, its load, its log, its terminal lines. */
import { type Cli, HOSTNAME_COMMAND } from '../device/cli.ts';
import { parseClock } from '../ios/log/syslog.ts';
import { readCpuLoad, readProcessorMemory } from '../ios/processor.ts';
import { VTY_USER } from '../ios/shows/users.ts';
import { version } from '../ios/shows/version.ts';
import type { PeerPlan } from '../playbook/plan.ts';

export const GAUGE_COMMANDS = {
  uptime: HOSTNAME_COMMAND,
  clock: 'show clock',
  load: 'show processes cpu | include ^CPU utilization',
  memory: 'show memory statistics',
  users: 'show users',
  /** Every message has a colon: how many lines the buffer holds. */
  kept: 'show logging | count :',
} as const;

/** `    Buffer logging:  level debugging, 120 messages logged, xml disabled,` [C] */
export const MESSAGES_LOGGED = /^\s*Buffer logging:.*?(?<messages>\d+) messages logged/m;
/** `Number of lines which match regexp = 120` [C] */
export const LINES_COUNTED = /match regexp = (?<lines>\d+)/;

/** Each is absent where the router does not say. */
export interface Gauges {
  /** By a clock that nobody sets. */
  atMs: number;
  uptimeSeconds?: number | undefined;
  clockMs?: number | undefined;
  /** Over one minute. */
  cpuPercent?: number | undefined;
  /** Of the processor's memory, in use. */
  memoryPercent?: number | undefined;
  /** Messages that the buffer has taken so far. */
  messages?: number | undefined;
  /** Lines that it holds. */
  keptLines?: number | undefined;
  freeLines?: number | undefined;
}

/** What says whether the recording is too dear, and whether terminal lines are scarce. */
export async function askLoad(
  cli: Cli,
  { facts }: Pick<PeerPlan, 'facts'>,
): Promise<Pick<Gauges, 'cpuPercent' | 'memoryPercent' | 'freeLines'>> {
  const cpuPercent = await askCpu(cli);
  const memoryPercent = readMemoryPercent(await answerTo(cli, GAUGE_COMMANDS.memory));
  const held = (await answerTo(cli, GAUGE_COMMANDS.users)).match(VTY_USER)?.length;
  // Preflight counted those that were free then, beside those that were held.
  const lines = facts.freeTerminalLines === null ? undefined : facts.freeTerminalLines + facts.terminalHolders.length;
  return { cpuPercent, memoryPercent, freeLines: lines === undefined || held === undefined ? undefined : lines - held };
}

export async function askCpu(cli: Cli): Promise<number | undefined> {
  return readCpuLoad(await answerTo(cli, GAUGE_COMMANDS.load));
}

function readMemoryPercent(showMemory: string): number | undefined {
  const memory = readProcessorMemory(showMemory);
  return memory === undefined ? undefined : Math.ceil((memory.usedBytes * 100) / memory.totalBytes);
}

/** What says whether the router, its clock or its log buffer is another than before. */
export async function askIdentity(cli: Cli): Promise<Pick<Gauges, 'uptimeSeconds' | 'clockMs' | 'keptLines'>> {
  return {
    uptimeSeconds: await askUptime(cli),
    clockMs: parseClock(await answerTo(cli, GAUGE_COMMANDS.clock))?.at,
    keptLines: numberIn(await answerTo(cli, GAUGE_COMMANDS.kept), LINES_COUNTED, 'lines'),
  };
}

export async function askUptime(cli: Cli): Promise<number | undefined> {
  return version.read(await answerTo(cli, GAUGE_COMMANDS.uptime)).uptimeSeconds?.value;
}

export function messagesIn(logHeader: string): number | undefined {
  return numberIn(logHeader, MESSAGES_LOGGED, 'messages');
}

/** A router that refuses one of them does without it. */
async function answerTo(cli: Cli, command: string): Promise<string> {
  const result = await cli.tryExec(command);
  return result.ok ? result.answer : '';
}

function numberIn(answer: string, pattern: RegExp, name: string): number | undefined {
  const text = pattern.exec(answer)?.groups?.[name];
  return text === undefined ? undefined : Number(text);
}
