/** Several captures on one router: what one leaves, the others keep; the last to leave switches off. */
import { describe, expect, it } from 'vitest';
import { loadTemplates } from '../../src/applet/load.ts';
import { arm } from '../../src/capture/arm.ts';
import type { CaptureContext } from '../../src/capture/context.ts';
import { disarm } from '../../src/capture/disarm.ts';
import { openCapture } from '../../src/capture/open-capture.ts';
import { requireArmable, survey } from '../../src/capture/survey.ts';
import { planSweep } from '../../src/capture/sweep.ts';
import { makePlan } from '../../src/playbook/make-plan.ts';
import type { Plan } from '../../src/playbook/plan.ts';
import type { Playbook } from '../../src/playbook/playbook.ts';
import { startTestLab, targetOfLab } from '../lab/lab-login.ts';
import { changesOf, openStage, readPlaybook, type Stage, UNTOUCHED } from './stage.ts';

const QUICK = (text: string): string => `${text}\nprobe: false\n`;
const BOTH = ['crypto isakmp', 'crypto ipsec'];

interface Second extends AsyncDisposable {
  playbook: Playbook;
  context: CaptureContext;
  plan: Plan;
}

/** A second tunnel of the same hub, to another branch. */
async function secondTunnel(stage: Stage, change: (text: string) => string = QUICK): Promise<Second> {
  const { lab } = stage;
  const { configuration } = lab.a.router;
  configuration.set('crypto isakmp key rehearsal address 203.0.113.5');
  configuration.setInside('crypto map OUTSIDE 10 ipsec-isakmp', 'set peer 203.0.113.5');
  const spoke = await startTestLab({ speed: 240, b: { hostname: 'depot', address: '203.0.113.5', platform: 'ios', offsetMs: 0 } });
  const playbook = readPlaybook((text) => change(text.replaceAll('198.51.100.1', '203.0.113.5').replaceAll('branch', 'depot')));
  const clock = { now: () => lab.clock.now(), monotonic: () => lab.clock.now(), sleep: (ms: number) => lab.clock.sleep(ms) };
  const targets = { a: targetOfLab(lab, 'a'), b: targetOfLab(spoke, 'b') };
  const options = { store: stage.store, say: () => undefined, stop: new AbortController().signal, clock, targets };
  const context = openCapture(playbook, options);
  const facts = await survey(context, playbook);
  requireArmable(playbook, facts);
  const plan = makePlan(playbook, facts, loadTemplates(), { nowMs: lab.clock.now(), nonce: 'second' });
  return { playbook, context, plan, [Symbol.asyncDispose]: () => spoke.close() };
}

/** Both tunnels of the hub are armed. */
async function armTwo(stage: Stage): Promise<{ first: Plan; second: Second }> {
  const first = await stage.plan();
  await arm(stage.context, first, stage.playbook);
  const second = await secondTunnel(stage);
  await arm(second.context, second.plan, second.playbook);
  return { first, second };
}

describe('two tunnels of one hub', () => {
  it('are armed beside each other, each under its own condition', async () => {
    await using stage = await openStage({ change: QUICK });
    await using second = (await armTwo(stage)).second;
    expect(changesOf(stage.lab, 'a')).toMatchObject({ debugs: BOTH, conditions: ['198.51.100.1', '203.0.113.5'] });
    expect(second.plan.peers.a.steps.find(({ id }) => id === 'logging')?.lines).toEqual([]);
  });

  it.each(['first', 'second'] as const)('lose nothing when the %s is disarmed; the last one gives everything back', async (leaver) => {
    await using stage = await openStage({ change: QUICK });
    const { first, second } = await armTwo(stage);
    await using _second = second;
    const leave = { first: () => disarm(stage.context, first), second: () => disarm(second.context, second.plan) };
    await leave[leaver]();
    const stays = leaver === 'first' ? '203.0.113.5' : '198.51.100.1';
    expect(changesOf(stage.lab, 'a')).toMatchObject({ debugs: BOTH, conditions: [stays], logging: 'logging buffered 4194304' });
    await leave[leaver === 'first' ? 'second' : 'first']();
    expect(changesOf(stage.lab, 'a')).toEqual(UNTOUCHED);
  });

  it.each([
    ['is over', '2020-01-01T00:00:00.000Z', false],
    ['runs', undefined, true],
  ])('an applet that says it records and whose lease %s', async (_what, lease, isHeld) => {
    await using stage = await openStage({ change: QUICK });
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    const { configuration } = stage.lab.a.router;
    configuration.set('event manager applet FLAPTRAP-deadbeef-REC');
    configuration.setInside(
      'event manager applet FLAPTRAP-deadbeef-REC',
      `description flaptrap records capture deadbeef lease ${lease ?? plan.leaseEndsAt} tunnel 192.0.2.1 203.0.113.5 rec-isakmp rec-ipsec end`,
    );
    await disarm(stage.context, plan);
    expect(changesOf(stage.lab, 'a')).toMatchObject({ debugs: isHeld ? BOTH : [], conditions: [] });
    const told = stage.told.find((text) => text.startsWith('a: disarmed'));
    if (isHeld) expect(told).toMatch(/kept for capture deadbeef .*: .*debug crypto isakmp/);
    else expect(told).not.toContain('deadbeef');
  });

  it('lose nothing when one freezes; the other, freezing last, switches off', async () => {
    await using stage = await openStage({ change: QUICK });
    const { first, second } = await armTwo(stage);
    await using _second = second;
    const { eem } = stage.lab.a.router;
    await eem.runByHand(first.peers.a.callApplet);
    expect(changesOf(stage.lab, 'a')).toMatchObject({ debugs: BOTH, conditions: ['203.0.113.5'] });
    await eem.runByHand(second.plan.peers.a.callApplet);
    expect(changesOf(stage.lab, 'a')).toMatchObject({ debugs: [], conditions: [] });
  });

  it('lose nothing when the lease of one ends', async () => {
    await using stage = await openStage({ speed: 600, change: (text) => QUICK(text.replace('lease: 3d', 'lease: 20m')) });
    const { second } = await armTwo(stage);
    await using _second = second;
    await expect
      .poll(() => changesOf(stage.lab, 'a'))
      .toMatchObject({ debugs: BOTH, conditions: ['203.0.113.5'], logging: 'logging buffered 4194304' });
  });

  it('are swept apart: the sweep of one keeps to its own tunnel, and names the other', async () => {
    await using stage = await openStage({ change: QUICK });
    const { first, second } = await armTwo(stage);
    await using _second = second;
    const swept = await planSweep(stage.context, stage.playbook, 'a', {});
    expect(swept.exec).toEqual(['no debug crypto condition peer ipv4 198.51.100.1']);
    expect(swept.configure.every((line) => line.includes(first.captureId))).toBe(true);
    expect(swept.kept.join()).toContain(`applets of capture ${second.plan.captureId}: of the tunnel 192.0.2.1 203.0.113.5`);
    const all = await planSweep(stage.context, stage.playbook, 'a', { isAll: true });
    expect(all.exec).toHaveLength(4);
    expect(all.configure[0]).toMatch(/logging buffered/);
  });

  it('that debug different families each switch off their own', async () => {
    await using stage = await openStage({ change: QUICK });
    const first = await stage.plan();
    await arm(stage.context, first, stage.playbook);
    await using second = await secondTunnel(stage, (text) => QUICK(text.replace('[isakmp, ipsec]', '[ikev2, ipsec]')));
    await arm(second.context, second.plan, second.playbook);
    await disarm(stage.context, first);
    expect(changesOf(stage.lab, 'a')).toMatchObject({
      debugs: ['crypto ipsec', 'crypto ikev2', 'crypto ikev2 error', 'crypto ikev2 packet'],
    });
    await disarm(second.context, second.plan);
    expect(changesOf(stage.lab, 'a')).toEqual(UNTOUCHED);
  });
});

it('a debug of somebody else is still a reason not to arm, beside captures of ours', async () => {
  await using stage = await openStage({ change: QUICK });
  await arm(stage.context, await stage.plan(), stage.playbook);
  stage.lab.a.router.debugs.add('crypto engine');
  await expect(secondTunnel(stage)).rejects.toMatchObject({ code: 'preflight' });
});

describe('a second capture that needs a larger logging buffer', () => {
  const larger = (text: string): string => `${QUICK(text)}budget: { logBufferKilobytes: 8192 }\n`;

  it('is refused while the first records: resizing would empty it', async () => {
    await using stage = await openStage({ change: QUICK });
    await arm(stage.context, await stage.plan(), stage.playbook);
    stage.lab.a.router.log.write('the record so far', 7);
    await expect(secondTunnel(stage, larger)).rejects.toMatchObject({
      code: 'preflight',
      context: { answer: expect.stringMatching(/would empty it: set budget.logBufferKilobytes to 4096 at most/) },
    });
    expect(stage.lab.a.router.log.show()).toContain('the record so far');
  });

  it('is refused too where the buffer has been set to another level', async () => {
    await using stage = await openStage({ change: QUICK });
    await arm(stage.context, await stage.plan(), stage.playbook);
    stage.lab.a.router.log.resize(4_194_304, 6);
    await expect(secondTunnel(stage)).rejects.toMatchObject({
      context: { answer: expect.stringContaining('let the other capture end first') },
    });
  });
});

it('a capture whose debugs begin at its trigger shares its router with none, whoever comes first', async () => {
  await using stage = await openStage({ change: (text) => QUICK(text.replace('strategy: recorder', 'strategy: after')) });
  await arm(stage.context, await stage.plan(), stage.playbook);
  await expect(secondTunnel(stage)).rejects.toMatchObject({
    code: 'preflight',
    context: { answer: expect.stringContaining('starts its debugs only at its trigger') },
  });
});
