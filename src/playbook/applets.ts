/** The applets of one peer: what the templates are given, and the text that comes of it. */
import { renderApplet } from '../applet/render.ts';
import { PLATFORMS } from '../ios/platforms/index.ts';
import { offCommands } from './off-commands.ts';
import { appletName, evidenceFile, ROLES, type Role } from './ownership.ts';
import type { PlannedFile } from './plan.ts';
import type { PeerRequest } from './request.ts';
import { TRIGGERS } from './triggers/index.ts';

export interface RenderedApplet {
  role: Role;
  name: string;
  text: string;
}

/** What one `show … | redirect` may take on a router under debug. [B] */
const SHOW_SECONDS = 10;
const MARGIN_SECONDS = 30;

/** Taken before the tail: which debugs are on, so that silence can be believed, and the SA tables as they are at the trigger. */
export function snapshotFiles({ playbook, captureId, facts }: PeerRequest): PlannedFile[] {
  return ['show debugging', ...playbook.shows].map((command) => plannedFile(captureId, facts.platform, command));
}

/** Taken after the tail: the recording itself. */
export function recordFiles({ captureId, facts }: PeerRequest): PlannedFile[] {
  return [plannedFile(captureId, facts.platform, 'show logging')];
}

/** Written last: its presence says that the freeze is complete, its text what the router's clock said then. */
export function markerFile({ captureId, facts }: PeerRequest): PlannedFile {
  return plannedFile(captureId, facts.platform, 'show clock detail');
}

/** From the trigger to the marker at most; the applets' maxrun. */
export function freezeSeconds({ playbook }: Pick<PeerRequest, 'playbook'>): number {
  const commands = playbook.shows.length + playbook.debugs.length + 7;
  return playbook.tailSeconds + commands * SHOW_SECONDS + MARGIN_SECONDS;
}

export function renderApplets(request: PeerRequest): RenderedApplet[] {
  const { playbook } = request;
  const roles = ROLES.filter((role) => role !== 'CPU' || playbook.budget.cpuPercent !== undefined);
  return roles.map((role) => {
    const name = appletName(request.captureId, role);
    const isGuard = role === 'GUARD' || role === 'CPU';
    const context = isGuard ? guardContext(request, role) : watchContext(request, role);
    const template = isGuard ? 'guard' : 'watch';
    const source = request.templates.templates[template] ?? '';
    return { role, name, text: renderApplet({ file: `templates/${template}.hbs`, source }, request.templates.partials, context) };
  });
}

function watchContext(request: PeerRequest, role: Role): Record<string, unknown> {
  const { playbook, ends } = request;
  const detector = TRIGGERS[playbook.trigger].detector(ends);
  const isSyslog = role === 'WATCH' && 'syslog' in detector;
  return {
    ...commonContext(request, role),
    pattern: isSyslog ? detector.syslog.pattern : null,
    // Springs once in a lease: a second freeze would overwrite the evidence of the first.
    ratelimitSeconds: playbook.leaseSeconds,
    maxrunSeconds: freezeSeconds(request),
    tailSeconds: playbook.tailSeconds,
    snapshots: snapshotFiles(request),
    records: recordFiles(request),
    marker: markerFile(request),
  };
}

function guardContext(request: PeerRequest, role: Role): Record<string, unknown> {
  const { playbook, captureId, facts } = request;
  const { cpuPercent } = playbook.budget;
  return {
    ...commonContext(request, role),
    cpu: role === 'CPU' && cpuPercent !== undefined ? { oid: PLATFORMS[facts.platform].cpuOid, percent: cpuPercent } : null,
    leaseSeconds: playbook.leaseSeconds,
    maxrunSeconds: MARGIN_SECONDS + SHOW_SECONDS * (playbook.debugs.length + 10),
    restoreLines: request.logging?.undo.lines ?? [],
    others: ROLES.filter((each) => each !== role && (each !== 'CPU' || cpuPercent !== undefined)).map((each) =>
      appletName(captureId, each),
    ),
    farewell: role === 'CPU' ? `CPU load reached ${cpuPercent} percent, recording removed` : 'lease ended, recording removed',
  };
}

function commonContext({ playbook, captureId, digest, leaseEndsAt, ends }: PeerRequest, role: Role): Record<string, unknown> {
  return {
    name: appletName(captureId, role),
    description: `flaptrap capture ${captureId} digest ${digest.slice(0, 16)} lease ${leaseEndsAt}`,
    authorizationBypass: playbook.eem.authorizationBypass,
    offCommands: offCommands(playbook, ends.remote),
  };
}

function plannedFile(captureId: string, platform: keyof typeof PLATFORMS, command: string): PlannedFile {
  return { command, path: `${PLATFORMS[platform].flash}${evidenceFile(captureId, command)}` };
}
