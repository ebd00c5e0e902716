/** Warnings are what an engineer should know of a router before it is armed; refusals are why it must not be armed at all. */
import { CONDITIONAL_DEBUGS, DEBUGS } from '../ios/debugs.ts';
import type { Side } from '../ipsec/side.ts';
import { sayUnsprung } from './default-traps.ts';
import type { PeerFacts } from './facts.ts';
import { conditionMark, debugMark, LATER_MARK } from './off-commands.ts';
import { packetRefusals } from './packets.ts';
import { conditionsOf, flashBytesOf, type ManagedPeer, type Playbook } from './playbook.ts';
import { imageRefusals, recordRefusals } from './refusals.ts';
import type { PeerRequest } from './request.ts';
import { type StandingCapture, sayStanding } from './standing.ts';
import { STRATEGIES } from './strategies/index.ts';
import type { Strategy } from './strategies/strategy.ts';
import { TRIGGERS } from './triggers/index.ts';
import type { Ends, Trigger } from './triggers/trigger.ts';

/** Three terminal lines stay free: one for EEM, two for people. */
const TERMINAL_LINES_MIN = 4;

/** Whether the object that the guard reads exists there, no command says without SNMP. [L] */
const UNPROVEN_CPU =
  'that its CPU guard can fire is unproven: `snmp get` of the object in its applet would tell, and one that is missing never fires';

export function warningsOf(
  playbook: Playbook,
  facts: PeerFacts,
  { settings, ends, peer, side }: Pick<PeerRequest, 'settings' | 'ends' | 'peer' | 'side'>,
): string[] {
  const isResized = settings.some((step) => step.kind === 'logging' && step.bufferBytes !== null);
  const warnings: (string | false)[] = [
    facts.isAssumed && 'no router was contacted: the platform and the logging buffer are assumed',
    isResized && !facts.isAssumed && 'setting the logging buffer empties it: what it holds is fetched first',
    playbook.budget.cpuPercent !== undefined && UNPROVEN_CPU,
    facts.eemVersion === null && !facts.isAssumed && 'the EEM version is unknown: `show event manager version` was not answered',
    ...platformWarnings(playbook),
    ...vrfWarnings(peer, ends),
    isUnlimited(playbook, side) && UNLIMITED,
    ...sayUnsprung(playbook),
    playbook.eem.authorizationBypass && 'the applets run with `authorization bypass`: AAA does not check their commands',
  ];
  return warnings.filter((warning) => warning !== false);
}

/** A second condition, by `fvrf`, may widen the first one instead of narrowing it. [U] */
function vrfWarnings({ frontVrf }: Pick<ManagedPeer, 'frontVrf'>, { remote }: Ends): string[] {
  if (frontVrf === undefined) return [];
  return [
    `its debug condition names ${remote} in whatever VRF: a peer with the same address in another one than ${frontVrf} is recorded too`,
  ];
}

/** No form of a condition but that of an address is certain. [L] eem.md 11.1; by name, profile or VRF [U] */
const UNLIMITED =
  'no debug condition can name a peer whose address changes: the debugs of every peer of this router are recorded, and fill its log the sooner; budget.linesPerSecond and budget.cpuPercent end them';
/** Of so many peers the debugs are still bounded. [B] */
const SESSIONS_MAX = 4;

/** Debugs that would run without a condition. */
export function isUnlimited(playbook: Playbook, side: Side): boolean {
  const { hasStandingDebugs, startsDebugs } = STRATEGIES[playbook.strategy];
  return (hasStandingDebugs || startsDebugs) && conditionsOf(playbook, side).length === 0;
}

/** A condition of one narrows the debugs of the other, which then misses its peer. [L] eem.md 11.1 */
function unlimitedBeside(captures: readonly StandingCapture[], isOurs: boolean): string[] {
  const isWithout = ({ marks }: StandingCapture): boolean =>
    CONDITIONAL_DEBUGS.some((id) => marks.includes(debugMark(id))) && !marks.some((mark) => mark.startsWith('cond-'));
  return captures
    .filter((capture) => isOurs || isWithout(capture))
    .map(
      (capture) => `${sayStanding(capture)} stands there: debugs with a condition and debugs without one cannot stand beside each other`,
    );
}

/** Nobody knows how many lines a hub prints without a condition. */
function refusalOfHub({ sessions, isAssumed }: PeerFacts): string | false {
  if (isAssumed || (sessions !== null && sessions <= SESSIONS_MAX)) return false;
  const found = sessions === null ? 'how many peers it has is not known' : `it has ${sessions} peers now`;
  return `debugs cannot be limited to a peer whose address changes, and ${found} (\`show crypto session\`; ${SESSIONS_MAX} at most): write the address that the peer has now, or take strategy: event-trace with strangers: spring`;
}

function platformWarnings({ trigger, strategy, signal }: Playbook): (string | false)[] {
  const { needs }: Trigger = TRIGGERS[trigger];
  const { needs: callNeeds }: Trigger = TRIGGERS['peer-call'];
  return [
    needs !== undefined && `the trigger ${trigger} works only when \`${needs}\` is configured`,
    signal === 'snmp' && `calling the other router by SNMP needs this configuration: ${callNeeds}`,
    STRATEGIES[strategy].startsDebugs && `strategy ${strategy}: ${STRATEGIES[strategy].title}`,
  ];
}

/** What this platform cannot do. */
function platformRefusals({ trigger, strategy }: Playbook, { platform }: PeerFacts): string[] {
  const chosen: { what: string; platforms?: readonly string[] | undefined }[] = [
    { what: `the trigger ${trigger}`, ...(TRIGGERS[trigger] as Trigger) },
    { what: `the strategy ${strategy}`, ...(STRATEGIES[strategy] as Strategy) },
  ];
  return chosen.flatMap(({ what, platforms }) =>
    platforms === undefined || platforms.includes(platform) ? [] : [`${what} works on ${platforms.join(', ')} only, this is ${platform}`],
  );
}

/** Each reason names what was found and what to do; empty when the router may be armed. */
export function refusalsOf(playbook: Playbook, facts: PeerFacts, ends: Ends, side: Side): string[] {
  // Its own debugs and conditions would only repeat the news.
  const rivals = rivalsOf(facts.captures, ends);
  if (rivals.length > 0)
    return rivals.map(
      (rival) =>
        `it is armed already: ${sayStanding(rival)}; \`flaptrap resume ${rival.captureId}\` goes on with it, \`flaptrap disarm ${rival.captureId}\` or \`flaptrap sweep\` ends it`,
    );
  const neededBytes = flashBytesOf(playbook);
  const ownBytes = facts.ownFiles.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const { debugs, conditions } = othersOf(facts);
  const refusals: (string | false)[] = [
    ...platformRefusals(playbook, facts),
    ...imageRefusals(facts),
    ...recordRefusals(playbook, facts),
    isUnlimited(playbook, side) && refusalOfHub(facts),
    ...unlimitedBeside(facts.captures, isUnlimited(playbook, side)),
    ...packetRefusals(playbook, facts, ends.local),
    debugs.length > 0 &&
      `debugs are already on (${debugs.join('; ')}): flaptrap's debug condition would filter them, and flaptrap could not tell them from its own`,
    conditions.length > 0 && `debug conditions are already set (${conditions.join('; ')}): they would also filter the debugs of flaptrap`,
    STRATEGIES[playbook.strategy].startsDebugs &&
      facts.captures.length > 0 &&
      `strategy ${playbook.strategy} cannot run beside another capture on the same router: ${facts.captures.map(sayStanding).join('; ')}`,
    ...facts.captures
      .filter(({ marks }) => marks.includes(LATER_MARK))
      .map(
        (capture) =>
          `${sayStanding(capture)} starts its debugs only at its trigger, and cannot run beside another capture on the same router`,
      ),
    facts.captures.length > 0 && refusalOfBuffer(playbook, facts),
    ...facts.settings
      .filter(() => facts.captures.length > 0)
      .map(({ line }) => `it lacks \`${line}\`, and ${facts.captures.map(sayStanding).join('; ')} records there: let that end first`),
    facts.flashFreeBytes !== null &&
      facts.flashFreeBytes < neededBytes &&
      `flash has ${facts.flashFreeBytes} bytes free, ${neededBytes} are needed: ${adviceOnFlash(facts.ownFiles.length, ownBytes)}`,
    facts.freeTerminalLines !== null &&
      facts.freeTerminalLines < TERMINAL_LINES_MIN - 1 &&
      `${facts.freeTerminalLines} of its vty lines are free, and three are needed (for EEM, flaptrap and you); in use: ${facts.terminalHolders.join(', ')}`,
  ];
  return refusals.filter((refusal) => refusal !== false);
}

/** A buffer that is resized loses what it holds: here the record of somebody else's capture. [C] CFCR, logging buffered */
function refusalOfBuffer({ budget }: Playbook, { bufferBytes, isBufferAtDebugging, captures }: PeerFacts): string | false {
  const kilobytes = Math.floor(bufferBytes / 1024);
  if (isBufferAtDebugging && kilobytes >= budget.logBufferKilobytes) return false;
  const advice = isBufferAtDebugging ? `set budget.logBufferKilobytes to ${kilobytes} at most` : 'let the other capture end first';
  return `the logging buffer holds the record of ${captures.map(sayStanding).join('; ')}, and changing it to ${budget.logBufferKilobytes} kB would empty it: ${advice}`;
}

/** Captures of the same tunnel; one that does not say its tunnel may be of this one. */
export function rivalsOf(captures: readonly StandingCapture[], { local, remote }: Ends): StandingCapture[] {
  return captures.filter(({ tunnel }) => tunnel === null || (tunnel.local === local && tunnel.remote === remote));
}

/** Debugs and conditions that no capture of ours accounts for. */
function othersOf({ debugs, conditions, captures }: PeerFacts): Pick<PeerFacts, 'debugs' | 'conditions'> {
  const marks = captures.flatMap((capture) => capture.marks);
  const ours = CONDITIONAL_DEBUGS.filter((id) => marks.includes(debugMark(id))).flatMap((id): readonly RegExp[] => DEBUGS[id].shown);
  return {
    debugs: debugs.filter((line) => !ours.some((shown) => shown.test(line))),
    conditions: conditions.filter((address) => !marks.includes(conditionMark(address))),
  };
}

/** Evidence that nobody has read yet is not deleted to make room. */
function adviceOnFlash(files: number, bytes: number): string {
  return files === 0
    ? 'delete files, or lower budget.flashMegabytes'
    : `${files} files of earlier captures use ${bytes} bytes: \`flaptrap collect\` fetches them, \`flaptrap sweep PLAYBOOK --delete-files\` deletes them`;
}
