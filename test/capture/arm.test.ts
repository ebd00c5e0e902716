/** Arming: both ends or neither, and nothing but our own is ever undone. */
import { describe, expect, it } from 'vitest';
import { arm } from '../../src/capture/arm.ts';
import { disarm } from '../../src/capture/disarm.ts';
import { sidesInDoubt } from '../../src/capture/store.ts';
import { requireArmable, survey } from '../../src/capture/survey.ts';
import { DEFAULT_DEADLINES } from '../../src/device/deadlines.ts';
import { changesOf, openStage, UNTOUCHED } from './stage.ts';

describe('an armed router', () => {
  it('debugs under the condition of its peer only, with guard, watch and call in place', async () => {
    await using stage = await openStage();
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    expect(changesOf(stage.lab, 'a')).toEqual({
      applets: ['GUARD', 'LEASE', 'REC', 'CALL', 'WATCH'].map((role) => `FLAPTRAP-${plan.captureId}-${role}`),
      debugs: ['crypto isakmp', 'crypto ipsec'],
      conditions: ['198.51.100.1'],
      logging: 'logging buffered 4194304',
      files: [],
    });
    await disarm(stage.context, plan);
    expect([changesOf(stage.lab, 'a'), changesOf(stage.lab, 'b')]).toEqual([UNTOUCHED, UNTOUCHED]);
  });

  it("is not armed over someone else's crypto debug", async () => {
    await using stage = await openStage();
    stage.lab.b.router.debugs.add('crypto engine');
    const facts = await survey(stage.context, stage.playbook);
    expect(() => requireArmable(stage.playbook, facts)).toThrow('cannot be armed now');
  });

  it('gives back what others have: their debugs, their applets, their log settings', async () => {
    await using stage = await openStage();
    const { router } = stage.lab.a;
    router.debugs.add('ip packet');
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    router.configuration.set('logging buffered 99999 warnings');
    router.debugs.add('crypto engine');
    router.conditions.add('203.0.113.9');
    await disarm(stage.context, plan);
    const others = { debugs: ['ip packet', 'crypto engine'], conditions: ['203.0.113.9'], logging: 'logging buffered 99999 warnings' };
    expect(changesOf(stage.lab, 'a')).toEqual({ ...UNTOUCHED, ...others });
  });
});

it('a router with three of five terminal lines taken is not armed, and its error says by whom', async () => {
  await using stage = await openStage();
  for (let line = 0; line < 3; line += 1) stage.lab.a.router.takeLine('noc');
  const facts = await survey(stage.context, stage.playbook);
  expect(() => requireArmable(stage.playbook, facts)).toThrow(
    expect.objectContaining({
      context: expect.objectContaining({ answer: expect.stringMatching(/hq: 1 of its vty lines are free.*noc from 127.0.0.1/) }),
    }),
  );
});

describe('when one peer cannot be armed, the other is put back', () => {
  it('after a refused line in the middle of an applet', async () => {
    await using stage = await openStage();
    const plan = await stage.plan();
    const watch = plan.peers.b.steps.find(({ id }) => id === 'watch');
    watch?.lines.splice(4, 0, ' action 0015 teleport now');
    await expect(arm(stage.context, plan, stage.playbook)).rejects.toMatchObject({
      code: 'refused',
      context: { peer: 'branch', tried: ' action 0015 teleport now' },
    });
    expect([changesOf(stage.lab, 'a'), changesOf(stage.lab, 'b')]).toEqual([UNTOUCHED, UNTOUCHED]);
    expect(stage.told).toContain('the tunnel cannot be armed: undoing everything on both routers');
  });

  it('after a router that keeps less of an applet than it was given', async () => {
    await using stage = await openStage();
    const plan = await stage.plan();
    const { eem } = stage.lab.a.router;
    const register = eem.register.bind(eem);
    eem.register = (applet) => register({ ...applet, actions: applet.actions.slice(0, -1) });
    const armed = arm(stage.context, plan, stage.playbook);
    await expect(armed).rejects.toMatchObject({
      code: 'refused',
      context: { peer: 'hq', answer: expect.stringMatching(/^\+ {2}action/) },
    });
    expect([changesOf(stage.lab, 'a'), changesOf(stage.lab, 'b')]).toEqual([UNTOUCHED, UNTOUCHED]);
  });

  it.each([
    ['a wrong password', { password: 'wrong' }, 'login-failed'],
    ['a port that nobody listens on', { port: 1 }, 'connect-refused'],
    ['a changed host key', { hostKeys: { policy: 'pinned', fingerprint: 'SHA256:c29tZWJvZHkgZWxzZQ' } }, 'host-key-changed'],
    [
      'a jump host that is not there',
      {
        jumpHosts: [
          {
            name: 'bastion',
            host: '127.0.0.1',
            port: 1,
            username: 'ops',
            password: 'x',
            hostKeys: { policy: 'pinned', fingerprint: 'SHA256:x' },
            legacyAlgorithms: false,
          },
        ],
      },
      'jump-host',
    ],
  ] as const)('after %s, told by name before any deadline of a connection is over', async (_what, change, code) => {
    await using stage = await openStage();
    const plan = await stage.plan();
    const startedAt = performance.now();
    const context = stage.withTargets({ b: change as never });
    await expect(arm(context, plan, stage.playbook)).rejects.toMatchObject({
      code,
      context: { peer: expect.stringMatching(/branch|bastion/) },
    });
    expect(performance.now() - startedAt).toBeLessThan(DEFAULT_DEADLINES.connectMs);
    expect([changesOf(stage.lab, 'a'), changesOf(stage.lab, 'b')]).toEqual([UNTOUCHED, UNTOUCHED]);
  });
});

it('the journal knows what was begun before it is done', async () => {
  await using stage = await openStage();
  const plan = await stage.plan();
  await arm(stage.context, plan, stage.playbook);
  const armed = await stage.context.store.read(plan.captureId);
  expect(armed === undefined ? [] : sidesInDoubt(armed)).toEqual(['a', 'b']);
  const steps = armed?.journal.filter(({ side }) => side === 'a').map(({ step, what }) => `${step} ${what}`);
  expect(steps?.slice(0, 5)).toEqual(['gauges measured', 'guard intent', 'guard done', 'lease intent', 'lease done']);
  await disarm(stage.context, plan);
  const disarmed = await stage.context.store.read(plan.captureId);
  expect(disarmed === undefined ? [] : sidesInDoubt(disarmed)).toEqual([]);
});

it('nothing can spring before both ends record', async () => {
  await using stage = await openStage();
  const plan = await stage.plan();
  const { store } = stage.context;
  const recording: object[] = [];
  const note = store.note.bind(store);
  store.note = async (captureId, entry) => {
    if (entry.step === 'watch' && entry.what === 'intent') recording.push(changesOf(stage.lab, 'a'), changesOf(stage.lab, 'b'));
    await note(captureId, entry);
  };
  await arm(stage.context, plan, stage.playbook);
  expect(recording).toHaveLength(4);
  for (const each of recording) expect(each).toMatchObject({ debugs: ['crypto isakmp', 'crypto ipsec'] });
});

it('a plan whose undo was changed is not armed, and not undone by it', async () => {
  await using stage = await openStage({ change: (text) => `${text}\nprobe: false\n` });
  const plan = await stage.plan();
  const [guard] = plan.peers.a.steps;
  guard?.undo.lines.push('username evil privilege 15 secret evil');
  await expect(arm(stage.context, plan, stage.playbook)).rejects.toMatchObject({
    code: 'input',
    context: { tried: expect.stringContaining('evil') },
  });
  await expect(disarm(stage.context, plan)).rejects.toMatchObject({ code: 'input' });
  expect([changesOf(stage.lab, 'a'), changesOf(stage.lab, 'b')]).toEqual([UNTOUCHED, UNTOUCHED]);
});
