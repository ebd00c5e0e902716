/** A run is one execution of an applet on its router: its terminal line, its time limit, and every effect it asks for. */
import type { Effect, EffectAnswer, Outcome } from '../../applet/effect.ts';
import { interpret } from '../../applet/interpret.ts';
import type { Applet, EventStatement } from '../../applet/model.ts';
import { compilePattern } from '../../applet/pattern.ts';
import { maxrunSeconds } from '../../applet/springs.ts';
import { MAXRUN_SECONDS_DEFAULT } from '../../ios/eem-defaults.ts';
import { readSeverity } from '../../ios/severity.ts';
import type { Router } from './router.ts';
import { Session } from './session.ts';

/** What a command takes on a router that is not busy. [U] */
const COMMAND_MS = 40;
const INFORMATIONAL = 6;

export interface Run {
  /** Its applet's name. */
  applet: string;
  ended: Promise<'success' | 'abort'>;
  /** What it had switched on stays on. [C] eem.md 8 */
  kill(): void;
}

export interface RunRequest {
  router: Router;
  applet: Applet;
  event: EventStatement;
  variables: Readonly<Record<string, string>>;
  /** `action L policy NAME` */
  runPolicy(name: string): Promise<void> | undefined;
}

export function startRun(request: RunRequest): Run {
  const { router, event } = request;
  let kill = (): void => undefined;
  const killed = new Promise<'killed'>((resolve) => {
    kill = () => resolve('killed');
  });
  // `maxrun 0` is taken as no limit. [U]
  const seconds = router.spec.eemFault === 'killed-early' ? MAXRUN_SECONDS_DEFAULT : maxrunSeconds(event);
  const limit = seconds > 0 ? router.clock.after(seconds * 1000, kill) : undefined;
  return { applet: request.applet.name, ended: carryOut(request, killed).finally(() => limit?.cancel()), kill };
}

async function carryOut(request: RunRequest, killed: Promise<'killed'>): Promise<'success' | 'abort'> {
  const { router, applet, variables } = request;
  const session = Session.open(router, 'EEM', { privilege: router.quirk.eemPrivilege ?? 1, isInternal: true });
  if (session === undefined) {
    // What IOS says here is believed. [B] eem.md 8
    router.say('HA_EM-3-FMPD_CLI_CONNECT', `Unable to establish CLI session: no terminal line for ${applet.name}`);
    return 'abort';
  }
  try {
    const outcome = await drive(request, interpret(applet, variables), session, killed);
    for (const { priority, mnemonic, text } of outcome?.messages ?? []) router.say(`HA_EM-${priority}-${mnemonic}`, text);
    return outcome?.end === 'done' ? 'success' : 'abort';
  } finally {
    session.close();
  }
}

/** Undefined when it was killed. */
async function drive(
  request: RunRequest,
  run: ReturnType<typeof interpret>,
  session: Session,
  killed: Promise<'killed'>,
): Promise<Outcome | undefined> {
  let answer: EffectAnswer | undefined;
  for (;;) {
    const step = run.next(answer);
    if (step.done === true) return step.value;
    const done = await Promise.race([perform(request, step.value, session), killed]);
    if (done === 'killed') return undefined;
    answer = done;
  }
}

async function perform(request: RunRequest, effect: Effect, session: Session): Promise<EffectAnswer | undefined> {
  const { router, applet, runPolicy } = request;
  if (effect.kind === 'cli') return { output: await type(request, effect, session) };
  if (effect.kind === 'wait') await router.clock.sleep(effect.seconds * 1000);
  if (effect.kind === 'syslog') router.say(`HA_EM-${severityOf(effect.priority)}-LOG`, `${applet.name}: ${effect.text}`);
  if (effect.kind === 'puts') router.say('HA_EM-6-LOG', `${applet.name}: ${effect.text}`);
  if (effect.kind === 'info') return { output: informationOf(router, effect) };
  if (effect.kind === 'policy') await runPolicy(effect.name);
  return undefined;
}

/** What `action L info` is told; counters are not kept for it here. */
function informationOf({ hostname, configuration, objects }: Router, { what, argumentText }: Extract<Effect, { kind: 'info' }>): string {
  if (what === 'routername') return hostname;
  if (what === 'snmp') return String(objects.get(/^oid (?<oid>\S+)/.exec(argumentText)?.groups?.['oid'] ?? '') ?? '');
  if (what !== 'interface-names') return '';
  const names = configuration.print().map((line) => /^interface (?<name>\S+)/.exec(line)?.groups?.['name']);
  return names.filter((name) => name !== undefined).join(' ');
}

/** EEM reads until the prompt; behind a pager or an unexpected question it waits for ever, until maxrun. [C] eem.md 5 */
async function type(
  { router, applet }: RunRequest,
  { command, pattern }: Extract<Effect, { kind: 'cli' }>,
  session: Session,
): Promise<string> {
  await router.clock.sleep(COMMAND_MS);
  if (isUnauthorized(router, applet)) return `Command authorization failed.\n${session.prompt}`;
  const output = await session.execute(command);
  const isPaged = session.pageLines > 0 && output.split('\n').length >= session.pageLines;
  const isAwaited = pattern !== undefined && compilePattern(pattern)?.test(`${output}\n${session.prompt}`) === true;
  if (isPaged || (session.isAsking && !isAwaited)) await new Promise<never>(() => undefined);
  return `${output}\n${session.prompt}`;
}

/** With command authorization EEM has no user whom the server would know. [C] eem.md 8 */
function isUnauthorized({ spec, configuration }: Router, { authorizationBypass }: Applet): boolean {
  if (spec.authorizesCommands !== true || authorizationBypass) return false;
  return configuration.find(/^event manager session cli username /) === undefined;
}

function severityOf(priority: string): number {
  return readSeverity(priority) ?? INFORMATIONAL;
}
