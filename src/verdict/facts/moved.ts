/** A move: whether S now comes from another address of its own, or a NAT has made one up. */
import { type Address, isSameAddress } from '../../ipsec/address.ts';
import type { MessageEvent } from '../../ipsec/event.ts';
import type { EventRef } from '../../timeline/model.ts';
import { isBefore } from '../apart.ts';
import { anyOf, isFromElsewhere } from '../clues.ts';
import { type Answer, debug, type Fact, log, no, show, unknown, yes } from '../fact.ts';
import { assignedTo, madeWithAnother, spokenFrom } from '../made-with.ts';
import type { Scene } from '../scene.ts';
import { isFromSender, isKnownSpi } from '../source.ts';
import { outerChangeOf, refusedFrom } from '../through-nat.ts';

const NAT_OF_SENDER = [show('S', 'show ip nat translations')];

export const translatedSender: Fact = {
  id: 'translated-sender',
  link: 'who',
  question: 'Do IKE and ESP come from one address with which R has no SA?',
  ask: (scene) => {
    const { source } = scene.incident;
    if (source === null) return heardFromSender(scene) ?? notHeardFrom(scene, 'the sender');
    return (
      fromPeer(scene, source) ??
      fromItsOwn(scene, source) ??
      throughNat(scene, source) ??
      withoutSa(scene, source) ??
      notHeardFrom(scene, source)
    );
  },
};

/** Behind a NAT the peer is known by its outer address: its inner one on the wire is the fault itself. */
function fromPeer(scene: Scene, source: Address): Answer | undefined {
  const { address, natAddress } = scene.timeline.tunnel[scene.sender];
  if (!isSameAddress(source, natAddress ?? address)) return undefined;
  return no(`the packets come from ${scene.S} itself`, scene.cite(scene.incident.refs[0]));
}

/** An address that is S's own is nobody's translation. */
function fromItsOwn(scene: Scene, source: Address): Answer | undefined {
  const own = assignedTo(scene, source) ?? spokenFrom(scene, source);
  return own === undefined ? undefined : no(`${source} is an address of ${scene.S} itself`, scene.cite(own.ref), 'suggested');
}

/** Where a NAT has to be, another of its addresses is no missing exemption. */
function throughNat(scene: Scene, source: Address): Answer | undefined {
  const change = outerChangeOf(scene);
  if (change === undefined) return undefined;
  const said = `${scene.S} came through a NAT before, as ${change.known.remote}: ${source} is no translation that should not be`;
  return no(said, scene.cite(change.known.ref, ...scene.incident.refs), 'suggested');
}

function withoutSa(scene: Scene, source: Address): Answer | undefined {
  const { incident, R, S } = scene;
  const same = refusedFrom(scene, source);
  if (same.length === 0) return undefined;
  const said = `${R} hears IKE and ESP from ${source}, which is not ${S}'s address`;
  return yes(said, scene.cite(...same.map(({ ref }) => ref), ...incident.refs), 'suggested', NAT_OF_SENDER);
}

function notHeardFrom({ R }: Scene, source: string): Answer {
  return unknown(`no IKE message without an SA from ${source} is on ${R}'s record`, NAT_OF_SENDER);
}

/** Within so much of the message a NAT is the same. [B] */
const SAME_PATH_MS = 60_000;

/** IKE that came from S's address right before the message, or behind it. */
function heardFromSender(scene: Scene): Answer | undefined {
  const { logs, receiver, timeline, sender, R, S } = scene;
  const { address } = timeline.tunnel[sender];
  const firstAt = logs[0]?.commonAt ?? null;
  const heard = anyOf(scene, receiver, 'message', isReceived).find(
    ({ remote, commonAt }) => isSameAddress(remote, address) && firstAt !== null && commonAt !== null && commonAt > firstAt - SAME_PATH_MS,
  );
  return heard === undefined ? undefined : no(`${R} heard IKE from ${S}'s own address at that time`, scene.cite(heard.ref), 'suggested');
}

const WHERE_SENDER_IS = show('S', 'show ip interface brief');

export const senderMoved: Fact = {
  id: 'sender-moved',
  link: 'who',
  question: 'Does S, with the SAs that it had, now come from another address of its own?',
  ask: (scene) => {
    const { source } = scene.incident;
    if (source === null) return unknown('the message does not say who sent', [log('R', 'at the message')]);
    return madeElsewhere(scene, source) ?? fromWhereItWas(scene) ?? stayedThere(scene) ?? fromAnother(scene, source);
  },
};

function madeElsewhere(scene: Scene, source: Address): Answer | undefined {
  const { incident, R, S, X } = scene;
  const former = madeWithAnother(scene);
  if (former === undefined) return undefined;
  const said = `${R} made ${X} with ${S} at ${former.address}, and it comes from ${source}, ${S}'s address of now`;
  const evidence = [...former.cited, ...scene.cite(assignedTo(scene, source)?.ref, ...incident.refs)];
  return yes(said, evidence, 'suggested', [WHERE_SENDER_IS]);
}

function fromWhereItWas(scene: Scene): Answer | undefined {
  if (!isFromSender(scene)) return undefined;
  const { incident, S } = scene;
  // The tunnel file may have been written when S had moved.
  const given = incident.source === null ? undefined : assignedTo(scene, incident.source);
  const isNew = given !== undefined && !scene.isYoungerThan(given);
  const said = `the packets come from ${S}'s own address`;
  return no(
    said,
    scene.cite(given?.ref, incident.refs[0]),
    isNew ? 'hinted' : 'shown',
    isNew ? [debug('R', 'ipsec', 'at the making')] : [],
  );
}

function stayedThere(scene: Scene): Answer | undefined {
  const stayed = stayedWhere(scene);
  if (stayed.length === 0) return undefined;
  const said = `${scene.S} spoke to ${scene.R} from its own address before the message and behind it`;
  return no(said, scene.cite(...stayed), 'suggested', [WHERE_SENDER_IS]);
}

function fromAnother(scene: Scene, source: Address): Answer {
  const { incident, R, S, X } = scene;
  const { ike, older, assigned, own } = signsOfMove(scene, source);
  if (!isFromElsewhere(scene) && ike === undefined && own === undefined)
    return unknown(`${source} is not the address by which ${R} knows ${S}`, [debug('R', 'ike', 'before the end')]);
  const isHeld = isKnownSpi(scene);
  const evidence = scene.cite(older?.ref, ike?.ref, assigned?.ref, own?.ref, ...incident.refs);
  if (isHeld && (older ?? assigned ?? own) !== undefined)
    return yes(`${X}, which ${R} made with ${S}, now comes from ${source}: ${S} has another address`, evidence, 'suggested');
  if (isHeld || older !== undefined)
    return yes(`${X} comes from ${source}, which is not ${S}'s address`, evidence, 'hinted', [WHERE_SENDER_IS]);
  const wants = [debug('R', 'ike', 'at the message'), WHERE_SENDER_IS];
  return unknown(`whether ${source} is ${S} under a new address is not on record`, wants);
}

/** IKE from the new address, and of the same connection from an older one; and S's own word that the new one is its own. */
function signsOfMove(scene: Scene, source: Address) {
  const messages = anyOf(scene, scene.receiver, 'message');
  const ike = messages.filter(({ remote }) => isSameAddress(remote, source));
  const older = messages.findLast(
    ({ remote, connId }) => connId !== undefined && !isSameAddress(remote, source) && ike.some((each) => each.connId === connId),
  );
  return { ike: ike[0], older, assigned: assignedTo(scene, source), own: spokenFrom(scene, source) };
}

/** What S said before the message and behind it from the address by which R knows it: its SAs are between the addresses of its IKE. [C RFC 4555 1.1] */
export function stayedWhere(scene: Scene): EventRef[] {
  const { receiver, sender, timeline, logs } = scene;
  const [first, last] = [logs[0], logs.at(-1)];
  if (!isFromElsewhere(scene) || first === undefined || last === undefined) return [];
  const { address, natAddress } = timeline.tunnel[sender];
  const heard = anyOf(scene, receiver, 'message', isReceived);
  const own = heard.filter(({ remote }) => isSameAddress(remote, address) || isSameAddress(remote, natAddress));
  const earlier = own.findLast((event) => isBefore(event, first) === 'yes');
  const later = own.find((event) => isBefore(last, event) === 'yes');
  return earlier === undefined || later === undefined ? [] : [earlier.ref, later.ref];
}

function isReceived({ direction }: Pick<MessageEvent, 'direction'>): boolean {
  return direction === 'received';
}
