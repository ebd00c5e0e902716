/** What the templates of one peer are given. */

import { RECORDING_MARK } from '../ios/log/syslog.ts';
import { PLATFORMS } from '../ios/platforms/index.ts';
import {
  freezeSeconds,
  MARGIN_SECONDS,
  MARKER_COMMAND,
  markerFile,
  probeOf,
  recordCommands,
  recordFiles,
  snapshotFiles,
} from './freeze.ts';
import { onCommands, recordLine, sharedBy } from './off-commands.ts';
import { appletName, LEASE_PREFIX, leaseFile, type Role, rolesOf, signalOf } from './ownership.ts';
import { exportSeconds, ringContext, ringOffContext } from './packets.ts';
import { conditionsOf } from './playbook.ts';
import type { PeerRequest } from './request.ts';
import { SHOW_SECONDS } from './shows.ts';
import { sortingOf } from './sorting.ts';
import { STRATEGIES } from './strategies/index.ts';
import type { Strategy } from './strategies/strategy.ts';
import type { GuardContext, LeaveContext, ProbeContext, RecordContext, TemplateContexts, WatchContext } from './template-contexts.ts';
import { tracesToEnable } from './traces.ts';
import { TRIGGERS } from './triggers/index.ts';
import type { Detector, Ends, Trigger } from './triggers/trigger.ts';

/** The guard looks about ten times in a lease, and never so often that EEM's history holds nothing else. */
const GUARD_SECONDS_MIN = 60;
const GUARD_SECONDS_MAX = 1800;
/** Over a weekend and its week: somebody makes room on the flash, or fetches the log. */
const PATIENT_SECONDS = 7 * 86_400;
/** Read three times, so that no short burst ends a recording. */
const CPU_AGAIN_SECONDS = [10, 10] as const;

/**
 * What a trap needs at most to sort a message, or to lock itself against a second freeze; meanwhile it does not spring again. Not longer: a
 * stranger's message must not hide the one of the peer behind it.
 */
const SORTING_SECONDS = 10;

/** The template of an applet, and what it is given. */
export function contextOf(request: PeerRequest, role: Role): { template: keyof TemplateContexts; context: object } {
  const template = TEMPLATES[role];
  return { template, context: CONTEXTS[template](request, role) };
}

function watchContext(request: PeerRequest, role: Role): WatchContext {
  const { playbook, ends } = request;
  const { confirmation, ...trigger }: Trigger = TRIGGERS[playbook.trigger];
  const isCalledBySnmp = role === 'CALL' && playbook.signal === 'snmp';
  const signal = signalOf(request.captureId);
  const detector = detectorOf(role === 'WATCH' ? trigger : isCalledBySnmp ? TRIGGERS['peer-call'] : TRIGGERS.manual, ends, signal);
  // The other end is called because this one is sure: it has nothing to make sure of.
  const confirmed = role === 'WATCH' ? confirmation : undefined;
  const [first, ...snapshots] = snapshotFiles(request);
  return {
    ...describedContext(request, role),
    ...detectorContext(request, detector),
    signal: role === 'WATCH' && playbook.signal === 'snmp' ? signal : undefined,
    repeated: confirmed !== undefined && 'repeated' in confirmed,
    growing: confirmed !== undefined && 'growing' in confirmed ? confirmed.growing : undefined,
    ratelimitSeconds: SORTING_SECONDS,
    maxrunSeconds: freezeSeconds(request),
    tailSeconds: playbook.tailSeconds,
    tailMark: STRATEGIES[playbook.strategy].hasStandingDebugs ? `the tail ends, ${RECORDING_MARK}` : 'the tail ends',
    onCommands: onCommands(playbook, conditionsOf(playbook, request.side)),
    ring: ringContext(request),
    first,
    snapshots: snapshots.map(({ command, path }) => ({ command, path })),
    twin: appletName(request.captureId, role === 'WATCH' ? 'CALL' : 'WATCH'),
    // The bracket keeps the command's own echo from being taken for an answer.
    ask: `FLAPTRA[P]-${request.captureId}`,
    records: recordFiles(request),
    marker: markerFile(request),
    leave: leaveContext(request),
  };
}

function detectorContext(
  request: PeerRequest,
  detector: Detector,
): Pick<WatchContext, 'pattern' | 'sorting' | 'watchdogSeconds' | 'notification'> {
  return {
    pattern: 'syslog' in detector ? detector.syslog.pattern : undefined,
    sorting: 'syslog' in detector && detector.syslog.source !== undefined ? sortingOf(request, detector.syslog.source) : undefined,
    // One look is over, frozen or not, before the next begins.
    watchdogSeconds: 'watchdog' in detector ? Math.max(detector.watchdog.seconds, freezeSeconds(request)) : undefined,
    notification: 'notification' in detector ? detector.notification : undefined,
  };
}

function detectorOf({ detector }: Pick<Trigger, 'detector'>, ends: Ends, signal: number): Detector {
  return detector(ends, signal);
}

function guardContext(request: PeerRequest, role: Role): GuardContext {
  const { playbook, captureId, facts } = request;
  const { cpuPercent } = playbook.budget;
  const strategy: Strategy = STRATEGIES[playbook.strategy];
  const records = recordCommands(playbook, facts);
  const named = (roles: readonly Role[]): string[] =>
    roles.filter((each) => each !== role && rolesOf(playbook).includes(each)).map((each) => appletName(captureId, each));
  const why = role === 'CPU' ? `CPU load reached ${cpuPercent} percent` : 'lease ended';
  return {
    ...describedContext(request, role),
    cpu:
      role === 'CPU' && cpuPercent !== undefined
        ? { oid: PLATFORMS[facts.platform].cpuOid, percent: cpuPercent, again: CPU_AGAIN_SECONDS }
        : undefined,
    again: role === 'GUARD' ? againOf(request) : undefined,
    leaseSeconds: playbook.leaseSeconds,
    maxrunSeconds:
      MARGIN_SECONDS +
      SHOW_SECONDS * (playbook.debugs.length + records.length + request.settings.length + 16) +
      exportSeconds(playbook) +
      (role === 'CPU' ? sumOf(CPU_AGAIN_SECONDS) : 0),
    mark: strategy.hasStandingDebugs ? `${why}, ${RECORDING_MARK}` : why,
    saved: records.map((command) => ({
      command,
      path: `${PLATFORMS[facts.platform].flash}${leaseFile(captureId, command)}`,
      // What the log buffer holds goes with the buffer; a show that this release does not know loses nothing.
      isLog: command === 'show logging',
    })),
    // In reverse, as in disarming: the buffer first, the console last.
    restoreLines: request.settings.toReversed().flatMap(({ undo }) => undo.lines),
    trap: {
      ask: `show running-config | include ^event manager applet FLAPTRA[P]-${captureId}-`,
      any: `${captureId}-(WATCH|CALL)`,
      watch: appletName(captureId, 'WATCH'),
      call: appletName(captureId, 'CALL'),
    },
    ring: ringContext(request, LEASE_PREFIX),
    traps: named(['WATCH', 'CALL', 'PROBE']),
    // The guard goes last but one: what cannot remove it leaves it to try again.
    guards: named(['CPU', 'LEASE', 'GUARD']),
    spared: `${why}, flash takes no file: the log buffer keeps the record`,
    anyRecord: 'flaptrap records capture',
    farewell: `${why}, recording removed`,
    leave: leaveContext(request),
  };
}

function sumOf(seconds: readonly number[]): number {
  return seconds.reduce((sum, each) => sum + each, 0);
}

/** How often the guard looks, and from which second of the router's own clock on it removes everything. [C] `_event_pub_sec`, eem.md 7; [L] that it counts from 1970 in UTC */
function againOf({ playbook, facts, leaseEndsAt }: PeerRequest): GuardContext['again'] {
  // The later of two clocks: a zone that is not known here must not end the lease hours too early. LEASE counts seconds and needs no clock.
  const endMs = Math.max(Date.parse(leaseEndsAt), (facts.clockMs ?? 0) + playbook.leaseSeconds * 1000);
  const everySeconds = Math.min(GUARD_SECONDS_MAX, Math.max(GUARD_SECONDS_MIN, Math.ceil(playbook.leaseSeconds / 10)));
  const fromSeconds = Math.ceil(endMs / 1000) + MARGIN_SECONDS;
  return { everySeconds, fromSeconds, patientSeconds: fromSeconds + PATIENT_SECONDS };
}

function recordContext(request: PeerRequest, role: Role): RecordContext {
  const { playbook, captureId, leaseEndsAt, ends, facts } = request;
  const [remotes, traces] = [conditionsOf(playbook, request.side), tracesToEnable(playbook, facts)];
  const records = recordLine({ playbook, captureId, leaseEndsAt, ends, remotes, traces });
  return { ...commonContext(request, role), captureId, records, maxrunSeconds: MARGIN_SECONDS };
}

/** How a capture stops recording without harm to the others on this router. */
function leaveContext(request: PeerRequest): LeaveContext {
  const { playbook, captureId, facts } = request;
  const shared = sharedBy(playbook, conditionsOf(playbook, request.side), tracesToEnable(playbook, facts));
  return {
    ring: ringOffContext(request),
    record: appletName(captureId, 'REC'),
    // The bracket keeps the command's own echo from being taken for an answer.
    ask: 'show running-config | include ^ description flaptrap record[s]',
    own: `flaptrap records capture ${captureId}`,
    shared: shared.map(({ mark, off }) => ({ pattern: `${mark.replaceAll('.', '[.]')} `, commands: off })),
  };
}

function probeContext(request: PeerRequest, role: Role): ProbeContext {
  const { path, waitSeconds, maxrunSeconds } = probeOf(request);
  return { ...describedContext(request, role), command: MARKER_COMMAND, path, waitSeconds, maxrunSeconds };
}

const TEMPLATES = {
  GUARD: 'guard',
  LEASE: 'guard',
  CPU: 'guard',
  PROBE: 'probe',
  REC: 'record',
  WATCH: 'watch',
  CALL: 'watch',
} as const satisfies Record<Role, keyof TemplateContexts>;
const CONTEXTS: { readonly [Template in keyof TemplateContexts]: (request: PeerRequest, role: Role) => TemplateContexts[Template] } = {
  guard: guardContext,
  watch: watchContext,
  probe: probeContext,
  record: recordContext,
};

function commonContext({ captureId, playbook }: PeerRequest, role: Role): { name: string; authorizationBypass: boolean } {
  return { name: appletName(captureId, role), authorizationBypass: playbook.eem.authorizationBypass };
}

function describedContext(request: PeerRequest, role: Role): { name: string; authorizationBypass: boolean; description: string } {
  const { captureId, digest, leaseEndsAt, ends } = request;
  return {
    ...commonContext(request, role),
    description: `flaptrap capture ${captureId} digest ${digest.slice(0, 16)} lease ${leaseEndsAt} tunnel ${ends.local} ${ends.remote}`,
  };
}
