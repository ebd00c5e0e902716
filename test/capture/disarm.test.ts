/** Disarming tries again what may pass, and nothing that would be so a second later too. */
import { expect, it } from 'vitest';
import { arm } from '../../src/capture/arm.ts';
import { disarm } from '../../src/capture/disarm.ts';
import { type ErrorCode, FlaptrapError } from '../../src/errors.ts';
import { changesOf, openStage, UNTOUCHED } from './stage.ts';

it.each<[what: string, code: ErrorCode, told: ErrorCode, tries: number]>([
  ['a capture that another worker has taken over is left to it', 'fenced', 'fenced', 1],
  ['a login whose secret is not there is left behind, and not tried three times', 'input', 'left-behind', 1],
  ['a router that does not answer is tried again, then left behind', 'no-answer', 'left-behind', 3],
])('%s', async (_what, code, told, tries) => {
  await using stage = await openStage();
  const plan = await stage.plan();
  await arm(stage.context, plan, stage.playbook);
  let logins = 0;
  const context = {
    ...stage.context,
    connect: async (side: 'a' | 'b') => {
      if (side === 'a') return stage.context.connect(side);
      logins += 1;
      throw new FlaptrapError(code, 'it is so', { peer: 'branch' });
    },
  };
  await expect(disarm(context, plan)).rejects.toMatchObject({ code: told });
  expect(logins).toBe(tries);
  expect(changesOf(stage.lab, 'a')).toEqual(UNTOUCHED);
});
