/** Two DELETEs for one SA are the one that went with it and the one with which its receiver answered the message: the order in which S hears them tells whether the first was lost. */
import type { TimedEvent } from '../timeline/model.ts';
import { apart } from './apart.ts';
import { heardBy } from './deletes-heard.ts';
import { bearerOf } from './deletion.ts';
import { SENT_AGAIN_MS } from './lived.ts';
import type { Scene } from './scene.ts';

export interface TwoDeletes {
  /** The one that went with X, as S heard it first. */
  first: TimedEvent;
  answer: TimedEvent;
  /** `late`: the first came so long behind the answer that it had been sent again. */
  order: 'risen' | 'late';
}

/** By S's record alone: in one IKE SA the ids of an end's requests rise, and what is sent again keeps its id. [C RFC 7296 2.1, 2.2; seed.md 5] */
export function twoDeletes(scene: Scene): TwoDeletes | undefined {
  const [one, two, more] = firstOfEachId(scene);
  if (one === undefined || two === undefined || more !== undefined || one.ikeSa !== two.ikeSa) return undefined;
  if (one.id < two.id) return { first: one.event, answer: two.event, order: 'risen' };
  const gap = apart(one.event, two.event);
  return gap !== undefined && gap.leastMs > SENT_AGAIN_MS ? { first: two.event, answer: one.event, order: 'late' } : undefined;
}

interface Heard {
  event: TimedEvent;
  id: number;
  ikeSa: string;
}

function firstOfEachId(scene: Scene): Heard[] {
  const heard = heardBy(scene)
    .toSorted((one, two) => one.ref - two.ref)
    .flatMap((event): Heard[] => {
      const { version, messageId: id, ikeSpis } = bearerOf(scene, event) ?? {};
      return version !== 2 || id === undefined || ikeSpis?.initiator === undefined ? [] : [{ event, id, ikeSa: ikeSpis.initiator }];
    });
  return heard.filter(({ id }, place) => heard.findIndex((each) => each.id === id) === place);
}
