/** Telling: whether a DELETE for X left R, could leave at all, or came from S itself. */

import type { MessageEvent } from '../../ipsec/event.ts';
import { gapMs } from '../../timeline/event-order.ts';
import { isBefore, isWithinOneStamp } from '../apart.ts';
import { anyOf } from '../clues.ts';
import { heardBy, heardNameless, heardUnsent } from '../deletes-heard.ts';
import { deletesSent, unnamedDelete } from '../deletes-sent.ts';
import { deletionOf } from '../deletion.ts';
import { departuresBefore, endingOf, isToldBefore } from '../ending.ts';
import { type Answer, answerOf, debug, type Fact, no, unknown, yes } from '../fact.ts';
import type { Scene } from '../scene.ts';
import { silent } from '../silence.ts';
import { isIkeEndMissing, unsendableAtEnd } from '../unsendable.ts';
import { replacedAtRekey } from './rekey.ts';
import { deletedBySender } from './removal.ts';

/** Of R's IKE, over the end of X. */
const WANTS = [debug('R', 'ike', 'over the end')];

export const deleteLeft: Fact = {
  id: 'delete-left',
  link: 'told',
  question: 'Did a DELETE for X leave R before the message?',
  ask: (scene) =>
    leftReceiver(scene) ??
    heardAtSender(scene) ??
    printedBehind(scene) ??
    leftForIkeSa(scene) ??
    couldNotLeave(scene) ??
    toldBySender(scene) ??
    withinOneStamp(scene) ??
    unnamedBeside(scene) ??
    withoutDelete(scene),
};

function leftReceiver(scene: Scene): Answer | undefined {
  const departures = departuresBefore(scene);
  const named = deletesSent(scene)
    .flatMap((ref) => scene.event(ref) ?? [])
    .filter((event) => isToldBefore(scene, event));
  if (named.length === 0 && departures.length === 0) return undefined;
  const isPrinted = named.length > 0 || departures.some(({ sent }) => sent.kind === 'message' && sent.payloads.includes('DELETE'));
  return yes(
    `${scene.R} sent a DELETE for ${scene.X}`,
    scene.cite(...named.map(({ ref }) => ref), ...departures.map(({ sent }) => sent.ref)),
    isPrinted && unnamedDelete(scene) === undefined ? 'shown' : 'suggested',
  );
}

function heardAtSender(scene: Scene): Answer | undefined {
  const [first] = scene.logs;
  const heard = heardBy(scene).find((event) => first !== undefined && isBefore(event, first) === 'yes');
  return heard === undefined ? undefined : yes(`${scene.S} received a DELETE for ${scene.X}`, scene.cite(heard.ref));
}

/** The end that rekeys has to delete the old SA by a DELETE [C RFC 7296 2.8]: the only one that R sends is that, though a packet came before its line. */
function printedBehind(scene: Scene): Answer | undefined {
  const ending = endingOf(scene);
  const [sent, second] = deletesSent(scene).flatMap((ref) => scene.event(ref) ?? []);
  const gap = gapMs(ending?.event, sent);
  if (ending?.isBefore !== 'yes' || sent === undefined || second !== undefined || gap === undefined) return undefined;
  if (gap < 0 || gap > ONE_ACT_MS || answerOf(replacedAtRekey, scene).is !== 'yes') return undefined;
  const said = `${scene.R} sent the DELETE for ${scene.X} with its deletion at the rekey, and printed it behind the message`;
  return yes(said, scene.cite(ending.event.ref, sent.ref), 'suggested', WANTS);
}

/** The lines of one deletion stand so near to each other, whatever comes between. [L] */
const ONE_ACT_MS = 100;

function leftForIkeSa(scene: Scene): Answer | undefined {
  const end = endingOf(scene)?.event;
  if (end?.kind !== 'delete' || end.change !== 'sent') return undefined;
  return yes(`${scene.R} sent the DELETE of the IKE SA that carried ${scene.X}`, scene.cite(end.ref), 'suggested');
}

function couldNotLeave(scene: Scene): Answer | undefined {
  const tried = unsendableAtEnd(scene).length > 0 ? (scene.sa?.deleteUnsendable ?? []) : [];
  return tried.length > 0 ? no(`${scene.R} could send no DELETE for ${scene.X}`, scene.cite(...tried)) : undefined;
}

function toldBySender(scene: Scene): Answer | undefined {
  if (answerOf(deletedBySender, scene).is !== 'yes') return undefined;
  return unknown(`${scene.S} itself had told ${scene.R} of the end of ${scene.X}`, WANTS);
}

function withinOneStamp(scene: Scene): Answer | undefined {
  const [first] = scene.logs;
  const open = deletionOf(scene).departures.find(({ sent }) => first !== undefined && isWithinOneStamp(sent, first));
  if (open === undefined) return undefined;
  const said = `${scene.R} sent a DELETE; whether that was before the message or behind it the stamps of two files do not say`;
  return unknown(said, WANTS, scene.cite(open.sent.ref, first?.ref));
}

/** In IKEv1 a DELETE is known by the line behind it; where that is missing, what left with the deletion may be one. [L] ike.md 3.3 */
function unnamedBeside(scene: Scene): Answer | undefined {
  const end = endingOf(scene)?.event;
  const unnamed = anyOf(scene, scene.receiver, 'message', isUnnamed).find((event) => {
    const gap = gapMs(event, end);
    return gap !== undefined && Math.abs(gap) <= ONE_ACT_MS;
  });
  if (unnamed === undefined) return undefined;
  const said = `${scene.R} sent a message as ${scene.X} went, and its record does not say what it was`;
  return unknown(said, WANTS, scene.cite(unnamed.ref));
}

const isUnnamed = ({ version, direction, messageId }: MessageEvent) => version === 1 && direction === 'sent' && messageId === undefined;

/** Where neither the making nor the end of X is on record, it may have gone, with its DELETE, before the minute looked at, or in a hole that nothing shows. */
function withoutDelete(scene: Scene): Answer {
  const { receiver: side, sa, R, S, X } = scene;
  const [heard, nameless] = [heardUnsent(scene), heardNameless(scene)];
  const said = heard === undefined ? `of ${R} that does not say which SA it ended` : `for ${X} that ${R}'s record does not show leaving`;
  if (heard !== undefined || nameless !== undefined)
    return unknown(`${S} heard a DELETE ${said}`, WANTS, scene.cite(heard?.ref ?? nameless?.ref));
  const end = endingOf(scene)?.event;
  const silence = silent(scene, { side, heard: 'ike', since: end, until: end, what: `no DELETE for ${X}`, wants: WANTS });
  const isKnown = end !== undefined || sa?.inbound.installed != null || sa?.inbound.created != null;
  return silence.is === 'no' && !isKnown ? { ...silence, grade: 'hinted' } : silence;
}

export const deleteUnsendable: Fact = {
  id: 'delete-unsendable',
  link: 'told',
  question: 'Had R no IKE SA by which to send the DELETE when X went?',
  ask: (scene) => unsendable(scene) ?? didSend(scene) ?? noneUnsendable(scene),
};

/** When X went; or only when R was to answer the message. */
function unsendable(scene: Scene): Answer | undefined {
  const { R, X, sa } = scene;
  const [atEnd] = unsendableAtEnd(scene);
  if (atEnd !== undefined) {
    const said = `${R} could send no DELETE for ${X}: it had no IKE SA`;
    const isMissing = isIkeEndMissing(scene, atEnd);
    if (!isMissing) return yes(said, scene.cite(atEnd.ref));
    return yes(`${said}, and how that had ended is not on record`, scene.cite(atEnd.ref), 'hinted', WANTS);
  }
  const answers = sa?.deleteUnsendable ?? [];
  if (answers.length === 0) return undefined;
  const said = `${R} could not answer the message for want of an IKE SA; whether that was so when ${X} went is not on record`;
  return unknown(said, WANTS, scene.cite(...answers));
}

function didSend(scene: Scene): Answer | undefined {
  const [departure] = departuresBefore(scene);
  return departure === undefined ? undefined : no(`${scene.R} did send a DELETE`, scene.cite(departure.sent.ref), 'suggested');
}

function noneUnsendable(scene: Scene): Answer {
  const end = endingOf(scene)?.event;
  const what = 'no DELETE that could not be sent';
  return silent(scene, { side: scene.receiver, heard: 'ike', since: end, until: end, what, wants: WANTS });
}
