/** A fleet under simulated time: whoever is killed, refused or out of reach, what is promised holds in every order of events. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fleetPlaybook } from '../fleet/fleet-playbook.ts';
import { FLEET_STORY, playFleet } from './fleet-schedule.ts';

const BASE = fleetPlaybook();
/** `npm run bench simulated` plays ten thousand. */
const SCHEDULES = 60;
/** So that a failure is this commit's; the bench draws others. */
const SEED = 7;

describe('a fleet, in whatever order things happen', () => {
  it('ends with clean routers, no order lost, nothing armed twice, never two hubs of a pair, within its budget', async () => {
    await fc.assert(
      fc.asyncProperty(FLEET_STORY, fc.scheduler(), async (story, scheduler) => void (await playFleet(story, scheduler, BASE))),
      { seed: SEED, numRuns: SCHEDULES },
    );
  }, 120_000);

  it('tells the same story twice from the same seed', async () => {
    const tell = async (seed: number): Promise<string[][]> => {
      const told: string[][] = [];
      const property = fc.asyncProperty(
        FLEET_STORY,
        fc.scheduler(),
        async (story, scheduler) => void told.push(await playFleet(story, scheduler, BASE)),
      );
      await fc.assert(property, { seed, numRuns: 5 });
      return told;
    };
    const [one, two, other] = [await tell(20), await tell(20), await tell(21)];
    expect(two).toEqual(one);
    expect(other).not.toEqual(one);
    expect(one.flat().length).toBeGreaterThan(50);
  }, 60_000);
});
