/** Holding: what the two halves of a router hold of X: IOSd and its data plane, at R and S. */
import type { ShownCounter } from '../../ios/shows/show.ts';
import type { EspSpi } from '../../ipsec/spi.ts';
import type { TimedEvent } from '../../timeline/model.ts';
import type { Cited, PeerState } from '../../timeline/state.ts';
import { isBefore } from '../apart.ts';
import { citeShown, isFromElsewhere, isShownLate, receiverShows, receiverShowsSince, senderHolds } from '../clues.ts';
import { endingOf } from '../ending.ts';
import { type Answer, answerOf, debug, type Fact, no, show, unknown, yes } from '../fact.ts';
import { otherHalfAtReceiver } from '../other-half.ts';
import type { Scene } from '../scene.ts';
import { silent } from '../silence.ts';
import { citePacket, espOf } from '../wire.ts';
import { listedIn } from './between.ts';
import { installedOf } from './birth.ts';
import { declaredDead } from './dead-peer.ts';
import { senderRebound } from './rebinding.ts';

/** Type 1 of the data plane's drops: IOSd's SA is there, and the data plane calls it invalid. [C GENIE] */
const INVALID_SA = /^IN_V[46]_PKT_HIT_INVALID_SA$/;

/** Of R's IOSd. */
const WANTS = [show('R', 'show crypto ipsec sa')];

export const heldByReceiver: Fact = {
  id: 'held-by-receiver',
  link: 'forgot',
  question: "Did R's IOSd hold X as inbound while it dropped what came with it?",
  ask: (scene) =>
    deletedBefore(scene) ??
    createdAfter(scene) ??
    listedByReceiver(scene) ??
    notListed(scene) ??
    createdAndKept(scene) ??
    unknown(`what ${scene.R} lists as inbound was not captured`, WANTS),
};

function deletedBefore(scene: Scene): Answer | undefined {
  const [end, last] = [endingOf(scene)?.event, scene.logs.at(-1)];
  if (end === undefined || last === undefined || isBefore(end, last) !== 'yes') return undefined;
  return no(`${scene.R} had deleted ${scene.X}`, scene.cite(end.ref, last.ref));
}

function createdAfter(scene: Scene): Answer | undefined {
  const [born, last] = [installedOf(scene), scene.logs.at(-1)];
  if (born === undefined || last === undefined || isBefore(born, last) === 'yes') return undefined;
  return no(`${scene.R} created ${scene.X} only after the message`, scene.cite(born.ref, last.ref));
}

function listedByReceiver(scene: Scene): Answer | undefined {
  const { R, X } = scene;
  const shown = receiverShowsSince(scene);
  if (shown.length === 0) {
    const earlier = receiverShows(scene);
    const said = `${R} listed ${X} before the message; whether it still did then was not captured`;
    return earlier.length > 0 ? unknown(said, WANTS, earlier) : undefined;
  }
  return yes(
    `${R} lists ${X} as its own`,
    [...shown, ...scene.cite(installedOf(scene)?.ref)],
    isFromWhereItWasMade(scene) ? 'shown' : 'hinted',
    isFromElsewhere(scene) ? [show('S', 'show ip interface brief')] : [],
  );
}

/** An SA takes packets of its own peer alone: from another address, or another port of its NAT, they say little of the data plane. [C RFC 4301 5.2, RFC 3948 2.1] */
function isFromWhereItWasMade(scene: Scene): boolean {
  return !isFromElsewhere(scene) && answerOf(senderRebound, scene).is !== 'yes';
}

function notListed(scene: Scene): Answer | undefined {
  const { R, X, receiver, timeline } = scene;
  const isListing = timeline.states[receiver].ipsecSas !== undefined && !isShownLate(scene, receiver);
  return isListing ? no(`${R} does not list ${X} as inbound`) : undefined;
}

/** The data plane's own count of an SA that it calls invalid says that IOSd has not taken it away. [C GENIE] */
function createdAndKept(scene: Scene): Answer | undefined {
  const { R, X } = scene;
  const born = installedOf(scene) ?? scene.event(otherHalfAtReceiver(scene).at(-1));
  if (born === undefined) return undefined;
  const isCounted = countedInvalid(scene) !== undefined;
  if (!isCounted && !isKeptFor(scene, born))
    return unknown(`${R} created ${X}; whether its deletion is on record or lost is not known`, WANTS);
  return yes(`${R} created ${X}, and no deletion of it is on record`, scene.cite(born.ref), isCounted ? 'suggested' : 'hinted', WANTS);
}

function countedInvalid({ timeline, receiver }: Scene): Cited<ShownCounter> | undefined {
  return timeline.states[receiver].counters?.find(({ value }) => INVALID_SA.test(value.name) && value.count > 0);
}

/** R listened, and shows no deletion; that one was lost is another story, which takes more, such as a peer that answered no more. */
function isKeptFor(scene: Scene, born: TimedEvent): boolean {
  const { receiver: side, logs } = scene;
  if (answerOf(declaredDead, scene).is === 'yes') return false;
  const gone = silent(scene, { side, heard: 'ipsec', since: born, until: logs.at(-1), what: '', wants: [] });
  return gone.is === 'no';
}

export const missingInDataPlane: Fact = {
  id: 'missing-in-data-plane',
  link: 'forgot',
  question: "Does R's data plane lack X, or call it invalid?",
  ask: (scene) => {
    const { R, X, receiver, timeline, incident } = scene;
    const state = timeline.states[receiver];
    const wants = [show('R', 'show platform hardware qfp active feature ipsec')];
    const own = state.dataPlaneSas?.find(({ value }) => value.spi === incident.spi);
    if (own !== undefined && own.value.isValid !== false) return no(`the data plane of ${R} holds ${X}`, citeShown(own));
    if (own !== undefined) return yes(`the data plane of ${R} calls ${X} invalid`, citeShown(own));
    if (isAloneLacking(state, incident.spi))
      return yes(`the data plane of ${R} holds every other SA, and lacks ${X}`, citeShown(state.dataPlaneSas?.[0]));
    const counted = countedInvalid(scene);
    if (counted !== undefined)
      return yes(`the data plane of ${R} counts packets for an SA that it calls invalid`, citeShown(counted), 'suggested', wants);
    return unknown(`what the data plane of ${R} holds was not captured`, wants);
  },
};

/** The data plane is asked for one SA at a time: only when every other SA that IOSd lists is among the answers does a missing one say anything. */
function isAloneLacking({ dataPlaneSas = [], ipsecSas = [] }: PeerState, spi: EspSpi): boolean {
  const held = new Set(dataPlaneSas.map(({ value }) => value.spi));
  const lacking = ipsecSas.filter(({ value }) => !held.has(value.spi));
  return held.size > 0 && lacking.length === 1 && lacking[0]?.value.spi === spi;
}

export const spiBeginsFf: Fact = {
  id: 'spi-begins-ff',
  link: 'forgot',
  question: 'Does X begin with 0xFF, at a router that owns it?',
  ask: (scene) => {
    const { R, X, logs, incident } = scene;
    if (!incident.spi.startsWith('0xFF')) return no(`${X} does not begin with 0xFF`, scene.cite(logs[0]?.ref));
    const born = installedOf(scene);
    const isOwned = born !== undefined && logs[0] !== undefined && isBefore(born, logs[0]) === 'yes' && endingOf(scene)?.isBefore !== 'yes';
    const shown = receiverShows(scene);
    const evidence = [...shown, ...scene.cite(born?.ref, logs[0]?.ref)];
    if (isOwned || shown.length > 0)
      return yes(`${R} owns ${X}, which begins with 0xFF`, evidence, 'suggested', [show('R', 'show version', 'now')]);
    return yes(`${X} begins with 0xFF`, evidence, 'hinted', [show('R', 'show crypto ipsec sa')]);
  },
};

export const heldBySender: Fact = {
  id: 'held-by-sender',
  link: 'sends',
  question: 'Is S on record as holding X as outbound?',
  ask: (scene) => {
    const { S, X, sender, timeline } = scene;
    const held = [...senderHolds(scene), ...listedIn(scene, sender)].slice(0, 1);
    if (held.length > 0) return yes(`${S} sends with ${X}`, held);
    const left = espOf(scene).find(({ sent }) => sent !== null);
    if (left?.sent != null) return yes(`ESP with ${X} left ${S}, as the capture there shows`, [citePacket(scene, sender, left, left.sent)]);
    if (timeline.states[sender].ipsecSas !== undefined && !isShownLate(scene, sender))
      return no(`${S} does not list ${X} as outbound`, [], 'suggested');
    return unknown(`which SA ${S} sends with is not on record`, [debug('S', 'ipsec', 'at the making'), show('S', 'show crypto ipsec sa')]);
  },
};
