/** The applets of one peer: what the templates are given, and the text that comes of it. */
import { renderApplet } from '../applet/render.ts';
import { RECORDING_MARK } from '../ios/log/syslog.ts';
import { PLATFORMS } from '../ios/platforms/index.ts';
import { marksOf, onCommands, sharedBy } from './off-commands.ts';
import { appletName, evidenceFile, leaseFile, ROLES, type Role, signalOf } from './ownership.ts';
import type { PlannedFile, PlannedProbe } from './plan.ts';
import type { Playbook } from './playbook.ts';
import type { PeerRequest } from './request.ts';
import { STRATEGIES } from './strategies/index.ts';
import type { Strategy } from './strategies/strategy.ts';
import { TRIGGERS } from './triggers/index.ts';
import type { Detector, Ends, Trigger } from './triggers/trigger.ts';

export interface RenderedApplet {
  role: Role;
  name: string;
  text: string;
}

/** What one `show … | redirect` may take on a router under debug. [B] */
const SHOW_SECONDS = 10;
const MARGIN_SECONDS = 30;
/** What says that a freeze is complete, and that EEM can write at all. */
export const MARKER_COMMAND = 'show clock detail';
/** Which debugs are on, so that silence can be believed. */
export const SNAPSHOT_COMMAND = 'show debugging';
/** A probe that outlives this proves that its own maxrun is kept. [C] eem.md 8 */
const DEFAULT_MAXRUN_SECONDS = 20;
/** The guard looks about ten times in a lease, and never so often that EEM's history holds nothing else. */
const GUARD_SECONDS_MIN = 60;
const GUARD_SECONDS_MAX = 1800;
/** The message comes once a minute at most. [C] */
const RETRY_SECONDS = 60;

/** Taken before the tail: which debugs are on, so that silence can be believed, and the SA tables as they are at the trigger. */
export function snapshotFiles({ playbook, captureId, facts }: PeerRequest): PlannedFile[] {
  return [SNAPSHOT_COMMAND, ...playbook.shows].map((command) => plannedFile(captureId, facts.platform, command));
}

/** Taken after the tail: the recording itself. */
export function recordFiles({ playbook, captureId, facts }: PeerRequest): PlannedFile[] {
  return STRATEGIES[playbook.strategy].records.map((command) => plannedFile(captureId, facts.platform, command));
}

/** Written last: its presence says that the freeze is complete, its text what the router's clock said then. */
export function markerFile({ captureId, facts }: PeerRequest): PlannedFile {
  return plannedFile(captureId, facts.platform, MARKER_COMMAND);
}

/** From the trigger to the marker at most; the applets' maxrun. */
export function freezeSeconds({ playbook }: Pick<PeerRequest, 'playbook'>): number {
  const { records } = STRATEGIES[playbook.strategy];
  const commands = playbook.shows.length + records.length + 2 * playbook.debugs.length + 16;
  return waitSecondsOf(playbook) + playbook.tailSeconds + commands * SHOW_SECONDS + MARGIN_SECONDS;
}

/** How long the trigger makes sure before it freezes. */
function waitSecondsOf({ trigger }: Playbook): number {
  const { confirmation }: Trigger = TRIGGERS[trigger];
  if (confirmation === undefined) return 0;
  return 'repeated' in confirmation ? confirmation.repeated.waitSeconds : confirmation.growing.waitSeconds;
}

export function renderApplets(request: PeerRequest): RenderedApplet[] {
  const { playbook } = request;
  return rolesOf(playbook).map((role) => {
    const name = appletName(request.captureId, role);
    const template = TEMPLATES[role];
    const context = CONTEXTS[template](request, role);
    const source = request.templates.templates[template] ?? '';
    return { role, name, text: renderApplet({ file: `templates/${template}.hbs`, source }, request.templates.partials, context) };
  });
}

/** Which applets a playbook asks for. */
function rolesOf({ budget, probe }: Playbook): Role[] {
  const isAsked: Partial<Record<Role, boolean>> = { CPU: budget.cpuPercent !== undefined, PROBE: probe };
  return ROLES.filter((role) => isAsked[role] ?? true);
}

function watchContext(request: PeerRequest, role: Role): Record<string, unknown> {
  const { playbook, ends } = request;
  const { confirmation, ...trigger }: Trigger = TRIGGERS[playbook.trigger];
  const isCalledBySnmp = role === 'CALL' && playbook.signal === 'snmp';
  const signal = signalOf(request.captureId);
  const detector = detectorOf(role === 'WATCH' ? trigger : isCalledBySnmp ? TRIGGERS['peer-call'] : TRIGGERS.manual, ends, signal);
  // The other end is called because this one is sure: it has nothing to make sure of.
  const confirmed = role === 'WATCH' ? confirmation : undefined;
  return {
    ...commonContext(request, role),
    ...detectorContext(detector),
    signal: role === 'WATCH' && playbook.signal === 'snmp' ? signal : null,
    repeated: confirmed !== undefined && 'repeated' in confirmed ? confirmed.repeated : null,
    growing: confirmed !== undefined && 'growing' in confirmed ? confirmed.growing : null,
    // One that makes sure first springs again until it is sure, and then removes itself.
    isRepeating: confirmed !== undefined,
    ...againContext(detector, confirmed, playbook),
    maxrunSeconds: freezeSeconds(request),
    tailSeconds: playbook.tailSeconds,
    tailMark: STRATEGIES[playbook.strategy].hasStandingDebugs ? `the tail ends, ${RECORDING_MARK}` : 'the tail ends',
    onCommands: onCommands(playbook, ends.remote),
    first: snapshotFiles(request)[0],
    snapshots: snapshotFiles(request).slice(1),
    twin: appletName(request.captureId, role === 'WATCH' ? 'CALL' : 'WATCH'),
    // The bracket keeps the command's own echo from being taken for an answer.
    ask: `FLAPTRA[P]-${request.captureId}`,
    records: recordFiles(request),
    marker: markerFile(request),
  };
}

function detectorContext(detector: Detector): Record<string, unknown> {
  return {
    pattern: 'syslog' in detector ? detector.syslog.pattern : null,
    neighbour: neighbourOf(detector),
    watchdogSeconds: 'watchdog' in detector ? detector.watchdog.seconds : null,
    notification: 'notification' in detector ? detector.notification : null,
  };
}

/** Springs once in a lease, for a second freeze would overwrite the evidence of the first; but what does not freeze must not use up its shot. */
function againContext(detector: Detector, confirmation: Trigger['confirmation'], { leaseSeconds }: Playbook): Record<string, unknown> {
  const mayComeAgain = confirmation !== undefined || neighbourOf(detector) !== null;
  return { mayComeAgain, ratelimitSeconds: mayComeAgain ? RETRY_SECONDS : leaseSeconds };
}

function neighbourOf(detector: Detector): string | null {
  return 'syslog' in detector ? (detector.syslog.neighbour ?? null) : null;
}

function detectorOf({ detector }: Pick<Trigger, 'detector'>, ends: Ends, signal: number): Detector {
  return detector(ends, signal);
}

function guardContext(request: PeerRequest, role: Role): Record<string, unknown> {
  const { playbook, captureId, facts } = request;
  const { cpuPercent } = playbook.budget;
  const strategy: Strategy = STRATEGIES[playbook.strategy];
  const why = role === 'CPU' ? `CPU load reached ${cpuPercent} percent` : 'lease ended';
  return {
    ...commonContext(request, role),
    cpu: role === 'CPU' && cpuPercent !== undefined ? { oid: PLATFORMS[facts.platform].cpuOid, percent: cpuPercent } : null,
    again: role === 'GUARD' ? againOf(request) : null,
    leaseSeconds: playbook.leaseSeconds,
    maxrunSeconds: MARGIN_SECONDS + SHOW_SECONDS * (playbook.debugs.length + strategy.records.length + 12),
    mark: strategy.hasStandingDebugs ? `${why}, ${RECORDING_MARK}` : why,
    saved: strategy.records.map((command) => ({ command, path: `${PLATFORMS[facts.platform].flash}${leaseFile(captureId, command)}` })),
    restoreLines: request.logging?.undo.lines ?? [],
    // The guard goes last but one: what cannot remove it leaves it to try again.
    others: [...rolesOf(playbook)].reverse().flatMap((each) => (each === role || each === 'REC' ? [] : [appletName(captureId, each)])),
    farewell: `${why}, recording removed`,
  };
}

/** How often the guard looks, and from which second of the router's own clock on it removes everything. [C] `_event_pub_sec`, eem.md 7; [L] that it counts from 1970 in UTC */
function againOf({ playbook, facts, leaseEndsAt }: PeerRequest): { everySeconds: number; fromSeconds: number } {
  // The later of two clocks: a zone that is not known here must not end the lease hours too early. LEASE counts seconds and needs no clock.
  const endMs = Math.max(Date.parse(leaseEndsAt), (facts.clockMs ?? 0) + playbook.leaseSeconds * 1000);
  const everySeconds = Math.min(GUARD_SECONDS_MAX, Math.max(GUARD_SECONDS_MIN, Math.ceil(playbook.leaseSeconds / 10)));
  return { everySeconds, fromSeconds: Math.ceil(endMs / 1000) + MARGIN_SECONDS };
}

function recordContext(request: PeerRequest, role: Role): Record<string, unknown> {
  const { playbook, captureId, leaseEndsAt, ends } = request;
  const marks = [...marksOf(playbook, ends.remote), 'end'].join(' ');
  const records = `flaptrap records capture ${captureId} lease ${leaseEndsAt} tunnel ${ends.local} ${ends.remote} ${marks}`;
  return { ...commonContext(request, role), captureId, records, maxrunSeconds: MARGIN_SECONDS };
}

/** How a capture stops recording without harm to the others on this router. */
function leaveContext({ playbook, captureId, ends }: PeerRequest): object {
  return {
    record: appletName(captureId, 'REC'),
    // The bracket keeps the command's own echo from being taken for an answer.
    ask: 'show running-config | include ^ description flaptrap record[s]',
    own: `flaptrap records capture ${captureId}`,
    any: 'flaptrap records capture',
    shared: sharedBy(playbook, ends.remote).map(({ mark, off }) => ({ pattern: `${mark.replaceAll('.', '[.]')} `, commands: off })),
  };
}

function probeContext(request: PeerRequest, role: Role): Record<string, unknown> {
  const { path, waitSeconds, maxrunSeconds } = probeOf(request);
  return { ...commonContext(request, role), command: MARKER_COMMAND, path, waitSeconds, maxrunSeconds };
}

/** What the probe leaves on flash, and how long it takes. */
export function probeOf({ captureId, facts }: PeerRequest): PlannedProbe {
  const path = `${PLATFORMS[facts.platform].flash}${evidenceFile(captureId, 'probe')}`;
  const waitSeconds = DEFAULT_MAXRUN_SECONDS + 1;
  return { applet: appletName(captureId, 'PROBE'), path, waitSeconds, maxrunSeconds: waitSeconds + MARGIN_SECONDS };
}

const TEMPLATES = {
  GUARD: 'guard',
  LEASE: 'guard',
  CPU: 'guard',
  PROBE: 'probe',
  REC: 'record',
  WATCH: 'watch',
  CALL: 'watch',
} as const satisfies Record<Role, string>;
const CONTEXTS = { guard: guardContext, watch: watchContext, probe: probeContext, record: recordContext };

function commonContext(request: PeerRequest, role: Role): Record<string, unknown> {
  const { playbook, captureId, digest, leaseEndsAt, ends } = request;
  return {
    name: appletName(captureId, role),
    description: `flaptrap capture ${captureId} digest ${digest.slice(0, 16)} lease ${leaseEndsAt} tunnel ${ends.local} ${ends.remote}`,
    authorizationBypass: playbook.eem.authorizationBypass,
    leave: leaveContext(request),
  };
}

function plannedFile(captureId: string, platform: keyof typeof PLATFORMS, command: string): PlannedFile {
  return { command, path: `${PLATFORMS[platform].flash}${evidenceFile(captureId, command)}` };
}
