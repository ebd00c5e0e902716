/** `flaptrap fleet status` and `disarm` go by what the engine remembers of the tunnels of an inventory. */
import type { CaptureState, Engine } from '../engine/engine.ts';
import { FlaptrapError } from '../errors.ts';
import type { PlannedOrder } from '../fleet/plan/fleet-plan.ts';
import { isOlderTrap, standingOf } from '../fleet/standing.ts';
import { readMemories } from '../fleet/write.ts';
import { count } from './ask-playbook.ts';
import { operatorOf } from './audit-book.ts';
import { EXIT } from './exit-code.ts';
import { type OpenFleet, openFleetWorker } from './fleet-engine.ts';
import { appletVersion, askFleet, type FleetFiles, type FleetOptions, placeOf } from './fleet-plan.ts';
import type { Screen } from './screen.ts';
import { DEFAULT_STATE } from './state-folder.ts';

interface Standing {
  tunnel: string;
  captureId: string;
  phase: CaptureState['phase'];
  leaseEndsAt: string;
  worker: string | null;
  trouble: string | null;
  /** An older version has armed it. */
  isOlder: boolean;
}

export async function fleetStatus(
  files: FleetFiles,
  options: FleetOptions,
  screen: Screen,
  open: OpenFleet = openFleetWorker,
): Promise<number> {
  await using begun = await begin(files, options, screen, open);
  const { orders, standing } = begun;
  if (options.json === true) screen.print(JSON.stringify({ schema: 'flaptrap.fleet-status/1', orders: orders.length, standing }, null, 2));
  else screen.print(sayStanding(orders, standing), 'prose');
  return EXIT.done;
}

export async function fleetDisarm(
  files: FleetFiles,
  options: FleetOptions,
  screen: Screen,
  open: OpenFleet = openFleetWorker,
): Promise<number> {
  await using begun = await begin(files, options, screen, open);
  const { engine } = begun;
  const standing = begun.standing.filter(({ isOlder }) => isOlder || options.older !== true);
  if (standing.length > 0) await requireYes(standing.length, options, screen);
  for (const { captureId } of standing) await engine.stop(captureId, operatorOf(process.env));
  const text =
    standing.length === 0
      ? 'nothing of this inventory is armed'
      : `${count(standing.length, 'capture')} asked to end: \`flaptrap fleet status\` shows when their routers are clean`;
  const captures = standing.map(({ captureId }) => captureId);
  if (options.json === true) screen.print(JSON.stringify({ schema: 'flaptrap.fleet-disarmed/1', captures }, null, 2));
  else screen.print(text, 'prose');
  return EXIT.done;
}

interface Begun extends AsyncDisposable {
  engine: Engine;
  orders: readonly PlannedOrder[];
  standing: Standing[];
}

async function begin(files: FleetFiles, options: FleetOptions, screen: Screen, open: OpenFleet): Promise<Begun> {
  const { orders } = await askFleet(files, options, screen);
  const worker = await open(placeOf(options), {}, screen);
  const { engine } = worker;
  try {
    const standing = await askStanding(engine, orders, options);
    return { engine, orders, standing, [Symbol.asyncDispose]: () => worker[Symbol.asyncDispose]() };
  } catch (error) {
    await worker[Symbol.asyncDispose]();
    throw error;
  }
}

async function askStanding(engine: Engine, orders: readonly PlannedOrder[], { state }: FleetOptions): Promise<Standing[]> {
  const versions = Object.assign({}, ...readMemories(state ?? DEFAULT_STATE).map((each) => each.versions)) as Record<string, string>;
  const captures = await engine.captures();
  const known = { versions, version: appletVersion() };
  return orders.flatMap((order) =>
    standingOf(order, captures).map(({ captureId, phase, leaseEndsAt, worker, trouble }) => ({
      tunnel: order.name,
      captureId,
      phase,
      leaseEndsAt,
      worker,
      trouble,
      isOlder: isOlderTrap(captureId, known),
    })),
  );
}

async function requireYes(captures: number, { yes }: FleetOptions, screen: Screen): Promise<void> {
  if (yes === true) return;
  if (screen.isInteractive && (await screen.confirm(`end ${count(captures, 'capture')} on their routers?`))) return;
  throw new FlaptrapError('digest', 'nobody has agreed to end these captures; nothing was changed', { next: 'run it again with --yes' });
}

function sayStanding(orders: readonly PlannedOrder[], standing: readonly Standing[]): string {
  const phases = new Map<string, number>();
  for (const { phase } of standing) phases.set(phase, (phases.get(phase) ?? 0) + 1);
  const older = standing.filter(({ isOlder }) => isOlder).length;
  return [
    `${standing.length} of ${count(orders.length, 'capture')} of this inventory stand: ${[...phases].map(([phase, number]) => `${number} ${phase}`).join(', ') || 'none'}`,
    ...(older === 0
      ? []
      : [
          `${older} of them were armed by an older version: \`flaptrap fleet disarm --older\` ends them, \`flaptrap fleet arm\` replaces them`,
        ]),
    ...standing.filter(({ trouble }) => trouble !== null).map(({ tunnel, captureId, trouble }) => `  ${tunnel} (${captureId}): ${trouble}`),
  ].join('\n');
}
