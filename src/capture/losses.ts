/** A loss is what of an armed trap no longer stands, with our own steps that would set it again. */
import type { Cli } from '../device/cli.ts';
import { DEBUGS } from '../ios/debugs.ts';
import { readLogging } from '../ios/logging.ts';
import type { PeerPlan, Step } from '../playbook/plan.ts';
import { messagesIn } from './gauges.ts';
import { askDebugs, LOG_HEADER } from './preflight.ts';

export interface Loss {
  /** In words. */
  text: string;
  /** Ids of the steps of its plan; none where nothing of ours would mend it. */
  steps: readonly string[];
}

/** Steps that were taken back on purpose: what they had set is not missed. */
export type Undone = ReadonlySet<string>;

export interface Recording {
  losses: Loss[];
  /** That its log buffer has taken so far. */
  messages?: number | undefined;
}

/** Whether it still records: its debugs, their condition, its log buffer. */
export async function askRecording(cli: Cli, { steps, facts }: PeerPlan, undone: Undone): Promise<Recording> {
  const standing = steps.filter(({ id }) => !undone.has(id));
  const debugs = await askDebugLosses(cli, standing);
  const header = await cli.exec(LOG_HEADER);
  return { losses: [...debugs, ...bufferLosses(header, standing, facts)], messages: messagesIn(header) };
}

/** By the roles of its applets that stand. */
export function appletLosses(peer: PeerPlan, roles: readonly string[]): Loss[] {
  const lost = rolesOf(peer).filter((role) => !roles.includes(role));
  return lost.length === 0 ? [] : [{ text: `its applets ${lost.join(', ')}`, steps: lost.map((role) => role.toLowerCase()) }];
}

/** The applets that stand while armed; the probe has gone again. */
export function rolesOf({ steps }: Pick<PeerPlan, 'steps'>): string[] {
  return steps.flatMap((step) => (step.kind === 'applet' && step.role !== 'PROBE' ? [step.role] : []));
}

async function askDebugLosses(cli: Cli, steps: readonly Step[]): Promise<Loss[]> {
  const recording = steps.filter((step) => step.kind === 'debug' || step.kind === 'condition');
  if (recording.length === 0) return [];
  const { debugs, conditions } = await askDebugs(cli);
  const isOn = (shown: readonly RegExp[]): boolean => shown.every((pattern) => debugs.some((line) => pattern.test(line)));
  const families = recording.filter((step) => step.kind === 'debug').toSorted((one, two) => (one.family < two.family ? -1 : 1));
  const off = families.filter(({ family }) => !isOn(DEBUGS[family].shown));
  const open = recording.filter((step) => step.kind === 'condition').filter(({ remote }) => !conditions.includes(remote));
  return [
    ...off.map(({ family, id }) => ({ text: `the debug of ${DEBUGS[family].title}`, steps: [id] })),
    ...(open.length === 0 ? [] : [{ text: 'the peer condition of its debugs', steps: open.map(({ id }) => id) }]),
  ];
}

/** A buffer that somebody made smaller has also lost what it held. [C] CFCR */
function bufferLosses(header: string, steps: readonly Step[], facts: PeerPlan['facts']): Loss[] {
  const set = steps.find((step) => step.kind === 'logging');
  const wanted = set?.bufferBytes ?? facts.bufferBytes;
  const { bufferBytes, isBufferAtDebugging } = readLogging(header);
  const steppedBy = set === undefined || set.bufferBytes === null ? [] : [set.id];
  if (bufferBytes < wanted) return [{ text: `the logging buffer of ${wanted} bytes (it has ${bufferBytes})`, steps: steppedBy }];
  return isBufferAtDebugging ? [] : [{ text: 'debug messages in the logging buffer (its level was changed)', steps: steppedBy }];
}
