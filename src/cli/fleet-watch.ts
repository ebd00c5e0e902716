/** `flaptrap fleet watch` is a worker of a fleet: it carries captures, looks at their routers in turn, and tells what came home. */
import { SYSTEM_CLOCK } from '../capture/clock.ts';
import { FlaptrapError, printError } from '../errors.ts';
import { LOOK_SHARE } from '../fleet/plan/fleet-load.ts';
import type { FleetPlan } from '../fleet/plan/fleet-plan.ts';
import { stayWhileStanding } from '../fleet/stay.ts';
import { EXIT } from './exit-code.ts';
import { type FleetStay, type FleetWorker, type OpenFleet, openFleetWorker } from './fleet-engine.ts';
import { askFleet, type FleetFiles, type FleetOptions, placeOf, saidRates } from './fleet-plan.ts';
import { tidyBundles } from './fleet-tidy.ts';
import type { Screen } from './screen.ts';
import { listenForStop } from './stop.ts';

/** A look is of two routers, and takes some seconds. */
const LOOKS_PER_LOGIN = 5;

export async function fleetWatch(
  files: FleetFiles,
  options: FleetOptions,
  screen: Screen,
  open: OpenFleet = openFleetWorker,
): Promise<number> {
  const plan = await askFleet(files, options, screen);
  await using worker = await open(placeOf(options), saidRates(options), screen, stayOf(plan, options));
  using stop = listenForStop(screen, async () => 'leaving now: what is armed stays armed', 'stopping: what is armed stays armed');
  const unhear = worker.engine.hear(({ captureId, news }) => {
    if (news.about === 'bundle') screen.tell(`${captureId}: a bundle is home: ${news.folder}`, 'grave');
    else if (news.about === 'progress') screen.tell(`${captureId}: ${news.text}`);
  });
  const over = new AbortController();
  const left = AbortSignal.any([stop.signal, worker.lost]);
  const tidying = tidy(worker, options, { screen, stop: AbortSignal.any([over.signal, left]) });
  try {
    const say = (text: string): void => screen.tell(text, 'grave');
    await stayWhileStanding(plan.orders, { engine: worker.engine, clock: SYSTEM_CLOCK, say, stop: left });
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

/** In a fleet more are looked at at once than elsewhere: as many as its budget bears. */
export function stayOf({ rules }: FleetPlan, { every }: FleetOptions): FleetStay {
  return { everySeconds: every, atOnce: Math.max(1, Math.round(rules.gate.logins.perSecond * LOOK_SHARE * LOOKS_PER_LOGIN)) };
}

const TIDY_MS = 3_600_000;

/** Once an hour, where it is asked for. */
async function tidy(
  worker: FleetWorker,
  { keepDays, keepMegabytes }: FleetOptions,
  { screen, stop }: { screen: Screen; stop: AbortSignal },
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
