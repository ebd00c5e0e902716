/** A rehearsal without a terminal. */
import { expect, it } from 'vitest';
import { rehearse } from '../../src/run/rehearse.ts';
import { openTestRun } from './open-test-run.ts';

it('says where its routers are and what it injects, and gives the ending and the sweep behind it', async () => {
  await using test = await openTestRun();
  const choices = { cause: 'delete-lost', receiver: 'b', seed: 1, offset: 0, speed: 240, out: test.out } as const;
  const { ended, swept } = await rehearse(test.playbook, choices, test.ports);
  expect(test.news('rehearsal')).toMatchObject([
    { playbook: test.playbook.name, ike: 1, speed: 240, routers: [/^127/, /^127/].map((each) => expect.stringMatching(each)) },
  ]);
  expect(test.texts()).toContain('injecting delete-lost: branch will receive ESP with an SPI that it does not know');
  expect(ended).toMatchObject({ ending: 'sprung', folder: test.news('bundle')[0]?.folder });
  expect(test.news('bundle')[0]?.judged.verdict.incidents).toMatchObject([{ receiver: 'b', cause: { id: 'delete-lost' } }]);
  expect([swept.peers.a?.left, swept.peers.b?.left]).toEqual([[], []]);
});

it.each([0, -1, 601])('is not told at %i times the speed of real routers', async (speed) => {
  await using test = await openTestRun();
  const choices = { cause: 'delete-lost', receiver: 'b', seed: 1, offset: 0, speed, out: test.out } as const;
  await expect(rehearse(test.playbook, choices, test.ports)).rejects.toMatchObject({
    code: 'input',
    context: { tried: `--speed ${speed}` },
  });
  expect(test.said).toEqual([]);
});
