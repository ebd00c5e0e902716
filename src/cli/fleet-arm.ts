/** `flaptrap fleet arm` arms an inventory wave by wave, and goes on where it was interrupted. */
import { userInfo } from 'node:os';
import type { Clock } from '../capture/clock.ts';
import type { Engine, Order } from '../engine/engine.ts';
import { FlaptrapError } from '../errors.ts';
import { type ConductPorts, conduct } from '../fleet/conduct.ts';
import { GateKeeper, memoryHere } from '../fleet/gate/keeper.ts';
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
import { EXIT } from './exit-code.ts';
import { type OpenEngine, openEngine } from './fleet-engine.ts';
import { appletVersion, askFleet, type FleetFiles, type FleetOptions, showPlan } from './fleet-plan.ts';
import { portsOf } from './ports.ts';
import { DIGEST_DIGITS } from './print-fleet.ts';
import type { Screen } from './screen.ts';
import { DEFAULT_STATE } from './state-folder.ts';
import { listenForStop } from './stop.ts';

export async function fleetArm(files: FleetFiles, options: FleetOptions, screen: Screen, open: OpenEngine = openEngine): Promise<number> {
  const plan = await askFleet(files, options, screen);
  if (options.dryRun === true) {
    showPlan(plan, options, screen);
    return EXIT.done;
  }
  await requireAgreement(plan, options, screen);
  const state = options.state ?? DEFAULT_STATE;
  const engine = await open(state);
  try {
    return await armAll(plan, { engine, state, isJson: options.json === true }, screen);
  } finally {
    await engine.close();
  }
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

interface Arming {
  engine: Engine;
  state: string;
  isJson: boolean;
}

async function armAll(plan: FleetPlan, { engine, state, isJson }: Arming, screen: Screen): Promise<number> {
  using stop = listenForStop(
    screen,
    async () => 'leaving now: what is armed stays armed',
    'stopping: nothing more is begun; the same command goes on',
  );
  const ports = portsOf(screen, { state, stop: stop.signal });
  const memory = await recall(plan, engine, state, ports.clock);
  const drawer = drawerOf(plan, ports, memory);
  const rollout = await conduct(memory.rollout, {
    engine,
    draw: drawer,
    remember: async (rolled) => writeMemory(state, Object.assign(memory, { rollout: rolled })),
    say: (event) => tellEvent(event, screen),
    clock: ports.clock,
    stop: stop.signal,
  });
  const counts = countStages(rollout);
  if (isJson)
    screen.print(
      JSON.stringify(
        {
          schema: 'flaptrap.fleet-armed/1',
          digest: plan.digest,
          stages: counts,
          halted: rollout.halted ?? null,
          failed: failedOf(rollout),
        },
        null,
        2,
      ),
    );
  else screen.print(sayOutcome(rollout, counts), 'prose');
  if (stop.signal.aborted) return EXIT.stopped;
  return rollout.halted !== undefined || (counts['failed'] ?? 0) > 0 ? EXIT.device : EXIT.done;
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
  return { schema: 'flaptrap.fleet/1', digest: plan.digest, operator: operator(), rollout, versions: before?.versions ?? {} };
}

/** Within the budget that this command has for itself; those who arm have theirs. */
function drawerOf(plan: FleetPlan, ports: Ports, memory: FleetMemory): ConductPorts['draw'] {
  const keeper = new GateKeeper(memoryHere(plan.rules.gate, ports.clock.now()), ports.clock, 'draw');
  const orders = new Map(plan.orders.map((order) => [order.name, order]));
  return async (name): Promise<Order> => {
    const order = orders.get(name);
    if (order === undefined) throw new FlaptrapError('internal', `there is no order ${name}`);
    const quiet: Ports = { ...ports, say: () => undefined };
    const context = openRun(order.playbook, quiet, { gate: keeper.gateFor('ask'), isRotating: true });
    const drawn = await agreedPlan(context, { yes: true });
    for (const side of managedOf(drawn)) {
      const router = order.routers.find((each) => each.side === side);
      const { freeTerminalLines } = drawn.peers[side].facts;
      if (router !== undefined && freeTerminalLines !== null) await keeper.counted(router.id, freeTerminalLines);
    }
    memory.versions[drawn.captureId] = appletVersion();
    return { plan: drawn, playbook: order.playbook, operator: memory.operator, watch: 'told' };
  };
}

function operator(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
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
