/** Proving a step asks the router whether it is in effect: that a line was taken without a word is not enough. */
import type { Cli } from '../device/cli.ts';
import { FlaptrapError } from '../errors.ts';
import { DEBUGS } from '../ios/debugs.ts';
import { TRACE_COMMANDS, TRACE_DISABLED, TRACE_IDS, TRACE_SIZE } from '../ios/event-traces.ts';
import { readLogging } from '../ios/logging.ts';
import { filterName, RING_ACTIVE, RING_COMMANDS, RING_LISTS, readFilterNames } from '../ios/packet-capture.ts';
import { readConditions, readCryptoDebugs } from '../ios/shows/debugging.ts';
import type { PacketsStep, SettingStep, Step } from '../playbook/plan.ts';
import { neededSettings, SETTINGS_COMMAND } from '../playbook/settings.ts';
import { ASKED, LOG_HEADER } from './preflight.ts';

/** Of the router itself, its traces and its debugs; applets are read back where they are pushed. */
export async function proveStep(cli: Cli, step: Step): Promise<void> {
  if (step.lines.length === 0) return;
  if (step.kind === 'trace') return proveTrace(cli, step);
  if (step.kind === 'packets' && step.mode === 'exec') return proveRing(cli, step);
  if (step.kind === 'setting') return proveSetting(cli, step);
  if (step.kind === 'logging') return proveBuffer(cli, step);
  if (step.kind === 'condition') return proveSeen(cli, step, ASKED.conditions, (answer) => readConditions(answer).includes(step.remote));
  if (step.kind === 'debug') return proveSeen(cli, step, ASKED.debugs, (answer) => areOn(answer, DEBUGS[step.family].shown));
}

function areOn(showDebugging: string, shown: readonly RegExp[]): boolean {
  const debugs = readCryptoDebugs(showDebugging);
  return shown.every((pattern) => debugs.some((line) => pattern.test(line)));
}

/** What cannot be seen to stand could not be seen to be left either: it is taken back at once, and where nothing is seen to go it is named. */
async function proveSeen(cli: Cli, step: Step, tried: string, isSeen: (answer: string) => boolean): Promise<void> {
  const answer = await cli.exec(tried);
  if (isSeen(answer)) return;
  for (const line of step.undo.lines) await cli.tryExec(line);
  if ((await cli.exec(tried)) !== answer) throw without(cli, step, { tried, answer, next: NOT_SEEN });
  throw unseen(cli, step, tried, answer, ', or `debug crypto condition reset`');
}

function unseen(cli: Cli, { lines, undo }: Step, tried: string, answer: string, or = ''): FlaptrapError {
  const what = `whether \`${lines.join('; ')}\` is in effect cannot be seen on this router, nor whether it has gone`;
  const next = `look at it by hand, and take it back: ${undo.lines.join('; ')}${or}`;
  return new FlaptrapError('left-behind', what, { peer: cli.target.name, tried, answer, next });
}

const NOT_SEEN = 'send this answer to the authors of flaptrap: the router says it in words that are not known';

async function proveTrace(cli: Cli, step: Step & { kind: 'trace' }): Promise<void> {
  const tried = TRACE_COMMANDS.askState(step.trace);
  const answer = await cli.exec(tried);
  if (TRACE_DISABLED.test(answer)) throw without(cli, step, { tried, answer, next: 'set `traces: false` in the playbook' });
}

async function proveRing(cli: Cli, step: PacketsStep): Promise<void> {
  const tried = RING_COMMANDS.ask(step.captureId);
  const answer = await cli.exec(tried);
  if (!RING_ACTIVE.test(answer)) throw without(cli, step, { tried, answer, next: 'set `packets: false` in the playbook' });
  const listed = await cli.exec(RING_LISTS[0]);
  if (readFilterNames(listed).includes(step.captureId)) return;
  for (const line of step.undo.lines) await cli.tryExec(line);
  const after = await cli.tryExec(tried);
  const isGone = !after.ok || !after.answer.includes(filterName(step.captureId));
  throw isGone ? without(cli, step, { tried: RING_LISTS[0], answer: listed, next: NOT_SEEN }) : unseen(cli, step, RING_LISTS[0], listed);
}

async function proveSetting(cli: Cli, step: SettingStep): Promise<void> {
  const trace = TRACE_IDS.find((id) => step.setting === `${id}-trace-size`);
  if (trace !== undefined) return proveSize(cli, step, TRACE_COMMANDS.askSize(trace));
  const configuration = await cli.exec(SETTINGS_COMMAND);
  const answer = await cli.exec(LOG_HEADER);
  if (neededSettings(configuration, readLogging(answer)).some(({ id }) => id === step.setting))
    throw without(cli, step, { tried: step.lines.join('\n'), answer, next: `type it by hand: ${step.lines.join()}` });
}

async function proveSize(cli: Cli, step: SettingStep, tried: string): Promise<void> {
  const answer = await cli.exec(tried);
  const entries = Number(TRACE_SIZE.exec(answer)?.groups?.['entries'] ?? Number.NaN);
  // A release that does not print it is believed.
  if (entries < Number(/\d+$/.exec(step.lines.join())?.[0]))
    throw without(cli, step, { tried, answer, next: 'set `traces: false` in the playbook' });
}

async function proveBuffer(cli: Cli, step: Step & { kind: 'logging' }): Promise<void> {
  const answer = await cli.exec(LOG_HEADER);
  const { bufferBytes, isBufferAtDebugging } = readLogging(answer);
  if (isBufferAtDebugging && bufferBytes >= (step.bufferBytes ?? 0)) return;
  throw without(cli, step, {
    tried: step.lines.join('\n'),
    answer,
    next: 'lower budget.logBufferKilobytes, or look at `show memory statistics`',
  });
}

function without(cli: Cli, { title }: Step, context: { tried: string; answer: string; next: string }): FlaptrapError {
  return new FlaptrapError('refused', `a line was taken and is not in effect (${title})`, { peer: cli.target.name, ...context });
}
