import { describe, expect, it, vi } from 'vitest';
import { arm } from '../../src/capture/arm.ts';
import { disarm } from '../../src/capture/disarm.ts';
import { judgeProbe } from '../../src/capture/probe-verdict.ts';
import type { RouterSpec } from '../../src/lab/device/router-spec.ts';
import { changesOf, openStage, type Stage } from './stage.ts';

/** The error of arming a stage whose router b differs. */
async function refusal(changes: Partial<RouterSpec>, before: (stage: Stage) => void = () => undefined): Promise<Record<string, unknown>> {
  await using stage = await openStage({ b: changes });
  const plan = await stage.plan();
  before(stage);
  const error = await arm(stage.context, plan, stage.playbook).then(
    () => new Error('armed'),
    (reason: unknown) => reason as Error,
  );
  for (const side of ['a', 'b'] as const) expect(stage.lab.residue(side), `left on ${side}`).toEqual(NOTHING);
  return { ...error, message: error.message };
}

const NOTHING = { applets: [], debugs: [], conditions: [], files: [] };

describe('the EEM probe', () => {
  it('is shown in the plan, runs once on each router while arming, and leaves nothing', async () => {
    await using stage = await openStage();
    const plan = await stage.plan();
    expect(plan.peers.a.steps.map(({ id }) => id).slice(0, 4)).toEqual(['guard', 'lease', 'logging', 'probe']);
    await arm(stage.context, plan, stage.playbook);
    for (const side of ['a', 'b'] as const) {
      const { applets, files } = stage.lab.residue(side);
      expect(applets.map((name) => name.replace(/.*-/, ''))).toEqual(['GUARD', 'LEASE', 'REC', 'CALL', 'WATCH']);
      expect(files).toEqual([]);
      expect(stage.lab[side].router.eem.history.map(({ name, result }) => [name, result])).toEqual([
        [`FLAPTRAP-${plan.captureId}-PROBE`, 'success'],
      ]);
    }
    await disarm(stage.context, plan);
    expect(stage.lab.residue('a')).toEqual(NOTHING);
  });

  it('is not made when the playbook says so', async () => {
    await using stage = await openStage({ change: (text) => `${text}\nprobe: false\n` });
    const plan = await stage.plan();
    expect(JSON.stringify(plan.peers)).not.toContain('PROBE');
  });

  it('is removed by the guard too, should flaptrap die in the middle of it', async () => {
    await using stage = await openStage();
    const { peers, captureId } = await stage.plan();
    expect(peers.a.steps[0]?.lines.join('\n')).toContain(`no event manager applet FLAPTRAP-${captureId}-PROBE`);
  });
});

describe('a router on which EEM cannot do what it must is not armed, and neither is the other', () => {
  it('AAA refuses its commands', async () => {
    const { message, code, context } = await refusal({ authorizesCommands: true });
    expect([code, message]).toEqual(['preflight', 'AAA refuses the commands of EEM: the test applet wrote no file']);
    expect(context).toMatchObject({ peer: 'branch', next: expect.stringContaining('event manager session cli username') as string });
  });

  it('all terminal lines are taken when it runs', async () => {
    const { message, context } = await refusal({}, ({ lab }) => {
      const { router } = lab.b;
      // From the moment of arming on: only the one session that flaptrap itself opens remains.
      for (let line = 1; line < 5; line += 1) router.lines.set(line, 'others');
    });
    expect(message).toBe('EEM got no vty line: the test applet could not run any command');
    expect(context).toMatchObject({ answer: expect.stringContaining('FMPD_CLI_CONNECT') as string });
  });

  it('applets do not run at all', async () => {
    expect(await refusal({ eemFault: 'stuck' })).toMatchObject({
      message: 'EEM does not run applets on this router: its history does not show the test applet',
    });
  });

  it('runs end at the default maxrun', async () => {
    expect(await refusal({ eemFault: 'killed-early' })).toMatchObject({
      message: 'EEM ended the test applet before its maxrun: it would also cut off saving the recording',
    });
  });

  it('flash takes no file', () => {
    expect(judgeProbe({ result: 'success', lines: 0, isAuthorizedByAaa: false, isWithoutLine: false })?.message).toBe(
      'the test applet ran, but wrote no file',
    );
  });
});

it('a router whose EEM cannot append is armed, with a word about it', async () => {
  await using stage = await openStage({ b: { eemFault: 'no-append' } });
  await arm(stage.context, await stage.plan(), stage.playbook);
  expect(stage.told).toContain('b: EEM cannot append to a file on this router; the applets do not need that');
});

it('a stop in the middle of the probe waits for its end, blames nobody, and leaves nothing', async () => {
  await using stage = await openStage();
  const plan = await stage.plan();
  const armed = arm(stage.context, plan, stage.playbook);
  const stopped = expect(armed).rejects.toMatchObject({
    code: 'stopped',
    message: 'stopped while arming; both routers are as they were before',
  });
  await vi.waitUntil(() => stage.told.some((text) => text.includes('testing EEM')), { timeout: 30_000 });
  stage.stop.abort();
  await stopped;
  for (const side of ['a', 'b'] as const) {
    expect(stage.lab.residue(side)).toEqual(NOTHING);
    expect(stage.lab[side].router.eem.history.every(({ result }) => result === 'success')).toBe(true);
  }
});

it('a host whose clock is set while the probe runs still waits for its end', async () => {
  await using stage = await openStage();
  const plan = await stage.plan();
  for (const side of ['a', 'b'] as const) {
    const { eem } = stage.lab[side].router;
    const runByHand = eem.runByHand.bind(eem);
    // Here the command comes back at once; whether it does is not known [U].
    eem.runByHand = (name) => {
      void runByHand(name);
      return Promise.resolve();
    };
  }
  let setBy = 0;
  const { clock } = stage.context;
  const now = (): number => {
    setBy += 3_600_000;
    return clock.now() + setBy;
  };
  await arm({ ...stage.context, clock: { ...clock, now } }, plan, stage.playbook);
  expect(changesOf(stage.lab, 'a')).toMatchObject({ files: [], debugs: ['crypto isakmp', 'crypto ipsec'] });
});
