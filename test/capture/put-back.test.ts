/** A tunnel of which one end cannot be armed is put back; where the other end does not let go, that is the graver news. */
import { expect, it, vi } from 'vitest';
import { arm } from '../../src/capture/arm.ts';
import { changesOf, openStage, UNTOUCHED } from './stage.ts';

it('what could not be put back is told with its router, and what went wrong before is its cause', async () => {
  await using stage = await openStage({ change: (text) => `${text}\nprobe: false\n` });
  const plan = await stage.plan();
  plan.peers.b.steps.find(({ id }) => id === 'watch')?.lines.splice(4, 0, ' action 0015 teleport now');
  const { conditions } = stage.lab.a.router;
  vi.spyOn(conditions, 'delete').mockReturnValue(true);
  await expect(arm(stage.context, plan, stage.playbook)).rejects.toMatchObject({
    code: 'left-behind',
    context: {
      peer: 'hq',
      answer: 'debug condition: peer 198.51.100.1',
      cause: expect.objectContaining({ code: 'refused', context: expect.objectContaining({ peer: 'branch' }) }),
    },
  });
  expect(changesOf(stage.lab, 'b')).toEqual(UNTOUCHED);
});
