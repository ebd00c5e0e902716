/** Outliving is a sender that goes on with X for longer than its own record leaves it X: by spans of each clock alone, where nothing ties the two. */

import type { DeleteEvent } from '../ipsec/event.ts';
import { gapMs } from '../timeline/event-order.ts';
import type { EventRef, TimedEvent } from '../timeline/model.ts';
import { AT_ONCE_MS } from './apart.ts';
import { askedToRenew } from './asking.ts';
import { anyOf } from './clues.ts';
import { heardBy } from './deletes-heard.ts';
import type { Grade } from './fact.ts';
import { LONG_MS, wentOverAt } from './letting-go.ts';
import type { Scene } from './scene.ts';

export interface Outlived {
  said: string;
  refs: (EventRef | undefined)[];
  grade: Grade;
}

/** `gone`: when S let X go, on its own record. */
export function outlivedAt(scene: Scene, gone: TimedEvent): Outlived | undefined {
  if (gone.side !== scene.sender) return undefined;
  return byWholeLife(scene, gone) ?? byRenewal(scene, gone) ?? byWord(scene, gone) ?? byGoingOver(scene);
}

const seconds = (ms: number): number => Math.round(ms / 1000);

function spanOf({ logs }: Scene): number {
  return gapMs(logs[0], logs.at(-1)) ?? 0;
}

/** The messages with X are farther apart than X stood at S. */
function byWholeLife(scene: Scene, gone: TimedEvent): Outlived | undefined {
  const { R, S, X, logs } = scene;
  const born = scene.event(scene.sa?.outbound.created) ?? scene.event(scene.sa?.outbound.switched);
  const [span, life] = [spanOf(scene), gapMs(born, gone)];
  if (life === undefined || span - life <= LONG_MS) return undefined;
  return {
    said: `${S} had ${X} for ${seconds(life)} s, and ${R} logged packets with it over ${seconds(span)} s`,
    refs: [born?.ref, gone.ref, logs[0]?.ref, logs.at(-1)?.ref],
    grade: 'suggested',
  };
}

/** R still had X when it asked for its successor, so that it logged X only behind that. */
function byRenewal(scene: Scene, gone: TimedEvent): Outlived | undefined {
  const { R, S, X, logs } = scene;
  const born = scene.event(scene.sa?.outbound.created);
  const asked = born === undefined ? undefined : askedToRenew(scene, born, gone);
  const [span, kept] = [spanOf(scene), gapMs(asked, gone)];
  if (kept === undefined || span - kept <= LONG_MS) return undefined;
  return {
    said: `${S} let ${X} go ${seconds(kept)} s after ${R} had asked to renew it, and ${R}, which had it until then, logged packets with it over ${seconds(span)} s`,
    refs: [asked?.ref, gone.ref, logs[0]?.ref, logs.at(-1)?.ref],
    grade: 'suggested',
  };
}

/** R tells S when it lets X go, and logs X only then: unless what S heard was a later copy, or the answer to the message. [C RFC 7296 1.4.1; seed.md 5] */
function byWord(scene: Scene, gone: TimedEvent): Outlived | undefined {
  const { R, S, X, logs } = scene;
  const span = spanOf(scene);
  if (span <= LONG_MS || (heardBy(scene).length === 0 && ikeSaEndedBefore(scene, gone) === undefined)) return undefined;
  return {
    said: `${S} let ${X} go when ${R} told it to, and ${R} logged packets with it over ${seconds(span)} s`,
    refs: [gone.ref, logs[0]?.ref, logs.at(-1)?.ref],
    grade: 'hinted',
  };
}

/** S had gone over to another SA long before R told it that X was gone, and R logs X only behind that. */
function byGoingOver(scene: Scene): Outlived | undefined {
  const { R, S, X, logs } = scene;
  const [over, heard] = [wentOverAt(scene), heardBy(scene)[0]];
  const gap = gapMs(over, heard);
  if (gap === undefined || gap <= LONG_MS) return undefined;
  return {
    said: `${S} had gone over to another SA ${seconds(gap)} s before ${R} let ${X} go, and still sent with it`,
    refs: [over?.ref, heard?.ref, logs[0]?.ref],
    grade: 'hinted',
  };
}

/** R's DELETE of the IKE SA, with which X went at S. */
export function ikeSaEndedBefore(scene: Scene, gone: TimedEvent | undefined): TimedEvent | undefined {
  return anyOf(scene, scene.sender, 'delete', endsIkeSa).findLast((event) => {
    const gap = gapMs(event, gone);
    return gap !== undefined && event.ref < (gone?.ref ?? event.ref) && gap <= AT_ONCE_MS;
  });
}

const endsIkeSa = ({ version, what, change }: DeleteEvent) => version === 2 && what === 'ike-sa' && change === 'received';
