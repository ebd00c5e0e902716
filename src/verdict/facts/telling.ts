/** Telling: whether a DELETE for X left R, could leave at all, or came from S itself. */

import type { MessageEvent } from '../../ipsec/event.ts';
import { gapMs } from '../../timeline/event-order.ts';
import type { TimedEvent } from '../../timeline/model.ts';
import { isBefore, isWithinOneStamp } from '../apart.ts';
import { anyOf } from '../clues.ts';
import { heardBy, heardUnsent } from '../deletes-heard.ts';
import { deletesSent, unnamedDelete } from '../deletes-sent.ts';
import { deletionOf } from '../deletion.ts';
import { departuresBefore, endingOf, isToldBefore } from '../ending.ts';
import { type Answer, answerOf, debug, type Fact, no, unknown, type Wanted, yes } from '../fact.ts';
import type { Scene } from '../scene.ts';
import { silent } from '../silence.ts';
import { replacedAtRekey } from './rekey.ts';
import { deletedBySender } from './removal.ts';

export const deleteLeft: Fact = {
  id: 'delete-left',
  link: 'told',
  question: 'Did a DELETE for X leave R before the message?',
  ask: (scene) => {
    const { R, S, X, sa, logs } = scene;
    const wants = [debug('R', 'ike', 'over the end')];
    const [first] = logs;
    const departures = departuresBefore(scene);
    const named = deletesSent(scene)
      .flatMap((ref) => scene.event(ref) ?? [])
      .filter((event) => isToldBefore(scene, event));
    if (named.length > 0 || departures.length > 0)
      return yes(
        `${R} sent a DELETE for ${X}`,
        scene.cite(...named.map(({ ref }) => ref), ...departures.map(({ sent }) => sent.ref)),
        (named.length > 0 && unnamedDelete(scene) === undefined) ||
          (unnamedDelete(scene) === undefined && departures.some(({ sent }) => sent.kind === 'message' && sent.payloads.includes('DELETE')))
          ? 'shown'
          : 'suggested',
      );
    const heard = heardBy(scene).find((event) => first !== undefined && isBefore(event, first) === 'yes');
    if (heard !== undefined) return yes(`${S} received a DELETE for ${X}`, scene.cite(heard.ref));
    const ending = endingOf(scene);
    const behind = printedBehind(scene);
    if (behind !== undefined)
      return yes(
        `${R} sent the DELETE for ${X} with its deletion at the rekey, and printed it behind the message`,
        scene.cite(ending?.event.ref, behind.ref),
        'suggested',
        wants,
      );
    if (ending?.event.kind === 'delete' && ending.event.change === 'sent')
      return yes(`${R} sent the DELETE of the IKE SA that carried ${X}`, scene.cite(ending.event.ref), 'suggested');
    if ((sa?.deleteUnsendable ?? []).some((ref) => first !== undefined && ref < first.ref))
      return no(`${R} could send no DELETE for ${X}`, scene.cite(...(sa?.deleteUnsendable ?? [])));
    if (answerOf(deletedBySender, scene).is === 'yes') return unknown(`${S} itself had told ${R} of the end of ${X}`, wants);
    const open = deletionOf(scene).departures.find(({ sent }) => first !== undefined && isWithinOneStamp(sent, first));
    if (open !== undefined)
      return unknown(
        `${R} sent a DELETE; whether that was before the message or behind it the stamps of two files do not say`,
        wants,
        scene.cite(open.sent.ref, first?.ref),
      );
    const unnamed = unnamedBeside(scene);
    if (unnamed !== undefined)
      return unknown(`${R} sent a message as ${X} went, and its record does not say what it was`, wants, scene.cite(unnamed.ref));
    return withoutDelete(scene, ending?.event, wants);
  },
};

/** Where neither the making nor the end of X is on record, it may have gone, with its DELETE, before the minute looked at, or in a hole that nothing shows. */
function withoutDelete(scene: Scene, end: TimedEvent | undefined, wants: Wanted[]): Answer {
  const { receiver, sa, R, S, X } = scene;
  const heard = heardUnsent(scene);
  if (heard !== undefined)
    return unknown(`${S} heard a DELETE for ${X} that ${R}'s record does not show leaving`, wants, scene.cite(heard.ref));
  const silence = silent(scene, { side: receiver, heard: 'ike', since: end, until: end, what: `no DELETE for ${X}`, wants });
  const isKnown = end !== undefined || sa?.inbound.installed != null || sa?.inbound.created != null;
  return silence.is === 'no' && !isKnown ? { ...silence, grade: 'hinted' } : silence;
}

/** In IKEv1 a DELETE is known by the line behind it; where that is missing, what left with the deletion may be one. [L] ike.md 3.3 */
function unnamedBeside(scene: Scene): TimedEvent | undefined {
  const ending = endingOf(scene)?.event;
  return anyOf(scene, scene.receiver, 'message', isUnnamed).find((event) => {
    const gap = gapMs(event, ending);
    return gap !== undefined && Math.abs(gap) <= ONE_ACT_MS;
  });
}

const isUnnamed = ({ version, direction, messageId }: MessageEvent) => version === 1 && direction === 'sent' && messageId === undefined;

/** The lines of one deletion stand so near to each other, whatever comes between. [L] */
const ONE_ACT_MS = 100;

/** The end that rekeys has to delete the old SA by a DELETE [C RFC 7296 2.8]: the only one that R sends is that, though a packet came before its line. */
function printedBehind(scene: Scene): TimedEvent | undefined {
  const ending = endingOf(scene);
  const [sent, second] = deletesSent(scene).flatMap((ref) => scene.event(ref) ?? []);
  const gap = gapMs(ending?.event, sent);
  if (ending?.isBefore !== 'yes' || sent === undefined || second !== undefined || gap === undefined) return undefined;
  return gap >= 0 && gap <= ONE_ACT_MS && answerOf(replacedAtRekey, scene).is === 'yes' ? sent : undefined;
}

export const deleteUnsendable: Fact = {
  id: 'delete-unsendable',
  link: 'told',
  question: 'Had R no IKE SA by which to send the DELETE when X went?',
  ask: (scene) => {
    const { R, X, sa, logs, receiver } = scene;
    const wants = [debug('R', 'ike', 'over the end')];
    const [first] = logs;
    const all = (sa?.deleteUnsendable ?? []).flatMap((ref) => scene.event(ref) ?? []);
    const atEnd = all.find((event) => first !== undefined && event.ref < first.ref);
    if (atEnd !== undefined) return yes(`${R} could send no DELETE for ${X}: it had no IKE SA`, scene.cite(atEnd.ref));
    if (all.length > 0)
      return unknown(
        `${R} could not answer the message for want of an IKE SA; whether that was so when ${X} went is not on record`,
        wants,
        scene.cite(...all.map(({ ref }) => ref)),
      );
    const ending = endingOf(scene);
    if (departuresBefore(scene).length > 0)
      return no(`${R} did send a DELETE`, scene.cite(departuresBefore(scene)[0]?.sent.ref), 'suggested');
    return silent(scene, {
      side: receiver,
      heard: 'ike',
      since: ending?.event,
      until: ending?.event,
      what: 'no DELETE that could not be sent',
      wants,
    });
  },
};
