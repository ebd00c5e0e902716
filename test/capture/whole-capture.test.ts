/** What holds at every moment of a capture, watched from inside the routers: no debug without its condition, no second session of ours. */
import { describe, expect, it } from 'vitest';
import { arm } from '../../src/capture/arm.ts';
import { captureTunnel } from '../../src/capture/capture-tunnel.ts';
import { carryOutSweep, planSweep } from '../../src/capture/sweep.ts';
import type { Router } from '../../src/lab/device/router.ts';
import { changesOf, openStage, type Stage, UNTOUCHED } from './stage.ts';

interface Watched {
  /** Moments at which a crypto debug was on and no condition kept it to the peer. */
  bare: string[];
  debugged: number;
  /** The most terminal lines that we held at once. */
  sessions: number;
}

const isBare = ({ debugs, conditions }: Router): boolean => debugs.size > 0 && conditions.size === 0;

/** From now on, at each change of its debugs and conditions, and at each login. */
function watch(router: Router): Watched {
  const seen: Watched = { bare: [], debugged: 0, sessions: 0 };
  const look = (when: string): void => {
    seen.debugged = Math.max(seen.debugged, router.debugs.size);
    if (isBare(router)) seen.bare.push(`${router.hostname}: ${when}`);
  };
  for (const [what, set] of [
    ['debug', router.debugs],
    ['condition', router.conditions],
  ] as const) {
    const [add, remove, clear] = [set.add.bind(set), set.delete.bind(set), set.clear.bind(set)];
    set.add = (each) => {
      add(each);
      look(`after ${what} ${each}`);
      return set;
    };
    set.delete = (each) => {
      const was = remove(each);
      look(`after no ${what} ${each}`);
      return was;
    };
    set.clear = () => {
      clear();
      look(`after every ${what} was cleared`);
    };
  }
  const takeLine = router.takeLine.bind(router);
  router.takeLine = (user) => {
    const line = takeLine(user);
    seen.sessions = Math.max(seen.sessions, [...router.lines.values()].filter((each) => each === 'ops').length);
    return line;
  };
  return seen;
}

const QUICK = (text: string): string => `${text.replace('lease: 3d', 'lease: 20m')}\npoll: 1s\n`;

function expectKept(stage: Stage, watched: readonly Watched[]): void {
  for (const { bare, debugged, sessions } of watched) {
    expect(bare).toEqual([]);
    expect(debugged).toBe(2);
    expect(sessions).toBe(1);
  }
  for (const side of ['a', 'b'] as const) expect(changesOf(stage.lab, side)).toMatchObject({ ...UNTOUCHED, files: expect.any(Array) });
}

describe('debugs stand only under the condition of their peer, and each router has one session of ours at most', () => {
  it('from arming over the trigger and the other end to the last file', async () => {
    await using stage = await openStage({ change: QUICK });
    const watched = [watch(stage.lab.a.router), watch(stage.lab.b.router)];
    const captured = await captureTunnel(stage.context, await stage.plan(), stage.playbook, () => stage.lab.play('delete-lost', 'b', 5));
    expect(captured.ending).toBe('sprung');
    expectKept(stage, watched);
  });

  it('when a lease ends with flaptrap gone', async () => {
    await using stage = await openStage({ speed: 60, change: (text) => `${QUICK(text)}probe: false\n` });
    const watched = [watch(stage.lab.a.router), watch(stage.lab.b.router)];
    await arm(stage.context, await stage.plan(), stage.playbook);
    await stage.lab.clock.advance(25 * 60_000);
    await expect.poll(() => [stage.lab.a, stage.lab.b].flatMap(({ router }) => router.eem.applets)).toEqual([]);
    expectKept(stage, watched);
  });

  it('when a sweep takes it off', async () => {
    await using stage = await openStage({ change: (text) => `${QUICK(text)}probe: false\n` });
    const watched = [watch(stage.lab.a.router), watch(stage.lab.b.router)];
    await arm(stage.context, await stage.plan(), stage.playbook);
    for (const side of ['a', 'b'] as const) {
      const planned = await planSweep(stage.context, stage.playbook, side, {});
      expect(await carryOutSweep(stage.context, stage.playbook, planned, {})).toEqual([]);
    }
    expectKept(stage, watched);
  });
});
