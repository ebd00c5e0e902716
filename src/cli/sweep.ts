/** `flaptrap sweep` finds and removes what flaptrap left on the two routers, from the routers alone. */
import { onBothSides } from '../capture/both-sides.ts';
import type { CaptureContext } from '../capture/context.ts';
import type { Store } from '../capture/store.ts';
import { carryOutSweep, planSweep, type SweepOptions, type SweepPlan } from '../capture/sweep.ts';
import { FlaptrapError } from '../errors.ts';
import { isSameAddress } from '../ipsec/address.ts';
import type { Tunnel } from '../ipsec/peer.ts';
import { SIDES } from '../ipsec/side.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { sayStanding } from '../playbook/standing.ts';
import { askPlaybook } from './ask-playbook.ts';
import { EXIT } from './exit-code.ts';
import type { Screen } from './screen.ts';
import { openStage } from './stage.ts';
import { listenForStop } from './stop.ts';

export interface SweepCommandOptions {
  all?: boolean;
  yes?: boolean;
  deleteFiles?: boolean;
  dryRun?: boolean;
  json?: boolean;
  state: string;
}

export async function sweep(path: string, options: SweepCommandOptions, screen: Screen): Promise<number> {
  const playbook = await askPlaybook(path, screen);
  using stop = listenForStop(screen, () => 'leaving now: what was not swept yet still stands; sweep again', FINISHING);
  const context = openStage(playbook, screen, { stateFolder: options.state, stop: stop.signal });
  const code = await sweepBoth(context, playbook, options, screen);
  return stop.signal.aborted ? EXIT.stopped : code;
}

const FINISHING = 'stopping: what was begun on both routers is finished first; Ctrl-C again leaves now';

/** Shared with the rehearsal. One router that cannot be reached does not spare the other. */
export async function sweepBoth(
  context: CaptureContext,
  playbook: Playbook,
  options: Omit<SweepCommandOptions, 'state'>,
  screen: Screen,
): Promise<number> {
  const chosen = optionsOf(context, playbook, options);
  const planned = await Promise.allSettled(SIDES.map((side) => planSweep(context, playbook, side, chosen)));
  // One question after the other: there is one keyboard.
  for (const result of planned) if (result.status === 'fulfilled') await agreeTo(result.value, options, screen);
  const swept = await onBothSides(async (side) => {
    const result = planned[SIDES.indexOf(side)];
    if (result?.status !== 'fulfilled') throw result?.reason;
    return sweepOne(context, playbook, result.value, options, screen);
  });
  if (options.json === true) screen.print(JSON.stringify({ schema: 'flaptrap.sweep/1', peers: swept }, null, 2));
  return options.dryRun !== true && SIDES.some((side) => swept[side].left.length > 0) ? EXIT.leftBehind : EXIT.done;
}

/** What is let go of at once needs no memory: the store may be lost, or of another host. */
function optionsOf(context: CaptureContext, playbook: Playbook, { all, deleteFiles }: Omit<SweepCommandOptions, 'state'>): SweepOptions {
  return { isAll: all, deletesFiles: deleteFiles, knownIds: all === true ? [] : knownIdsOf(context.store, playbook) };
}

async function agreeTo(planned: SweepPlan, options: Omit<SweepCommandOptions, 'state'>, screen: Screen): Promise<void> {
  if (options.json !== true) screen.tell(printFound(planned, options.dryRun !== true && !needsConsent(planned, options)));
  if (options.dryRun !== true && !isEmpty(planned)) await requireConsent(planned, options, screen);
}

async function sweepOne(
  context: CaptureContext,
  playbook: Playbook,
  planned: SweepPlan,
  options: Omit<SweepCommandOptions, 'state'>,
  screen: Screen,
): Promise<{ planned: SweepPlan; left: string[] }> {
  if (options.dryRun === true || isEmpty(planned)) return { planned, left: planned.found };
  const left = await carryOutSweep(context, playbook, planned, optionsOf(context, playbook, options));
  if (options.json !== true) screen.tell(printSwept(planned, left));
  return { planned, left };
}

/** Ids of captures of this tunnel that were armed from here. */
function knownIdsOf(store: Store, { tunnel }: Playbook): string[] {
  const isSame = ({ a, b }: Tunnel): boolean => isSameAddress(a.address, tunnel.a.address) && isSameAddress(b.address, tunnel.b.address);
  return store.list().flatMap(({ plan, captureId }) => (isSame(plan.tunnel) ? [captureId] : []));
}

/** `--all` is the answer to "let go now"; otherwise somebody's live trap is not taken away unasked. */
async function requireConsent(planned: SweepPlan, options: Omit<SweepCommandOptions, 'state'>, screen: Screen): Promise<void> {
  if (!needsConsent(planned, options)) return;
  const { live, name } = planned;
  const what = live.map(sayStanding).join('; ');
  const next = 'bring its evidence home and end it with `flaptrap collect --freeze` and `flaptrap disarm`, or end it at once with --yes';
  if (!screen.isInteractive)
    throw new FlaptrapError('digest', `a live trap stands here: ${what}; nothing was changed here`, { peer: name, next });
  if (await screen.confirm(`${name}: ${what} still waits for its trigger: end it?`)) return;
  throw new FlaptrapError('digest', 'not agreed; nothing was changed here', { peer: name });
}

function needsConsent({ live }: SweepPlan, { all, yes }: Omit<SweepCommandOptions, 'state'>): boolean {
  return live.length > 0 && all !== true && yes !== true;
}

function isEmpty({ found, exec, configure, deletes }: SweepPlan): boolean {
  return found.length === 0 && exec.length + configure.length + deletes.length === 0;
}

function printFound(planned: SweepPlan, isCertain: boolean): string {
  const { name, side, found, kept, exec, configure, deletes } = planned;
  const keeps = kept.map((line) => `  stays: ${line}`);
  if (isEmpty(planned))
    return [`sweep ${name} (${side}): nothing of ours, no applet, debug, condition or file to remove`, ...keeps].join('\n');
  return [
    `sweep ${name} (${side}): found`,
    ...found.map((line) => `  ${line}`),
    isCertain ? '  types:' : '  would type:',
    ...[...exec, ...configure, ...deletes.map((path) => `delete /force ${path}`)].map((line) => `     ${line}`),
    ...keeps,
  ].join('\n');
}

function printSwept({ name, side, found }: SweepPlan, left: readonly string[]): string {
  const removed = found.filter((line) => !left.includes(line)).map((line) => `  removed ${line}`);
  return [`sweep ${name} (${side}):`, ...removed, ...left.map((line) => `  STILL THERE ${line}`)].join('\n');
}
