/** `flaptrap fleet watch` is a worker of a fleet: it carries captures, looks at their routers in turn, and tells what came home. */
import { SYSTEM_CLOCK } from '../capture/clock.ts';
import { lookAtBoth } from '../capture/look.ts';
import { FlaptrapError, printError } from '../errors.ts';
import { lookAround } from '../fleet/look-around.ts';
import { LOOK_SHARE } from '../fleet/plan/fleet-load.ts';
import type { FleetPlan } from '../fleet/plan/fleet-plan.ts';
import { standingOf } from '../fleet/standing.ts';
import { openRun } from '../run/context.ts';
import { EXIT } from './exit-code.ts';
import { type FleetWorker, type OpenFleet, openFleetWorker } from './fleet-engine.ts';
import { askFleet, type FleetFiles, type FleetOptions, placeOf } from './fleet-plan.ts';
import { tidyBundles } from './fleet-tidy.ts';
import { portsOf } from './ports.ts';
import type { Screen } from './screen.ts';
import { listenForStop } from './stop.ts';

/** 72 logins a day, as where a single capture cannot keep its session. */
const EVERY_SECONDS = 1200;
/** A look is of two routers, and takes some seconds. */
const LOOKS_PER_LOGIN = 5;

export async function fleetWatch(
  files: FleetFiles,
  options: FleetOptions,
  screen: Screen,
  open: OpenFleet = openFleetWorker,
): Promise<number> {
  const plan = await askFleet(files, options, screen);
  await using worker = await open(placeOf(options), plan.rules.gate, screen);
  using stop = listenForStop(screen, async () => 'leaving now: what is armed stays armed', 'stopping: what is armed stays armed');
  const unhear = worker.engine.hear(({ captureId, news }) => {
    if (news.about === 'bundle') screen.tell(`${captureId}: a bundle is home: ${news.folder}`, 'grave');
  });
  const over = new AbortController();
  const tidying = tidy(worker, options, { screen, stop: AbortSignal.any([over.signal, stop.signal, worker.lost]) });
  try {
    await lookAfter(plan, worker, {
      screen,
      stop: AbortSignal.any([stop.signal, worker.lost]),
      everySeconds: options.every,
      isEnough: true,
    });
  } finally {
    over.abort();
    await tidying;
    unhear();
  }
  if (worker.lost.aborted)
    throw new FlaptrapError('session-lost', 'another worker has taken over what this one carried', {
      next: 'nothing: it goes on there; run this again for one worker more',
    });
  return stop.signal.aborted ? EXIT.stopped : EXIT.done;
}

const TIDY_MS = 3_600_000;

/** Once an hour, where it is asked for. */
async function tidy(
  worker: FleetWorker,
  { keepDays, keepMegabytes }: FleetOptions,
  { screen, stop }: Pick<Looking, 'screen' | 'stop'>,
): Promise<void> {
  const rules = { days: keepDays, bytes: keepMegabytes === undefined ? undefined : keepMegabytes * 1_000_000 };
  while (!stop.aborted && (keepDays !== undefined || keepMegabytes !== undefined)) {
    try {
      for (const { folder, why } of tidyBundles(await worker.engine.captures(), rules, SYSTEM_CLOCK.now()))
        screen.tell(`${folder} is removed: ${why}`);
    } catch (error) {
      screen.tell(`bundles could not be tidied: ${printError(error)}`, 'grave');
    }
    await SYSTEM_CLOCK.sleep(TIDY_MS, stop);
  }
}

interface Looking {
  screen: Screen;
  stop: AbortSignal;
  everySeconds?: number | undefined;
  /** Ends when nothing stands any more. */
  isEnough?: boolean;
}

/** Of the tunnels of the inventory alone, whoever has armed them. */
export async function lookAfter(plan: FleetPlan, worker: FleetWorker, { screen, stop, everySeconds, isEnough }: Looking): Promise<void> {
  const ports = { ...portsOf(screen, { stop }), say: () => undefined };
  const ours = new Set<string>();
  const captures = async () => {
    const all = await worker.engine.captures();
    for (const order of plan.orders) for (const { captureId } of standingOf(order, all)) ours.add(captureId);
    return all;
  };
  const { perSecond } = plan.rules.gate.logins;
  await lookAround(
    {
      engine: { captures, spring: (captureId, spring) => worker.engine.spring(captureId, spring) },
      look: async (captureId) => {
        const record = await worker.recordOf(captureId);
        if (record === undefined) throw new FlaptrapError('input', `there is no record of ${captureId}`);
        const context = openRun(record.playbook, ports, { gate: worker.gateFor('look'), isRotating: true });
        return lookAtBoth(context, record.plan);
      },
      isOurs: (captureId) => ours.has(captureId),
      own: worker.name,
      say: (text) => screen.tell(text),
      clock: SYSTEM_CLOCK,
      stop,
      rules: { everySeconds: everySeconds ?? EVERY_SECONDS, atOnce: Math.max(1, Math.round(perSecond * LOOK_SHARE * LOOKS_PER_LOGIN)) },
    },
    isEnough === true,
  );
}
