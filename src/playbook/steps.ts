/** The steps of one peer, in the order of arming: the guard stands before anything that it must be able to remove. */
import { DEBUGS } from '../ios/debugs/index.ts';
import type { RenderedApplet } from './applets.ts';
import type { PeerFacts } from './facts.ts';
import { conditionOff, conditionOn } from './off-commands.ts';
import type { Step } from './plan.ts';
import type { Playbook } from './playbook.ts';
import { STRATEGIES } from './strategies/index.ts';
import type { Ends } from './triggers/trigger.ts';

export function makeSteps(playbook: Playbook, ends: Ends, applets: readonly RenderedApplet[], logging: Step | undefined): Step[] {
  const [guard, ...others] = applets.map(appletStep);
  const setting = [guard, logging, ...others].filter((step) => step !== undefined);
  if (!STRATEGIES[playbook.strategy].hasStandingDebugs) return setting;
  return [...setting, conditionStep(ends), ...playbook.debugs.flatMap(debugSteps)];
}

/** Undefined when debugs reach a buffer that is large enough already. */
export function loggingStep({ budget }: Playbook, facts: PeerFacts): Step | undefined {
  const bytes = budget.logBufferKilobytes * 1024;
  if (facts.bufferBytes >= bytes && facts.isBufferAtDebugging) return undefined;
  return {
    id: 'logging',
    title: 'make the logging buffer hold the recording',
    mode: 'configure',
    lines: [`logging buffered ${Math.max(bytes, facts.bufferBytes)} debugging`],
    undo: { mode: 'configure', lines: [facts.loggingLine ?? 'default logging buffered'] },
  };
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
  GUARD: 'remove everything when the lease ends',
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
  };
}

function debugSteps(id: Playbook['debugs'][number]): Step[] {
  const { title, on, off } = DEBUGS[id];
  return [{ id: `debug-${id}`, title: `record ${title}`, mode: 'exec', lines: [...on], undo: { mode: 'exec', lines: [...off] } }];
}
