/** A loss is what of an armed trap no longer stands, with our own steps that would set it again. */
import type { Cli } from '../device/cli.ts';
import { DEBUGS } from '../ios/debugs.ts';
import { TRACE_COMMANDS, TRACE_DISABLED } from '../ios/event-traces.ts';
import { readLogging } from '../ios/logging.ts';
import { filterName, RING_ACTIVE, RING_COMMANDS, RING_LISTS } from '../ios/packet-capture.ts';
import type { PeerPlan, Step } from '../playbook/plan.ts';
import { neededSettings, SETTINGS_COMMAND, type SettingId, standsStill, titleOfSetting } from '../playbook/settings.ts';
import { messagesIn } from './gauges.ts';
import { askDebugs, LOG_HEADER } from './preflight.ts';

export interface Loss {
  /** In words. */
  text: string;
  /** Ids of the steps of its plan; none where nothing of ours would mend it. */
  steps: readonly string[];
  /** True when it may harm the router while debugs are on: where nothing mends it, they are taken back. */
  isHarmful?: boolean | undefined;
}

/** Steps that were taken back on purpose: what they had set is not missed. */
export type Undone = ReadonlySet<string>;

export interface Recording {
  losses: Loss[];
  /** That its log buffer has taken so far. */
  messages?: number | undefined;
}

/** Whether it still records: its debugs, their condition, its log buffer, the settings that let debugs into it, its event traces and its ring of packets. */
export async function askRecording(cli: Cli, { steps, facts }: PeerPlan, undone: Undone): Promise<Recording> {
  const standing = steps.filter(({ id }) => !undone.has(id));
  const debugs = await askDebugLosses(cli, standing);
  const header = await cli.exec(LOG_HEADER);
  const buffer = bufferLosses(header, standing, facts);
  const settings = settingLosses(await cli.exec(SETTINGS_COMMAND), header, standing);
  return { losses: [...debugs, ...buffer, ...settings, ...(await askRingLosses(cli, standing))], messages: messagesIn(header) };
}

/** How many commands a look types beside those that every trap needs. */
export function extraCommands({ steps }: Pick<PeerPlan, 'steps'>): number {
  const [traces, rings] = (['trace', 'packets'] as const).map((kind) => steps.filter((step) => step.kind === kind).length);
  return (traces ?? 0) + (rings ?? 0);
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

/** Those that stood in the way before arming are ours; of others that were changed since, a person has the say. */
function settingLosses(configuration: string, header: string, steps: readonly Step[]): Loss[] {
  const own = steps.filter((step) => step.kind === 'setting').filter(({ lines }) => lines.length > 0);
  // Whoever has begun to read along on a terminal wants what it prints.
  const needed = neededSettings(configuration, readLogging(header)).flatMap(({ id }) => (id === 'monitor' ? [] : [id]));
  const changed = own.filter(({ setting, lines }) => !standsStill(setting, lines.join(), configuration)).map(({ setting }) => setting);
  return [...new Set<SettingId>([...needed, ...changed])].map((setting) => ({
    text: `a setting (${titleOfSetting(setting)})`,
    steps: own.filter((step) => step.setting === setting).map(({ id }) => id),
    isHarmful: setting === 'console',
  }));
}

/** What IOS XE keeps beside the log. */
async function askRingLosses(cli: Cli, steps: readonly Step[]): Promise<Loss[]> {
  const losses: Loss[] = [];
  for (const step of steps) {
    if (step.kind === 'trace' && TRACE_DISABLED.test(await cli.exec(TRACE_COMMANDS.askState(step.trace))))
      losses.push({ text: `the ${step.trace} event trace`, steps: [step.id] });
    if (step.kind === 'packets' && !(await isThere(cli, step)))
      losses.push({ text: step.mode === 'exec' ? 'the ring of packets' : 'the filter of its ring of packets', steps: [step.id] });
  }
  return losses;
}

async function isThere(cli: Cli, { mode, captureId }: Step & { kind: 'packets' }): Promise<boolean> {
  if (mode === 'configure') return (await cli.exec(RING_LISTS[1])).includes(filterName(captureId));
  const ring = await cli.tryExec(RING_COMMANDS.ask(captureId));
  return ring.ok && RING_ACTIVE.test(ring.answer);
}
