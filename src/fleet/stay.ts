/** Staying is what a worker of a fleet does as long as anything of its inventory stands, whoever holds it: it may be the one that takes it over. */
import type { Clock } from '../capture/clock.ts';
import type { Engine } from '../engine/engine.ts';
import { messageOf } from '../errors.ts';
import type { PlannedOrder } from './plan/fleet-plan.ts';
import { standingOf } from './standing.ts';

export interface StayPorts {
  engine: Pick<Engine, 'captures'>;
  clock: Pick<Clock, 'sleep'>;
  /** Hears what keeps it from knowing. */
  say(text: string): void;
  stop: AbortSignal;
}

const ASK_MS = 5000;

/** A store that is away for a moment ends no watch of days: it is asked again. */
export async function stayWhileStanding(orders: readonly Pick<PlannedOrder, 'playbook'>[], ports: StayPorts): Promise<void> {
  const { engine, clock, say, stop } = ports;
  let isAway = false;
  while (!stop.aborted) {
    try {
      const captures = await engine.captures();
      if (!orders.some((order) => standingOf(order, captures).length > 0)) return;
      isAway = false;
    } catch (error) {
      if (!isAway) say(`the store does not say what stands, and is asked again: ${messageOf(error)}`);
      isAway = true;
    }
    await clock.sleep(ASK_MS, stop);
  }
}
