/** Work on both sides fails as one error that tells of both: what went wrong on either stays known. */
import { expect, it } from 'vitest';
import { eachFailure, onBothSides } from '../../src/capture/both-sides.ts';
import { FlaptrapError } from '../../src/errors.ts';

it('a session that was lost on one side is known beside a refusal on the other', async () => {
  const failed = await onBothSides(async (side) => {
    throw side === 'a'
      ? new FlaptrapError('refused', 'line 3 refused', { peer: 'hq' })
      : new FlaptrapError('session-lost', 'the session was lost', { peer: 'branch' });
  }).catch((error: unknown) => error);
  expect(failed).toMatchObject({ code: 'refused', message: 'hq: line 3 refused; branch: the session was lost' });
  expect(eachFailure(failed).map(({ code }) => code)).toEqual(['refused', 'session-lost']);
});
