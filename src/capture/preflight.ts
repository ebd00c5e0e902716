/** Preflight reads from a router what its plan depends on, and changes nothing. */

import type { Cli } from '../device/cli.ts';
import { FILE_COMMANDS } from '../device/files.ts';
import { FlaptrapError } from '../errors.ts';
import { type ConfiguredEnds, readConfiguredEnds } from '../ios/configured-ends.ts';
import { parseDirectory } from '../ios/directory.ts';
import { readTrace, TRACE_COMMANDS, TRACE_IDS, type TraceState } from '../ios/event-traces.ts';
import { readImageName } from '../ios/images.ts';
import { withLearned } from '../ios/interface-addresses.ts';
import { parseClock } from '../ios/log/syslog.ts';
import { readLogging, readLoggingLine, readNarrowedLine } from '../ios/logging.ts';
import { PLATFORMS, type PlatformId, platformOf } from '../ios/platforms/index.ts';
import { readCpuLoad, readProcessorMemory } from '../ios/processor.ts';
import { readConditions, readCryptoDebugs } from '../ios/shows/debugging.ts';
import { readEemVersion } from '../ios/shows/eem.ts';
import { freeTerminalLines, readSilentSeconds, readTerminalHolders } from '../ios/shows/users.ts';
import type { PeerFacts } from '../playbook/facts.ts';
import { OWN_FILE } from '../playbook/ownership.ts';
import type { ManagedPeer } from '../playbook/playbook.ts';
import { neededSettings } from '../playbook/settings.ts';
import { readRestoreLines, readStanding } from '../playbook/standing.ts';

/** The header alone: a full buffer is megabytes. */
export const LOG_HEADER = 'show logging | include logging:|Log Buffer|^ +Logging to';

export const ASKED = {
  version: 'show version',
  configuration: 'show running-config',
  users: 'show users',
  clock: 'show clock',
  eem: 'show event manager version',
  interfaces: 'show ip interface brief',
  debugs: 'show debugging',
  conditions: 'show crypto debug-condition',
  memory: 'show memory statistics',
  load: 'show processes cpu | include ^CPU utilization',
} as const;
/** One line a peer. [C] `show crypto session`, `Peer: 198.51.100.1 port 500` */
export const SESSIONS = 'show crypto session | count ^Peer:';

/** What is asked of a router of this platform. */
export function preflightCommands(platform: PlatformId): string[] {
  const traces = PLATFORMS[platform].hasEventTrace
    ? TRACE_IDS.flatMap((id) => [TRACE_COMMANDS.askState(id), TRACE_COMMANDS.askSize(id)])
    : [];
  return [...Object.values(ASKED), LOG_HEADER, ...traces];
}

/** `isUnlimited`: its debugs could not be limited to one peer. */
export async function askFacts(cli: Cli, peer: Pick<ManagedPeer, 'platform'>, isUnlimited = false): Promise<PeerFacts> {
  requirePrivilege(cli);
  const showVersion = await cli.exec(ASKED.version);
  const platform = platformOfPeer(cli, peer, showVersion);
  const configuration = await cli.exec(ASKED.configuration);
  const users = await optional(cli, ASKED.users);
  const showClock = await optional(cli, ASKED.clock);
  const logging = readLogging(await cli.exec(LOG_HEADER));
  const directory = parseDirectory(await optional(cli, FILE_COMMANDS.list(PLATFORMS[platform].flash)));
  return {
    isAssumed: false,
    hostname: cli.hostname,
    platform,
    version: releaseOf(showVersion),
    image: readImageName(showVersion) ?? null,
    serial: SERIAL.exec(showVersion)?.[1] ?? null,
    eemVersion: readEemVersion(await optional(cli, ASKED.eem)),
    loggingLine: readLoggingLine(configuration),
    bufferBytes: logging.bufferBytes,
    isBufferAtDebugging: logging.isBufferAtDebugging,
    narrowedLine: readNarrowedLine(configuration) ?? (logging.isXml ? 'logging buffered xml' : null),
    settings: neededSettings(configuration, logging),
    traces: await askTraces(cli, platform, configuration),
    memory: readProcessorMemory(await optional(cli, ASKED.memory)) ?? null,
    cpuPercent: readCpuLoad(await optional(cli, ASKED.load)) ?? null,
    silentSeconds: readSilentSeconds(configuration) ?? null,
    ...(await askDebugs(cli)),
    captures: readStanding(configuration),
    standingRestores: readRestoreLines(configuration),
    clockMs: parseClock(showClock)?.at ?? null,
    flashFreeBytes: directory.freeBytes ?? null,
    ownFiles: directory.files.filter(({ name }) => OWN_FILE.test(name)),
    freeTerminalLines: freeTerminalLines(configuration, users),
    terminalHolders: readTerminalHolders(users),
    sessions: isUnlimited ? readCount(await optional(cli, SESSIONS)) : null,
    ends: await askEnds(cli, configuration),
  };
}

/** What DHCP or PPP gave is in no configuration. */
async function askEnds(cli: Cli, configuration: string): Promise<ConfiguredEnds> {
  const ends = readConfiguredEnds(configuration);
  if (!ends.addresses.some(({ how, family }) => how === 'learned' && family === 4)) return ends;
  return { ...ends, addresses: withLearned(ends.addresses, await optional(cli, ASKED.interfaces)) };
}

async function askTraces(cli: Cli, platform: PlatformId, configuration: string): Promise<TraceState[]> {
  if (!PLATFORMS[platform].hasEventTrace) return [];
  const traces: TraceState[] = [];
  for (const id of TRACE_IDS) {
    const state = await cli.tryExec(TRACE_COMMANDS.askState(id));
    const trace = readTrace(id, state.ok ? state.answer : undefined, await optional(cli, TRACE_COMMANDS.askSize(id)), configuration);
    if (trace !== undefined) traces.push(trace);
  }
  return traces;
}

/** What of crypto is debugged now, and under which conditions. */
export async function askDebugs(cli: Cli): Promise<{ debugs: string[]; conditions: string[] }> {
  return {
    debugs: readCryptoDebugs(await cli.exec(ASKED.debugs)),
    conditions: readConditions(await optional(cli, ASKED.conditions)),
  };
}

/** The release as `show version` says it in its first lines. */
export const RELEASE = /^.*\bVersion \S+.*$/m;
/** `Processor board ID FTX1234A0B1` */
export const SERIAL = /^Processor board ID (\w+)/m;

function releaseOf(showVersion: string): string {
  return RELEASE.exec(showVersion)?.[0].trim() ?? '';
}

export function platformOfPeer(cli: Cli, peer: Pick<ManagedPeer, 'platform'>, showVersion: string): PlatformId {
  if (peer.platform !== 'auto') return peer.platform;
  const id = Object.keys(PLATFORMS).find((each) => each === platformOf(showVersion)?.id);
  if (id !== undefined) return id as PlatformId;
  throw new FlaptrapError('preflight', 'flaptrap does not know the platform of this router', {
    peer: cli.target.name,
    tried: ASKED.version,
    answer: showVersion.split('\n').slice(0, 3).join('\n'),
    next: `set platform: ${Object.keys(PLATFORMS).join(' or ')} in the playbook`,
  });
}

function requirePrivilege(cli: Cli): void {
  if (cli.isPrivileged) return;
  throw new FlaptrapError('not-authorized', 'the account does not reach privileged EXEC mode', {
    peer: cli.target.name,
    tried: 'enable',
    next: 'give the account privilege 15, or set enableSecret in the playbook',
  });
}

/** `Number of lines which match regexp = 2` [C] */
function readCount(answer: string): number | null {
  const count = /match regexp = (\d+)/.exec(answer)?.[1];
  return count === undefined ? null : Number(count);
}

/** An answer that the plan can do without. */
async function optional(cli: Cli, command: string): Promise<string> {
  const result = await cli.tryExec(command);
  return result.ok ? result.answer : '';
}
