/** Hearing is what S's own record says of the DELETE for X: that it came, when, or that none did while S listened. */
import type { TimedEvent } from '../timeline/model.ts';
import { answeredWith } from './answered.ts';
import { apart, isBefore } from './apart.ts';
import { isWhichOpen } from './copies.ts';
import { heardBy, heardUnsent } from './deletes-heard.ts';
import { bearerOf, idOfReceived } from './deletion.ts';
import { departuresBefore, endingOf } from './ending.ts';
import { type Answer, answerOf, debug, no, unknown, yes } from './fact.ts';
import { deleteLeft } from './facts/telling.ts';
import { SENT_AGAIN_MS } from './lived.ts';
import type { Scene } from './scene.ts';
import { silent } from './silence.ts';
import { twoDeletes } from './two-deletes.ts';
import { isOldAt } from './unprinted.ts';

const WANTS = [debug('S', 'ike', 'over the end')];

/** S's own record of the DELETE: before the message, or at least within the time that a packet needs. */
export function byHearing(scene: Scene): Answer | undefined {
  const { S, X, logs } = scene;
  const [heard] = heardBy(scene).sort((one, two) => one.ref - two.ref);
  const [first] = logs;
  if (heard === undefined || first === undefined) return undefined;
  const end = endingOf(scene)?.event;
  const delay = apart(end, heard);
  if (isWhichOpen(scene, delay))
    return unknown(`${S} received a copy of the DELETE for ${X}; the stamps do not say which`, WANTS, scene.cite(end?.ref, heard.ref));
  if (isBefore(heard, first) === 'yes' || (delay !== undefined && delay.leastMs <= SENT_AGAIN_MS && end?.ref !== heard.ref))
    return no(`${S} received the DELETE for ${X}`, scene.cite(end?.ref, heard.ref));
  return undefined;
}

/** S heard the DELETE, and by its own record none of it when it left. */
export function byLateHearing(scene: Scene): Answer | undefined {
  const { R, S, X } = scene;
  const [heard] = heardBy(scene).sort((one, two) => one.ref - two.ref);
  const left = departuresBefore(scene)[0]?.sent;
  const delay = apart(left, heard);
  if (heard === undefined || left === undefined || delay === undefined || delay.leastMs <= SENT_AGAIN_MS)
    return left === undefined ? (byOrder(scene) ?? behindMessage(scene, heard)) : answerAlone(scene);
  return yes(
    `${S} heard the DELETE for ${X} only ${Math.round(delay.leastMs / 1000)} s after ${R} had sent it first`,
    scene.cite(left.ref, heard.ref),
    'suggested',
    WANTS,
  );
}

/** Of two DELETEs S heard the one that went with X seconds behind the answer to the message: only when it was sent again. */
function byOrder(scene: Scene): Answer | undefined {
  const { R, S, X } = scene;
  const both = twoDeletes(scene);
  if (both?.order !== 'late') return undefined;
  return yes(
    `${S} heard the DELETE for ${X} only behind the later one with which ${R} answered the message`,
    scene.cite(both.answer.ref, both.first.ref),
    'suggested',
    WANTS,
  );
}

/** No request waits longer for its answer before it is sent again the first few times. [L] */
const SENT_AGAIN_SOON_MS = 10_000;

/** X was gone when the message came, and R tells of that at once [C RFC 7296 1.4.1]: the only DELETE that S heard, seconds behind the message, is a later copy of one that R's record lacks. */
function behindMessage(scene: Scene, heard: TimedEvent | undefined): Answer | undefined {
  const { S, X, logs } = scene;
  const [first] = logs;
  const delay = apart(first, heard);
  if (heard === undefined || first === undefined || delay === undefined || heardUnsent(scene) === undefined) return undefined;
  const isLater = delay.leastMs > SENT_AGAIN_MS && delay.mostMs <= SENT_AGAIN_SOON_MS;
  if (!isLater || bearerOf(scene, heard)?.version !== 2 || !isOldAt(scene, first)) return undefined;
  return yes(
    `${S} heard a DELETE for ${X} only ${Math.round(delay.leastMs / 1000)} s behind the message: it had been sent before, and was lost`,
    scene.cite(first.ref, heard.ref),
    'suggested',
    WANTS,
  );
}

/** S heard no DELETE but that with which R answered the message: the one that left before it was lost. [C seed.md 5] */
function answerAlone(scene: Scene): Answer | undefined {
  const { R, S, X } = scene;
  const heard = heardBy(scene);
  const departures = departuresBefore(scene);
  const [left, ids] = [departures[0]?.sent, departures.map(({ sent }) => (sent.kind === 'message' ? sent.messageId : undefined))];
  const later = heard.map((event) => ({ event, id: idOfReceived(scene, event) }));
  const isOther = later.every(({ id }) => id !== undefined && !ids.includes(id) && answeredWith(scene).has(id));
  if (left === undefined || ids.includes(undefined) || later.length === 0 || !isOther) return undefined;
  return yes(
    `${S} heard only the DELETE with which ${R} answered the message, and not the one that ${R} had sent when ${X} went`,
    scene.cite(left.ref, ...later.map(({ event }) => event.ref)),
    'suggested',
    WANTS,
  );
}

/** A DELETE that names no message can still be missed, where S surely listened. */
export function unheard(scene: Scene): Answer {
  const { S, X, sender } = scene;
  const end = endingOf(scene)?.event;
  const left = answerOf(deleteLeft, scene);
  if (left.is !== 'yes' || end === undefined)
    return unknown(`no deletion of ${X} with a DELETE is on record`, [debug('R', 'ike', 'over the end'), ...WANTS]);
  const silence = silent(scene, { side: sender, heard: 'ike', since: end, until: end, what: `no DELETE for ${X}`, wants: WANTS });
  if (silence.is !== 'no' || scene.timeline.recordings[sender].gaps.length > 0)
    return unknown(`a DELETE for ${X} was sent; whether ${S} received it is not on record`, WANTS, left.evidence);
  return yes(
    `${S}, whose debugs were on, shows no DELETE for ${X}`,
    left.evidence,
    silence.grade === 'hinted' ? 'hinted' : 'suggested',
    WANTS,
  );
}
