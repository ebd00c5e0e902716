/** What a freeze leaves on flash, and how long it takes. */
import { MAXRUN_SECONDS_DEFAULT } from '../ios/eem-defaults.ts';
import { TRACE_IDS } from '../ios/event-traces.ts';
import { PLATFORMS } from '../ios/platforms/index.ts';
import type { PeerFacts } from './facts.ts';
import { appletName, evidenceFile } from './ownership.ts';
import { exportSeconds } from './packets.ts';
import type { PlannedFile, PlannedProbe } from './plan.ts';
import type { Playbook } from './playbook.ts';
import type { PeerRequest } from './request.ts';
import { SHOW_SECONDS, showsOf } from './shows.ts';
import { STRATEGIES } from './strategies/index.ts';
import { traceRecords } from './traces.ts';
import { TRIGGERS } from './triggers/index.ts';
import type { Trigger } from './triggers/trigger.ts';

export const MARGIN_SECONDS = 30;
/** What says that a freeze is complete, and that EEM can write at all. */
export const MARKER_COMMAND = 'show clock detail';
/** Which debugs are on, so that silence can be believed. */
export const SNAPSHOT_COMMAND = 'show debugging';

/** Taken before the tail: which debugs are on, so that silence can be believed, and the SA tables as they are at the trigger. */
export function snapshotFiles(request: PeerRequest): [PlannedFile, ...PlannedFile[]] {
  const { captureId, facts } = request;
  const shows = showsOf(request).frozen.map(({ command, isOptional }) => ({
    ...plannedFile(captureId, facts.platform, command),
    ...(isOptional ? { isOptional } : {}),
  }));
  return [plannedFile(captureId, facts.platform, SNAPSHOT_COMMAND), ...shows];
}

/** Taken after the tail: the recording itself. */
export function recordFiles({ playbook, captureId, facts }: PeerRequest): PlannedFile[] {
  return recordCommands(playbook, facts).map((command) => plannedFile(captureId, facts.platform, command));
}

/** Event traces last: the log is what a freeze that is cut short must not lack. */
export function recordCommands(playbook: Playbook, facts: PeerFacts): string[] {
  return [...STRATEGIES[playbook.strategy].records, ...traceRecords(playbook, facts)];
}

/** Written last: its presence says that the freeze is complete, its text what the router's clock said then. */
export function markerFile({ captureId, facts }: PeerRequest): PlannedFile {
  return plannedFile(captureId, facts.platform, MARKER_COMMAND);
}

/** From the trigger to the marker at most; the applets' maxrun. */
export function freezeSeconds({ playbook, side, facts }: Pick<PeerRequest, 'playbook' | 'side' | 'facts'>): number {
  const { records } = STRATEGIES[playbook.strategy];
  // Whether a release has traces is not known before it is asked: each is counted.
  const commands = records.length + TRACE_IDS.length + 2 * playbook.debugs.length + 20;
  const showSeconds = showsOf({ playbook, side, facts }).frozen.reduce((sum, { seconds }) => sum + seconds, 0);
  return waitSecondsOf(playbook) + playbook.tailSeconds + commands * SHOW_SECONDS + showSeconds + exportSeconds(playbook) + MARGIN_SECONDS;
}

/** How long the trigger makes sure before it freezes. */
function waitSecondsOf({ trigger }: Playbook): number {
  const { confirmation }: Trigger = TRIGGERS[trigger];
  if (confirmation === undefined) return 0;
  return 'growing' in confirmation ? confirmation.growing.waitSeconds : 0;
}

/** What the probe leaves on flash, and how long it takes. */
export function probeOf({ captureId, facts }: PeerRequest): PlannedProbe {
  const path = `${PLATFORMS[facts.platform].flash}${evidenceFile(captureId, 'probe')}`;
  // A probe that outlives the device's own limit proves that its maxrun is kept.
  const waitSeconds = MAXRUN_SECONDS_DEFAULT + 1;
  return { applet: appletName(captureId, 'PROBE'), path, waitSeconds, maxrunSeconds: waitSeconds + MARGIN_SECONDS };
}

function plannedFile(captureId: string, platform: keyof typeof PLATFORMS, command: string): PlannedFile {
  return { command, path: `${PLATFORMS[platform].flash}${evidenceFile(captureId, command)}` };
}
