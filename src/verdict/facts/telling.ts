/** Telling: whether a DELETE for X left R, could leave at all, got lost, or reached S while a packet was still on its way. */

import type { TimedEvent } from '../../timeline/model.ts';
import { apart, isBefore } from '../apart.ts';
import { citeShown } from '../clues.ts';
import { departuresBefore, endingOf, isWithin } from '../ending.ts';
import { type Answer, debug, type Fact, no, show, unknown, yes } from '../fact.ts';
import { inFlightMs } from '../round-trip.ts';
import type { Scene } from '../scene.ts';
import { silent } from '../silence.ts';

export const deleteLeft: Fact = {
  id: 'delete-left',
  link: 'told',
  question: 'Did a DELETE for X leave R before the message?',
  ask: (scene) => {
    const { R, S, X, receiver, sa, logs } = scene;
    const wants = [debug('R', 'ike', 'over the end')];
    const [first] = logs;
    const departures = departuresBefore(scene);
    const named = (sa?.deleteSent ?? [])
      .flatMap((ref) => scene.event(ref) ?? [])
      .filter((event) => first !== undefined && isBefore(event, first) === 'yes');
    if (named.length > 0 || departures.length > 0)
      return yes(
        `${R} sent a DELETE for ${X}`,
        scene.cite(...named.map(({ ref }) => ref), ...departures.map(({ sent }) => sent.ref)),
        named.length > 0 ? 'shown' : 'suggested',
      );
    const heard = heardBy(scene).find((event) => first !== undefined && isBefore(event, first) === 'yes');
    if (heard !== undefined) return yes(`${S} received a DELETE for ${X}`, scene.cite(heard.ref));
    const ending = endingOf(scene);
    if (ending?.event.kind === 'delete' && ending.event.change === 'sent')
      return yes(`${R} sent the DELETE of the IKE SA that carried ${X}`, scene.cite(ending.event.ref), 'suggested');
    if ((sa?.deleteUnsendable ?? []).some((ref) => first !== undefined && ref < first.ref))
      return no(`${R} could send no DELETE for ${X}`, scene.cite(...(sa?.deleteUnsendable ?? [])));
    return silent(scene, { side: receiver, heard: 'ike', since: ending?.event, until: ending?.event, what: `no DELETE for ${X}`, wants });
  },
};

function heardBy(scene: Scene): TimedEvent[] {
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
  ask: (scene) => byMessage(scene) ?? byAnswer(scene) ?? byHearing(scene) ?? unheard(scene),
};

const WANTS = [debug('S', 'ike', 'over the end')];

/** The DELETE as a message that was seen leaving, and arriving or not. */
function byMessage(scene: Scene): Answer | undefined {
  const { R, S, X, timeline } = scene;
  const departures = departuresBefore(scene);
  const [first] = departures;
  if (first === undefined) return undefined;
  const evidence = scene.cite(...departures.map(({ sent }) => sent.ref));
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
  if (departures.some(({ message }) => message?.fate === 'lost'))
    return yes(
      `${S}, which was recording, never received the DELETE for ${X}`,
      evidence,
      timeline.clock.conflict === undefined ? 'shown' : 'suggested',
      WANTS,
    );
  return undefined;
}

/** In IKEv2 an answer proves that one copy arrived; one that had to be sent again was lost, or its answer was. [C RFC 7296] */
function byAnswer(scene: Scene): Answer | undefined {
  const { R, S, X, sa } = scene;
  const departures = departuresBefore(scene);
  const named = (sa?.deleteSent ?? []).flatMap((ref) => scene.event(ref) ?? []);
  const sent = departures[0]?.sent ?? named[0];
  const answered = (sa?.deleteAcknowledged ?? []).flatMap((ref) => scene.event(ref) ?? []).at(0);
  const delay = apart(sent, answered);
  if (answered !== undefined && sent !== undefined && (delay === undefined || delay.leastMs <= SENT_AGAIN_MS))
    return no(`${S} acknowledged the DELETE for ${X}`, scene.cite(sent.ref, answered.ref));
  const again = departures.filter((departure) => departure.sent.kind === 'message' && departure.sent.isRetransmission === true);
  if (again.length > 0 || (answered !== undefined && sent !== undefined))
    return yes(
      `${R} had to send the DELETE for ${X} again`,
      scene.cite(sent?.ref, ...again.map((departure) => departure.sent.ref), answered?.ref),
      'suggested',
      WANTS,
    );
  return undefined;
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

/** A DELETE that names no message can still be missed, where S surely listened. */
function unheard(scene: Scene): Answer {
  const { S, X, sender } = scene;
  const end = endingOf(scene)?.event;
  const left = deleteLeft.ask(scene);
  if (left.is !== 'yes' || end === undefined)
    return unknown(`no deletion of ${X} with a DELETE is on record`, [debug('R', 'ike', 'over the end'), ...WANTS]);
  const silence = silent(scene, { side: sender, heard: 'ike', since: end, until: end, what: `no DELETE for ${X}`, wants: WANTS });
  if (silence.is !== 'no' || scene.timeline.recordings[sender].gaps.length > 0)
    return unknown(`a DELETE for ${X} was sent; whether ${S} received it is not on record`, WANTS, left.evidence);
  return yes(`${S}, whose debugs were on, shows no DELETE for ${X}`, left.evidence, 'suggested', WANTS);
}

/** S let the SA go by whatever its own record shows: a DELETE that came or went, INITIAL_CONTACT, the end of its IKE SA. */
export function givenUpAt(scene: Scene): TimedEvent | undefined {
  const { sa, sender } = scene;
  const own = [scene.event(sa?.outbound.deleted), ...heardBy(scene)].flatMap((event) => event ?? []).sort((one, two) => one.ref - two.ref);
  if (own[0] !== undefined) return own[0];
  const held = scene.event(sa?.outbound.created) ?? scene.event(sa?.outbound.switched);
  if (held === undefined) return undefined;
  return scene
    .eventsOf(sender)
    .find(
      (event) =>
        isBefore(held, event) === 'yes' &&
        ((event.kind === 'notify' && event.notify === 'INITIAL_CONTACT' && event.direction === 'received') ||
          (event.kind === 'delete' && event.version === 2 && event.what === 'ike-sa' && event.change !== 'acknowledged')),
    );
}

/** What was on its way has long arrived. [L] */
const LONG_MS = 5000;

export const sentAfterGivenUp: Fact = {
  id: 'sent-after-given-up',
  link: 'sends',
  question: 'Did S send with X long after its own IKE had let X go?',
  ask: (scene) => {
    const { S, X, sa, logs, sender, timeline, incident } = scene;
    const wants = [debug('S', 'ike', 'over the end'), show('S', 'show platform hardware qfp active feature ipsec')];
    const gone = givenUpAt(scene);
    const shown = timeline.states[sender].dataPlaneSas?.find(({ value }) => value.spi === incident.spi);
    const counted = timeline.states[sender].counters?.find(({ value }) => STALE_COUNTER.test(value.name) && value.count > 0);
    if (gone === undefined) return notGivenUp(scene);
    if (sa?.outbound.deleted == null && sa?.outbound.created == null && sa?.outbound.switched == null && shown === undefined)
      return unknown(`${S} is not on record as ever having held ${X}`, [debug('S', 'ipsec', 'before the end')], scene.cite(gone.ref));
    const later = logs.filter((log) => {
      const gap = apart(gone, log);
      return gap !== undefined && gap.leastMs > LONG_MS;
    });
    if (later.length === 0)
      return logs.some((log) => apart(gone, log) === undefined)
        ? unknown(
            `nothing ties the two clocks closely enough to say whether ${S} let ${X} go before the message`,
            [show('S', 'show clock', 'now'), show('R', 'show clock', 'now')],
            scene.cite(gone.ref),
          )
        : no(`${S} sent nothing with ${X} long after it had let it go`, scene.cite(gone.ref, logs.at(-1)?.ref));
    const evidence = [...scene.cite(gone.ref, sa?.outbound.deleted, ...later.map(({ ref }) => ref)), ...citeShown(shown, counted)];
    return yes(`${S} let ${X} go and went on sending with it`, evidence, shown !== undefined ? 'shown' : 'suggested', wants);
  },
};

/** S's IOSd still lists it, or its record is silent about any end of it. */
function notGivenUp(scene: Scene): Answer {
  const { S, X, sender, timeline, incident, logs } = scene;
  const wants = [debug('S', 'ike', 'over the end')];
  const listed = timeline.states[sender].ipsecSas?.find(({ value }) => value.spi === incident.spi && value.direction === 'outbound');
  if (listed !== undefined) return no(`${S} still lists ${X}`, citeShown(listed));
  const end = endingOf(scene)?.event;
  if (end === undefined) return unknown(`nothing on ${S}'s record says that it let ${X} go`, wants);
  return silent(scene, { side: sender, heard: 'ike', since: end, until: logs.at(-1), what: `no end of ${X}`, wants });
}

/** Type 32 of the data plane's drops: packets for an SA that is no longer valid. [C GENIE] ike.md 7 */
const STALE_COUNTER = /^OUT_V[46]_PKT_HIT_INVALID_SA$/;

export const inFlight: Fact = {
  id: 'in-flight',
  link: 'sends',
  question: "Did ESP with X end within about one round trip of X's end?",
  ask: (scene) => {
    const { R, X, incident, timeline } = scene;
    const ending = endingOf(scene);
    const wants = [debug('R', 'ipsec', 'before the end'), debug('R', 'ike', 'over the end')];
    if (incident.persistence === 'black-hole')
      return no(`the message came again: ${scene.S} goes on with ${X}`, scene.cite(...incident.refs));
    if (ending === undefined) return unknown(`when ${X} went is not on record`, wants);
    if (ending.isBefore === 'no') return no(`${R} deleted ${X} only after the message`, scene.cite(ending.event.ref, scene.logs[0]?.ref));
    const limit = inFlightMs(timeline);
    const within = isWithin(ending.toLast, limit);
    const evidence = scene.cite(ending.event.ref, scene.logs.at(-1)?.ref);
    if (ending.toLast === undefined)
      return isAtOnce(scene, ending.event)
        ? yes(`the message stands right behind the end of ${X}; the lines have no stamps`, evidence, 'suggested', wants)
        : unknown(`how long after the end of ${X} the message came is not known`, wants, evidence);
    const after = `${Math.max(0, Math.round((ending.toLast.leastMs + ending.toLast.mostMs) / 2))} ms`;
    if (within === true)
      return yes(`the last packet came ${after} after the end of ${X}`, evidence, ending.isBefore === 'yes' ? 'shown' : 'suggested', wants);
    if (within === false)
      return no(
        `a packet came ${after} after the end of ${X}, later than what was on its way`,
        evidence,
        ending.toLast.leastMs > 2 * limit ? 'shown' : 'suggested',
        wants,
      );
    return yes(`a packet came about ${after} after the end of ${X}; the stamps allow that it was on its way`, evidence, 'suggested', wants);
  },
};

/** Of a record without stamps only the order of lines is left. */
const NEIGHBOURS = 12;

function isAtOnce({ logs }: Scene, end: TimedEvent): boolean {
  const [first] = logs;
  return first !== undefined && end.side === first.side && end.at === null && first.ref > end.ref && first.ref - end.ref <= NEIGHBOURS;
}

export const toldInTime: Fact = {
  id: 'told-in-time',
  link: 'told',
  question: 'Did R tell S, and did ESP with X end with that?',
  ask: (scene) => {
    const [left, flight, lost] = [deleteLeft.ask(scene), inFlight.ask(scene), deleteLost.ask(scene)];
    const opposed = left.is === 'no' ? left : flight.is === 'no' ? flight : lost.is === 'yes' ? lost : undefined;
    if (opposed !== undefined) return no(opposed.said, opposed.evidence, opposed.grade, opposed.wants);
    if (left.is !== 'yes' || flight.is !== 'yes')
      return unknown(`whether ${scene.S} was told in time is not on record`, [...left.wants, ...flight.wants]);
    return yes(
      `${scene.R} told ${scene.S}, and ${flight.said}`,
      [...left.evidence, ...flight.evidence],
      lost.is === 'no' && lost.grade === 'shown' ? flight.grade : 'suggested',
      lost.wants,
    );
  },
};
