/** Telling: whether a DELETE for X left R, could leave at all, got lost, or reached S while a packet was still on its way. */

import type { PairedMessage, TimedEvent } from '../../timeline/model.ts';
import { apart, isBefore } from '../apart.ts';
import { isNear } from '../deletion.ts';
import { type Departures, departuresBefore, endingOf, isToldBefore } from '../ending.ts';
import { type Answer, answerOf, debug, type Fact, no, unknown, yes } from '../fact.ts';
import type { Scene } from '../scene.ts';
import { silent } from '../silence.ts';
import { grouped, messagesFrom, oncePerSide } from '../views.ts';
import { deleteOnWire } from './captured.ts';
import { deletedBySender } from './removal.ts';

export const deleteLeft: Fact = {
  id: 'delete-left',
  link: 'told',
  question: 'Did a DELETE for X leave R before the message?',
  ask: (scene) => {
    const { R, S, X, receiver, sa, logs } = scene;
    const wants = [debug('R', 'ike', 'over the end')];
    const [first] = logs;
    const departures = departuresBefore(scene);
    const named = (sa?.deleteSent ?? []).flatMap((ref) => scene.event(ref) ?? []).filter((event) => isToldBefore(scene, event));
    if (named.length > 0 || departures.length > 0)
      return yes(
        `${R} sent a DELETE for ${X}`,
        scene.cite(...named.map(({ ref }) => ref), ...departures.map(({ sent }) => sent.ref)),
        named.length > 0 || departures.some(({ sent }) => sent.kind === 'message' && sent.payloads.includes('DELETE'))
          ? 'shown'
          : 'suggested',
      );
    const heard = heardBy(scene).find((event) => first !== undefined && isBefore(event, first) === 'yes');
    if (heard !== undefined) return yes(`${S} received a DELETE for ${X}`, scene.cite(heard.ref));
    const ending = endingOf(scene);
    if (ending?.event.kind === 'delete' && ending.event.change === 'sent')
      return yes(`${R} sent the DELETE of the IKE SA that carried ${X}`, scene.cite(ending.event.ref), 'suggested');
    if ((sa?.deleteUnsendable ?? []).some((ref) => first !== undefined && ref < first.ref))
      return no(`${R} could send no DELETE for ${X}`, scene.cite(...(sa?.deleteUnsendable ?? [])));
    if (answerOf(deletedBySender, scene).is === 'yes') return unknown(`${S} itself had told ${R} of the end of ${X}`, wants);
    return silent(scene, { side: receiver, heard: 'ike', since: ending?.event, until: ending?.event, what: `no DELETE for ${X}`, wants });
  },
};

/** S's record of R's DELETEs for X. */
export function heardBy(scene: Scene): TimedEvent[] {
  return (scene.sa?.deleteReceived ?? []).flatMap((ref) => scene.event(ref) ?? []);
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

/** What comes later than this was lost once, and sent again. RFC 7296 leaves the time to the sender. [L] */
const SENT_AGAIN_MS = 900;

export const deleteLost: Fact = {
  id: 'delete-lost',
  link: 'told',
  question: 'Was the DELETE for X, or its first copy, lost on the way?',
  ask: (scene) => byMessage(scene) ?? byAnswer(scene) ?? byHearing(scene) ?? byPackets(scene) ?? unheard(scene),
};

const WANTS = [debug('S', 'ike', 'over the end')];

/** The DELETE as a message that was seen leaving, and arriving or not. */
function byMessage(scene: Scene): Answer | undefined {
  const { R, S, X, timeline } = scene;
  const departures = departuresBefore(scene);
  const [first] = departures;
  if (first === undefined) return undefined;
  const copies = copiesOf(scene, departures);
  const evidence = scene.cite(...copies.map(({ sent }) => sent));
  const arrivals = departures.flatMap(({ message }) => scene.event(message?.received) ?? []).sort((one, two) => one.ref - two.ref);
  const delay = apart(first.sent, arrivals[0]);
  if (arrivals[0] !== undefined) {
    const cited = scene.cite(first.sent.ref, arrivals[0].ref);
    if (delay === undefined || delay.leastMs <= SENT_AGAIN_MS || departures.length < 2)
      return no(`the DELETE that ${R} sent when ${X} went did arrive at ${S}`, cited);
    return yes(
      `${S} heard the DELETE for ${X} only when it was sent again, ${Math.round(delay.leastMs / 1000)} s after the first copy`,
      cited,
    );
  }
  if (copies.every(({ received }) => received === null) && copies.some(({ fate }) => fate === 'lost'))
    return yes(
      `${S}, which was recording, never received the DELETE for ${X}`,
      evidence,
      timeline.clock.conflict === undefined ? 'shown' : 'suggested',
      WANTS,
    );
  return undefined;
}

/** They, and what R sent again of them behind the message: a request that S had heard would have been answered. [C RFC 7296 2.1] */
function copiesOf({ timeline, receiver }: Scene, departures: Departures): readonly PairedMessage[] {
  const keys = new Set(departures.flatMap(({ message }) => message?.key ?? []));
  return [...keys]
    .flatMap((key) => sentBy(timeline, receiver).get(key) ?? [])
    .filter((copy) => isNear(departures[0]?.sent, timeline.events[copy.sent ?? -1]));
}

const sentBy = oncePerSide((timeline, side) => grouped(messagesFrom(timeline, side), ({ key }) => [key]));

/** In IKEv2 an answer proves that one copy arrived; one that had to be sent again was lost, or its answer was. [C RFC 7296] */
function byAnswer(scene: Scene): Answer | undefined {
  const { R, S, X, sa } = scene;
  const departures = departuresBefore(scene);
  const named = (sa?.deleteSent ?? []).flatMap((ref) => scene.event(ref) ?? []);
  const sent = departures[0]?.sent ?? named[0];
  const answered = (sa?.deleteAcknowledged ?? []).flatMap((ref) => scene.event(ref) ?? []).find((event) => isAnswerTo(sent, event));
  const delay = apart(sent, answered);
  if (answered !== undefined && sent !== undefined && (delay === undefined || delay.leastMs <= SENT_AGAIN_MS))
    return no(`${S} acknowledged the DELETE for ${X}`, scene.cite(sent.ref, answered.ref));
  const again = copiesOf(scene, departures)
    .flatMap((copy) => scene.event(copy.sent) ?? [])
    .filter(isSentAgain);
  // An answer that is lost looks alike: only that S goes on with X tells it apart.
  if (again.length > 0 && answered === undefined && scene.incident.persistence !== 'black-hole')
    return unknown(
      `${R} sent the DELETE for ${X} again and had no answer: whether it was lost, or its answers were, is not on record`,
      WANTS,
      scene.cite(sent?.ref, ...again.map(({ ref }) => ref)),
    );
  if (again.length > 0 || (answered !== undefined && sent !== undefined))
    return yes(
      `${R} had to send the DELETE for ${X} again`,
      scene.cite(sent?.ref, ...again.map(({ ref }) => ref), answered?.ref),
      'suggested',
      WANTS,
    );
  return undefined;
}

function isSentAgain(event: TimedEvent): boolean {
  return event.kind === 'message' && event.isRetransmission === true;
}

/** R answers an unknown SPI with a second DELETE, whose acknowledgement says nothing of the first. [C seed.md 5] */
function isAnswerTo(sent: TimedEvent | undefined, answered: TimedEvent): boolean {
  const [asked, told] = [sent, answered].map((event) =>
    event?.kind === 'message' || event?.kind === 'delete' ? event.messageId : undefined,
  );
  return asked === undefined || told === undefined || asked === told;
}

/** S's own record of the DELETE: before the message, or at least within the time that a packet needs. */
function byHearing(scene: Scene): Answer | undefined {
  const { S, X, logs } = scene;
  const [heard] = heardBy(scene).sort((one, two) => one.ref - two.ref);
  const [first] = logs;
  if (heard === undefined || first === undefined) return undefined;
  const end = endingOf(scene)?.event;
  const delay = apart(end, heard);
  if (isBefore(heard, first) === 'yes' || (delay !== undefined && delay.leastMs <= SENT_AGAIN_MS && end?.ref !== heard.ref))
    return no(`${S} received the DELETE for ${X}`, scene.cite(end?.ref, heard.ref));
  return undefined;
}

/** The captures of both ends, where the logs do not say. */
function byPackets(scene: Scene): Answer | undefined {
  const seen = answerOf(deleteOnWire, scene);
  if (seen.is === 'unknown') return undefined;
  const { said, evidence, grade, wants } = seen;
  return seen.is === 'yes' ? no(said, evidence, grade, wants) : yes(said, evidence, grade, wants);
}

/** A DELETE that names no message can still be missed, where S surely listened. */
function unheard(scene: Scene): Answer {
  const { S, X, sender } = scene;
  const end = endingOf(scene)?.event;
  const left = answerOf(deleteLeft, scene);
  if (left.is !== 'yes' || end === undefined)
    return unknown(`no deletion of ${X} with a DELETE is on record`, [debug('R', 'ike', 'over the end'), ...WANTS]);
  const silence = silent(scene, { side: sender, heard: 'ike', since: end, until: end, what: `no DELETE for ${X}`, wants: WANTS });
  if (silence.is !== 'no' || scene.timeline.recordings[sender].gaps.length > 0)
    return unknown(`a DELETE for ${X} was sent; whether ${S} received it is not on record`, WANTS, left.evidence);
  return yes(`${S}, whose debugs were on, shows no DELETE for ${X}`, left.evidence, 'suggested', WANTS);
}
