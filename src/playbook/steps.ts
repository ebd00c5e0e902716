/** The steps of one peer, in the order of arming: the guard stands before anything that it must be able to remove. */
import { type ConditionalDebugId, DEBUGS } from '../ios/debugs.ts';
import { TRACE_COMMANDS, type TraceId } from '../ios/event-traces.ts';
import type { RenderedApplet } from './applets.ts';
import type { PeerFacts } from './facts.ts';
import { conditionMark, conditionOff, conditionOn, debugMark } from './off-commands.ts';
import type { Role } from './ownership.ts';
import { packetSteps } from './packets.ts';
import type { AppletStep, ConditionStep, DebugStep, LoggingStep, SettingStep, Step, TraceStep } from './plan.ts';
import type { Playbook } from './playbook.ts';
import { type SettingId, settingOfLine, titleOfSetting } from './settings.ts';
import { isBufferLine } from './standing.ts';
import { STRATEGIES } from './strategies/index.ts';
import { traceMark, traceSizes, tracesToEnable } from './traces.ts';
import type { Ends } from './triggers/trigger.ts';

/** Behind the guard's step the router is ours: two runs that meet see each other by it. */
const FIRST: readonly Role[] = ['GUARD', 'LEASE'];
/** The watch comes last: what springs it finds the recording under way, and both ends have done all other steps. */
const LAST: readonly Role[] = ['WATCH'];

/** What of the router itself is set, the logging buffer last: where the console cannot be set, nothing is emptied. */
export function settingSteps(playbook: Playbook, facts: PeerFacts): (LoggingStep | SettingStep)[] {
  const logging = loggingStep(playbook, facts);
  const wanted = [...facts.settings, ...traceSizes(playbook, facts)].map(({ id, line, restore }) => settingStep(id, [line], restore));
  // Another capture of ours has set these: whoever leaves last gives them back.
  const inherited = facts.standingRestores.flatMap((restore): SettingStep[] => {
    const id = settingOfLine(restore);
    return id === undefined || wanted.some(({ setting }) => setting === id) ? [] : [settingStep(id, [], restore)];
  });
  return [...wanted, ...inherited, ...(logging === undefined ? [] : [logging])];
}

export function makeSteps(
  playbook: Playbook,
  ends: Ends,
  applets: readonly RenderedApplet[],
  {
    facts,
    settings,
    captureId,
    conditions,
  }: { facts: PeerFacts; settings: readonly (LoggingStep | SettingStep)[]; captureId: string; conditions: readonly string[] },
): Step[] {
  const standing = STRATEGIES[playbook.strategy].hasStandingDebugs
    ? [...conditions.map(conditionStep), ...playbook.debugs.map(debugStep)]
    : [];
  const setting = (isWanted: (role: Role) => boolean): AppletStep[] => applets.filter(({ role }) => isWanted(role)).map(appletStep);
  return [
    ...setting((role) => FIRST.includes(role)),
    ...settings,
    ...setting((role) => !FIRST.includes(role) && !LAST.includes(role)),
    ...tracesToEnable(playbook, facts).map(traceStep),
    ...standing,
    ...packetSteps(playbook, captureId, ends, facts),
    ...setting((role) => LAST.includes(role)),
  ];
}

/** Undefined when debugs reach a buffer that is large enough already. */
function loggingStep({ budget }: Playbook, facts: PeerFacts): LoggingStep | undefined {
  const wanted = budget.logBufferKilobytes * 1024;
  if (facts.bufferBytes >= wanted && facts.isBufferAtDebugging) return inherited(facts);
  const bufferBytes = Math.max(wanted, facts.bufferBytes);
  return {
    kind: 'logging',
    id: 'logging',
    title: 'make the logging buffer hold the recording',
    mode: 'configure',
    bufferBytes,
    lines: [bufferLine(bufferBytes)],
    undo: { mode: 'configure', lines: [facts.loggingLine ?? 'default logging buffered'] },
  };
}

/** As it is typed; a configuration leaves out the level, which is the default there. [L] */
function bufferLine(bytes: number): string {
  return `logging buffered ${bytes} debugging`;
}

/** Another capture of ours has made the buffer larger: whoever leaves last gives it back. */
function inherited({ standingRestores }: PeerFacts): LoggingStep | undefined {
  const standingRestore = standingRestores.find(isBufferLine);
  if (standingRestore === undefined) return undefined;
  return {
    kind: 'logging',
    id: 'logging',
    title: 'the logging buffer is already large enough for another capture of flaptrap: the last one restores it',
    mode: 'configure',
    bufferBytes: null,
    lines: [],
    undo: { mode: 'configure', lines: [standingRestore] },
  };
}

function settingStep(id: SettingId, lines: string[], restore: string): SettingStep {
  const title = titleOfSetting(id);
  return {
    kind: 'setting',
    id: `setting-${id}`,
    title: lines.length > 0 ? title : `${title}: done already by another capture of ours, the last to leave gives it back`,
    setting: id,
    mode: 'configure',
    lines,
    undo: { mode: 'configure', lines: [restore] },
  };
}

function traceStep(id: TraceId): TraceStep {
  return {
    kind: 'trace',
    id: `trace-${id}`,
    title: `record the ${id} event trace`,
    trace: id,
    mark: traceMark(id),
    mode: 'exec',
    lines: [TRACE_COMMANDS.enable(id)],
    undo: { mode: 'exec', lines: [TRACE_COMMANDS.disable(id)] },
  };
}

function appletStep({ role, name, text }: RenderedApplet): AppletStep {
  return {
    kind: 'applet',
    id: role.toLowerCase(),
    title: APPLET_TITLES[role],
    role,
    applet: name,
    mode: 'configure',
    lines: text.split('\n').filter((line) => line !== ''),
    undo: { mode: 'configure', lines: [removalOf(name)] },
  };
}

export function removalOf(applet: string): string {
  return `no event manager applet ${applet}`;
}

const APPLET_TITLES = {
  GUARD: 'check repeatedly whether the lease has ended, and then remove everything',
  LEASE: 'remove everything when the lease ends',
  REC: 'show other captures on this router what is being recorded',
  PROBE: 'test that EEM can run commands and write files here, then remove the test',
  CPU: 'remove everything when the CPU load is too high',
  WATCH: 'save the recording at the trigger',
  CALL: 'save the recording when it is called',
} as const;

/** Without an index for the first: what was stored before there were several. */
function conditionStep(remote: string, index: number): ConditionStep {
  return {
    kind: 'condition',
    id: index === 0 ? 'condition' : `condition-${index + 1}`,
    title: `limit debugs to the peer ${remote}`,
    remote,
    mark: conditionMark(remote),
    mode: 'exec',
    lines: [conditionOn(remote)],
    undo: { mode: 'exec', lines: [conditionOff(remote)] },
  };
}

function debugStep(family: ConditionalDebugId): DebugStep {
  const { title, on, off } = DEBUGS[family];
  return {
    kind: 'debug',
    id: `debug-${family}`,
    title: `record ${title}`,
    family,
    mark: debugMark(family),
    mode: 'exec',
    lines: [...on],
    undo: { mode: 'exec', lines: [...off] },
  };
}
