/** Rebinding: a NAT between the two gave the peer another port or another outer address. */
import { isSameAddress } from '../../ipsec/address.ts';
import type { MessageEvent } from '../../ipsec/event.ts';
import { grouped } from '../../timeline/grouped.ts';
import type { TimedEvent } from '../../timeline/model.ts';
import { isBefore } from '../apart.ts';
import { anyOf, receiverShows } from '../clues.ts';
import { endingOf } from '../ending.ts';
import { type Answer, debug, type Fact, no, show, unknown, yes } from '../fact.ts';
import { byTurns, isInTurn } from '../in-turn.ts';
import { makerOf } from '../maker.ts';
import { packetsByNat } from '../nat-neighbours.ts';
import { isQuietAfter } from '../quiet.ts';
import type { Scene } from '../scene.ts';
import { isNatTraversal, outerChangeOf } from '../through-nat.ts';

const NAT_PORT = 4500;

/** Where the last of them comes from elsewhere than the one before it. */
function changeIn(packets: readonly (TimedEvent & MessageEvent)[]): {
  former?: MessageEvent & TimedEvent;
  changed?: MessageEvent & TimedEvent;
} {
  const at = packets.findLastIndex(
    (event, index) =>
      index > 0 && (event.remotePort !== packets[index - 1]?.remotePort || !isSameAddress(event.remote, packets[index - 1]?.remote)),
  );
  const [former, changed] = [packets[at - 1], packets[at]];
  return former === undefined || changed === undefined ? {} : { former, changed };
}

/** Of the IKE SA that made X, and of whatever came when that was heard no more: another that stands beside it may have a port of its own behind the same NAT. [C RFC 7296 2.23] */
function ofMaker(scene: Scene, packets: readonly (TimedEvent & MessageEvent)[]): readonly (TimedEvent & MessageEvent)[] {
  const maker = makerOf(scene);
  const isOwn = ({ ikeSpis }: MessageEvent) => ikeSpis?.initiator === maker;
  const last = packets.findLast((event) => event.direction === 'received' && isOwn(event));
  return maker === undefined || last === undefined ? packets : packets.filter((event) => isOwn(event) || event.ref > last.ref);
}

/** Of the last IKE SA that itself came by another port, and by the former no more: it is of one box, whatever comes by another IKE SA. [C RFC 7296 2.23, RFC 3947] */
function ofMoved(packets: readonly (TimedEvent & MessageEvent)[]): readonly (TimedEvent & MessageEvent)[] | undefined {
  const bySa = grouped<string | number, TimedEvent & MessageEvent>(packets, ({ ikeSpis, connId = 0 }) =>
    [ikeSpis?.initiator ?? connId].filter((each) => each !== 0),
  );
  // R goes on sending to the port that it knows.
  return [...bySa.values()].map((own) => own.filter(isReceived)).findLast((own) => changeIn(own).changed !== undefined && !isInTurn(own));
}

const isReceived = ({ direction }: MessageEvent) => direction === 'received';

/** In an IKE SA that came by the old port as well, or sent by S as its own record shows: a new one from the address of a NAT may be of another box behind it. [C RFC 3947] */
function isOfSender({ timeline }: Scene, changed: MessageEvent & TimedEvent, packets: readonly (TimedEvent & MessageEvent)[]): boolean {
  const isOfOld = packets.some((each) => each.remotePort !== changed.remotePort && each.ref < changed.ref && isOneIkeSa(each, changed));
  return isOfOld || timeline.messages.some(({ fate, received }) => fate === 'delivered' && received === changed.ref);
}

/** IKEv1 prints no cookies, and a number for each phase 1. [C ike.md 3.1] */
function isOneIkeSa(one: MessageEvent, two: MessageEvent): boolean {
  if (one.ikeSpis !== undefined && two.ikeSpis !== undefined) return one.ikeSpis.initiator === two.ikeSpis.initiator;
  return one.connId !== undefined && one.connId > 0 && one.connId === two.connId;
}

const NAT_ON_THE_WAY = [show('R', 'show ip nat translations')];

export const senderRebound: Fact = {
  id: 'sender-rebound',
  link: 'who',
  question: 'Did a NAT give S another port, or another outer address?',
  ask: (scene) => {
    const { R, S, X, receiver, incident } = scene;
    const messages = anyOf(scene, receiver, 'message');
    const all = packetsByNat(scene.timeline, receiver).packets;
    const packets = makerOf(scene) === undefined ? (ofMoved(all) ?? all) : ofMaker(scene, all);
    const shared = byTurns(scene, packets, NAT_ON_THE_WAY);
    if (shared !== undefined) return shared;
    const { former, changed } = changeIn(packets);
    if (changed !== undefined) {
      const said = `${S} came from ${former?.remote} port ${former?.remotePort} and now comes from ${changed.remote} port ${changed.remotePort}; ${X} is bound to the old one`;
      const grade = isOfSender(scene, changed, packets) ? 'suggested' : 'hinted';
      return yes(said, scene.cite(former?.ref, changed.ref, ...incident.refs), grade, NAT_ON_THE_WAY);
    }
    const elsewhere = fromAnotherOuter(scene);
    if (elsewhere !== undefined) return elsewhere;
    // What S sends by another port is dropped as long as it sends: a message that passes tells of none.
    const isPassing = incident.persistence === 'transient' && isQuietAfter(scene);
    const last = isPassing ? undefined : (unseenSince(scene, packets) ?? unseenAtAll(scene, messages));
    if (last !== undefined)
      return yes(
        `${S} is behind a NAT, and no IKE message of ${S} tells by which port it comes since ${X} was last known to work`,
        scene.cite(last.ref, ...incident.refs),
        'hinted',
        [debug('R', 'ike', 'after the message'), ...NAT_ON_THE_WAY],
      );
    if (packets.length > 1 || messages.length > 1)
      return no(`the port of ${S} has not changed`, scene.cite(messages[0]?.ref, messages.at(-1)?.ref));
    return unknown(`${R}'s record shows no two IKE messages of ${S}`, [debug('R', 'ike', 'before the end')]);
  },
};

function fromAnotherOuter(scene: Scene): Answer | undefined {
  const { incident, R, S, X } = scene;
  const change = outerChangeOf(scene);
  if (change === undefined) return undefined;
  const { known, refused } = change;
  const said = `${R} knew ${S} through a NAT as ${known.remote}, and ${X} comes from ${incident.source}; it is bound to the old address`;
  const evidence = scene.cite(known.ref, ...refused.map(({ ref }) => ref), ...incident.refs);
  return yes(said, evidence, refused.length > 0 ? 'suggested' : 'hinted', NAT_ON_THE_WAY);
}

/** Of an X that R still holds: the last IKE message by which it saw a translated port of S, when that was before the message. */
function unseenSince(scene: Scene, packets: readonly (TimedEvent & MessageEvent)[]): (TimedEvent & MessageEvent) | undefined {
  const { sa, logs } = scene;
  const last = packets.findLast(({ direction }) => direction === 'received');
  const made = sa?.inbound.installed ?? sa?.inbound.created;
  const isTranslated = packets.some(({ remotePort }) => remotePort !== undefined && remotePort !== NAT_PORT);
  if (last === undefined || logs[0] === undefined || made == null || !isTranslated || endingOf(scene) !== undefined) return undefined;
  return isBefore(last, logs[0]) === 'yes' && made < logs[0].ref ? last : undefined;
}

/** Of an X that R lists, R's IKE is not on record, and S's own goes by the floated port: there is a NAT, and R alone could tell which port it gives. [C RFC 3947] */
function unseenAtAll(scene: Scene, messages: readonly TimedEvent[]): TimedEvent | undefined {
  const { sender, receiver, timeline } = scene;
  if (messages.length > 0 || receiverShows(scene).length === 0 || timeline.recordings[receiver].lines === 0) return undefined;
  return anyOf(scene, sender, 'message').findLast(isNatTraversal);
}
