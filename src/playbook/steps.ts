/** The steps of one peer, in the order of arming: the guard stands before anything that it must be able to remove. */
import { DEBUGS } from '../ios/debugs.ts';
import type { RenderedApplet } from './applets.ts';
import type { PeerFacts } from './facts.ts';
import { conditionMark, conditionOff, conditionOn, debugMark } from './off-commands.ts';
import type { Step } from './plan.ts';
import type { Playbook } from './playbook.ts';
import { STRATEGIES } from './strategies/index.ts';
import type { Ends } from './triggers/trigger.ts';

export function makeSteps(playbook: Playbook, ends: Ends, applets: readonly RenderedApplet[], logging: Step | undefined): Step[] {
  const steps = applets.map(appletStep);
  const standing = STRATEGIES[playbook.strategy].hasStandingDebugs ? [conditionStep(ends), ...playbook.debugs.flatMap(debugSteps)] : [];
  const isWatch = ({ id }: Step): boolean => id === WATCH_STEP;
  // The watch comes last: what springs it finds the recording under way.
  const setting = [steps[0], steps[1], logging, ...steps.slice(2).filter((step) => !isWatch(step))];
  return [...setting.filter((step) => step !== undefined), ...standing, ...steps.filter(isWatch)];
}

/** From this step on the trap may spring; both ends have done all others before. */
export const WATCH_STEP = 'watch';
/** Behind this step the router is ours: two runs that meet see each other by it. */
export const GUARD_STEP = 'guard';
/** Gone as soon as this capture needs no debug any more. */
export const RECORD_STEP = 'rec';

/** Undefined when debugs reach a buffer that is large enough already. */
export function loggingStep({ budget }: Playbook, facts: PeerFacts): Step | undefined {
  const bytes = budget.logBufferKilobytes * 1024;
  if (facts.bufferBytes >= bytes && facts.isBufferAtDebugging) return inherited(facts);
  return {
    id: 'logging',
    title: 'make the logging buffer hold the recording',
    mode: 'configure',
    lines: [`logging buffered ${Math.max(bytes, facts.bufferBytes)} debugging`],
    undo: { mode: 'configure', lines: [facts.loggingLine ?? 'default logging buffered'] },
  };
}

/** Another capture of ours has made the buffer larger: whoever leaves last gives it back. */
function inherited({ standingRestore }: PeerFacts): Step | undefined {
  if (standingRestore === null) return undefined;
  const title = 'the logging buffer is large already, made so by another capture of ours: the last to leave gives it back';
  return { id: 'logging', title, mode: 'configure', lines: [], undo: { mode: 'configure', lines: [standingRestore] } };
}

function appletStep({ role, name, text }: RenderedApplet): Step {
  return {
    id: role.toLowerCase(),
    title: APPLET_TITLES[role],
    mode: 'configure',
    lines: text.split('\n').filter((line) => line !== ''),
    undo: { mode: 'configure', lines: [`no event manager applet ${name}`] },
  };
}

const APPLET_TITLES = {
  GUARD: 'look again and again whether the lease has ended, and remove everything then',
  LEASE: 'remove everything when the lease ends',
  REC: 'say what is recorded here, for other captures on this router',
  PROBE: 'prove that EEM can run commands and write files here, then remove the proof',
  CPU: 'remove everything when the CPU load is too high',
  WATCH: 'freeze the recording at the trigger',
  CALL: 'freeze the recording when it is called',
} as const;

function conditionStep({ remote }: Ends): Step {
  return {
    id: 'condition',
    title: `let debugs speak of ${remote} only`,
    mode: 'exec',
    lines: [conditionOn(remote)],
    undo: { mode: 'exec', lines: [conditionOff(remote)] },
    mark: conditionMark(remote),
  };
}

function debugSteps(id: Playbook['debugs'][number]): Step[] {
  const { title, on, off } = DEBUGS[id];
  return [
    {
      id: `debug-${id}`,
      title: `record ${title}`,
      mode: 'exec',
      lines: [...on],
      undo: { mode: 'exec', lines: [...off] },
      mark: debugMark(id),
    },
  ];
}
