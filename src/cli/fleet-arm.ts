/** `flaptrap fleet arm` arms an inventory wave by wave, and goes on where it was interrupted. */
import type { Clock } from '../capture/clock.ts';
import type { Engine, Order } from '../engine/engine.ts';
import { FlaptrapError } from '../errors.ts';
import { type ConductPorts, conduct } from '../fleet/conduct.ts';
import type { FleetMemory } from '../fleet/memory.ts';
import type { FleetPlan } from '../fleet/plan/fleet-plan.ts';
import { openRollout, type RolloutState, reopenRollout } from '../fleet/rollout/rollout.ts';
import { withStanding } from '../fleet/standing.ts';
import { readMemories, readMemory, writeMemory } from '../fleet/write.ts';
import { managedOf } from '../playbook/plan.ts';
import { agreedPlan } from '../run/agree.ts';
import { openRun } from '../run/context.ts';
import type { Ports } from '../run/ports.ts';
import { count } from './ask-playbook.ts';
import { operatorOf } from './audit-book.ts';
import { EXIT } from './exit-code.ts';
import { type FleetWorker, type OpenFleet, openFleetWorker } from './fleet-engine.ts';
import { appletVersion, askFleet, type FleetFiles, type FleetOptions, placeOf, saidRates, showPlan } from './fleet-plan.ts';
import { stayOf } from './fleet-watch.ts';
import { portsOf } from './ports.ts';
import { DIGEST_DIGITS } from './print-fleet.ts';
import type { Screen } from './screen.ts';
import { DEFAULT_STATE } from './state-folder.ts';
import { listenForStop } from './stop.ts';

export async function fleetArm(
  files: FleetFiles,
  options: FleetOptions,
  screen: Screen,
  open: OpenFleet = openFleetWorker,
): Promise<number> {
  const plan = await askFleet(files, options, screen);
  if (options.dryRun === true) {
    showPlan(plan, options, screen);
    return EXIT.done;
  }
  await requireAgreement(plan, options, screen);
  // It stays: what is armed already may spring while the next wave is armed.
  await using worker = await open(placeOf(options), saidRates(options), screen, stayOf(plan, options));
  await tellRates(plan, worker, screen);
  return armAll(plan, worker, options, screen);
}

async function requireAgreement(plan: FleetPlan, { digest, yes }: FleetOptions, screen: Screen): Promise<void> {
  const now = plan.digest.slice(0, DIGEST_DIGITS);
  if (digest !== undefined) {
    if (digest.length >= DIGEST_DIGITS && plan.digest.startsWith(digest.toLowerCase())) return;
    throw new FlaptrapError('digest', 'the plan of this fleet has changed since it was shown; no router was contacted', {
      tried: `digest ${digest}`,
      answer: `the digest of the plan is now ${now}`,
      next: 'read it again with `flaptrap fleet plan`',
    });
  }
  if (yes === true) return;
  if (!screen.isInteractive)
    throw new FlaptrapError('digest', 'nobody has agreed to the plan of this fleet; no router was contacted', {
      next: `read it with \`flaptrap fleet plan\`, then run this again with --digest ${now} or --yes`,
    });
  showPlan(plan, {}, screen);
  if (!(await screen.confirm(`arm ${count(plan.orders.length, 'capture')} in these waves?`)))
    throw new FlaptrapError('digest', 'you did not agree; no router was contacted');
}

/** What another fleet of this store was told of its budget holds for this one too. */
async function tellRates({ rules: { gate } }: FleetPlan, worker: FleetWorker, screen: Screen): Promise<void> {
  const { logins, commands } = await worker.gate.rule({});
  if (logins.perSecond === gate.logins.perSecond && commands.perSecond === gate.commands.perSecond) return;
  const rates = `${logins.perSecond} logins and ${commands.perSecond} commands a second`;
  screen.tell(`the budget of this store is ${rates}, as was said last: --logins and --commands change it`);
}

async function armAll(plan: FleetPlan, worker: FleetWorker, options: FleetOptions, screen: Screen): Promise<number> {
  using stop = listenForStop(
    screen,
    async () => 'leaving now: what is armed stays armed',
    'stopping: nothing more is begun; the same command goes on',
  );
  const state = options.state ?? DEFAULT_STATE;
  const ports = portsOf(screen, { state, stop: stop.signal });
  const memory = await recall(plan, worker.engine, state, ports.clock);
  const rollout = await conduct(memory.rollout, {
    engine: worker.engine,
    draw: drawerOf(plan, ports, memory, worker),
    remember: async (rolled) => writeMemory(state, Object.assign(memory, { rollout: rolled })),
    say: (event) => tellEvent(event, screen),
    clock: ports.clock,
    stop: AbortSignal.any([stop.signal, worker.lost]),
  });
  const counts = countStages(rollout);
  if (options.json === true) screen.print(printJson(plan, rollout, counts));
  else screen.print(sayOutcome(rollout, counts), 'prose');
  screen.tell('what is armed waits: `flaptrap fleet watch` with the same inventory and playbook looks after it');
  if (stop.signal.aborted) return EXIT.stopped;
  return rollout.halted !== undefined || (counts['failed'] ?? 0) > 0 ? EXIT.device : EXIT.done;
}

function printJson(plan: FleetPlan, rollout: RolloutState, stages: Record<string, number>): string {
  const failed = failedOf(rollout);
  return JSON.stringify({ schema: 'flaptrap.fleet-armed/1', digest: plan.digest, stages, halted: rollout.halted ?? null, failed }, null, 2);
}

/** What stands already is armed, or of an older version and to be replaced. */
async function recall(plan: FleetPlan, engine: Engine, stateFolder: string, clock: Clock): Promise<FleetMemory> {
  const before = readMemory(stateFolder, plan.digest);
  const known = before?.rollout;
  const asked = plan.orders.map(({ name, wave, routers }) => ({
    name,
    wave,
    routers: routers.map(({ id, group }) => ({ id, ...(group === undefined ? {} : { group }) })),
  }));
  const opened = known === undefined ? openRollout(asked, plan.rules, clock.now()) : reopenRollout(known, clock.now());
  const versions = Object.assign({}, ...readMemories(stateFolder).map((each) => each.versions));
  const rollout = withStanding(opened, plan.orders, await engine.captures(), { versions, version: appletVersion() });
  return { schema: 'flaptrap.fleet/1', digest: plan.digest, operator: operatorOf(process.env), rollout, versions: before?.versions ?? {} };
}

/** Within the budget that all workers share. */
function drawerOf(plan: FleetPlan, ports: Ports, memory: FleetMemory, worker: FleetWorker): ConductPorts['draw'] {
  const orders = new Map(plan.orders.map((order) => [order.name, order]));
  return async (name): Promise<Order> => {
    const order = orders.get(name);
    if (order === undefined) throw new FlaptrapError('internal', `there is no order ${name}`);
    const quiet: Ports = { ...ports, say: () => undefined };
    const context = openRun(order.playbook, quiet, { gate: worker.gate.gateFor('ask'), isRotating: true });
    const drawn = await agreedPlan(context, { yes: true });
    for (const side of managedOf(drawn)) {
      const router = order.routers.find((each) => each.side === side);
      const { freeTerminalLines } = drawn.peers[side].facts;
      if (router !== undefined && freeTerminalLines !== null) await worker.gate.counted(router.id, freeTerminalLines);
    }
    memory.versions[drawn.captureId] = appletVersion();
    return { plan: drawn, playbook: order.playbook, operator: memory.operator, watch: 'told' };
  };
}

function tellEvent(event: Parameters<ConductPorts['say']>[0], screen: Screen): void {
  if (event.is === 'halted') screen.tell(`stopped: ${event.why}; nothing more is begun, what is armed stays armed`, 'grave');
  else if (event.is === 'failed') screen.tell(`${event.order}: not armed: ${event.why}`, 'grave');
  else if (event.is === 'armed' || event.is === 'ended') screen.tell(`${event.order}: ${event.is}`);
  else if (event.is === 'cleared') screen.tell(`${event.order}: the trap of an older version is gone`);
}

function countStages({ orders }: RolloutState): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { stage } of Object.values(orders)) counts[stage] = (counts[stage] ?? 0) + 1;
  return counts;
}

function failedOf({ orders }: RolloutState): { name: string; why: string | null }[] {
  return Object.values(orders).flatMap(({ name, stage, why }) => (stage === 'failed' ? [{ name, why: why ?? null }] : []));
}

function sayOutcome({ halted }: RolloutState, counts: Readonly<Record<string, number>>): string {
  const said = Object.entries(counts).map(([stage, number]) => `${number} ${stage}`);
  return `${said.join(', ')}${halted === undefined ? '' : `; it was halted: ${halted}`}`;
}
