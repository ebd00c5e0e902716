/** Whoever asks for another end of a lease hears the answer to that, and to nothing that was asked before. */
import { expect, it } from 'vitest';
import type { Phase } from '../../src/engine/engine.ts';
import { askForLease } from '../../src/engine/lease.ts';
import type { Message } from '../../src/engine/message.ts';
import type { Progress, States } from '../../src/engine/states.ts';

const LATER = '2026-11-30T12:00:00.000Z';
const asked = (request: string) => ({ kind: 'lease', leaseEndsAt: LATER, by: 'ops', request }) as const;
type Answer = Progress['lease'];

/** A capture to whose lease the worker answers when it is told. */
function capture(phase: Phase, before: Answer, answerTo: (message: Message) => Answer) {
  let lease = before;
  const states = { read: async () => ({ lease }), find: async () => ({ phase }) } as unknown as States;
  const send = async (_captureId: string, message: Message): Promise<void> => {
    lease = answerTo(message) ?? lease;
  };
  return { states, send };
}

const REFUSED: Answer = { asked: LATER, by: 'ops', request: 'the first', refused: 'branch does not answer' };

it('the same end, refused before and taken now, is taken', async () => {
  const { states, send } = capture('waiting', REFUSED, () => ({ asked: LATER, by: 'ops', request: 'the second', refused: null }));
  await expect(askForLease('7f3a9c01', asked('the second'), states, send)).resolves.toBeUndefined();
});

it('what a router refuses is said with its words', async () => {
  const { states, send } = capture('waiting', undefined, () => REFUSED);
  await expect(askForLease('7f3a9c01', asked('the first'), states, send)).rejects.toMatchObject({
    code: 'refused',
    context: { answer: 'branch does not answer' },
  });
});

it.each(['freezing', 'disarming', 'ended'] as const)('of a capture that is %s nobody waits for an answer', async (phase) => {
  const { states, send } = capture(phase, REFUSED, () => undefined);
  await expect(askForLease('7f3a9c01', asked('the second'), states, send)).rejects.toThrow('does not wait any more');
});
