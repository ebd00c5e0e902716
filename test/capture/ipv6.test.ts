/** The condition of an IPv6 peer is set, seen to stand, and taken off again. */
import { expect, it } from 'vitest';
import { arm } from '../../src/capture/arm.ts';
import { disarm } from '../../src/capture/disarm.ts';
import { lookAtBoth } from '../../src/capture/look.ts';
import { openStage } from './stage.ts';

it('arms, stands whole, and leaves nothing', async () => {
  const change = (text: string): string =>
    text.replace('192.0.2.1 #', '2001:db8::1 #').replace('address: 198.51.100.1', 'address: 2001:db8:1::1');
  await using stage = await openStage({ change });
  const plan = await stage.plan();
  await arm(stage.context, plan, stage.playbook);
  expect([...stage.lab.a.router.conditions]).toEqual(['2001:db8:1::1']);
  expect(await lookAtBoth(stage.context, plan)).toMatchObject({ a: { stage: 'armed' }, b: { stage: 'armed' } });
  await disarm(stage.context, plan);
  expect([...stage.lab.a.router.conditions, ...stage.lab.a.router.debugs]).toEqual([]);
});
