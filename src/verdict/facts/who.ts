/** Who sent: the tunnel's own peer, the peer under another address, an SD-WAN edge, or somebody that R does not know. */
import type { ShownChildSa } from '../../ios/shows/show.ts';
import { type Address, isSameAddress, isWithin } from '../../ipsec/address.ts';
import { namesAddress } from '../../ipsec/address-in-text.ts';
import type { MessageEvent, SyslogEvent } from '../../ipsec/event.ts';
import { SIDES } from '../../ipsec/side.ts';
import { MADE_UP } from '../../timeline/incidents.ts';
import type { EventRef, TimedEvent } from '../../timeline/model.ts';
import type { Cited } from '../../timeline/state.ts';
import { isBefore } from '../apart.ts';
import { anyOf, before, citeShown, isFromElsewhere, isShownLate, saIn, senderHolds } from '../clues.ts';
import { capture, debug, type Fact, log, no, show, unknown, yes } from '../fact.ts';
import type { Scene } from '../scene.ts';

/** True when a record, or a listing of either end, ties X to this tunnel by more than the message. */
export function isKnownSpi(scene: Scene): boolean {
  return scene.births.length > 0 || senderHolds(scene).length > 0 || listedForSender(scene) !== undefined;
}

/** R lists X as its own, for S and for nobody else: the end that receives by an SPI has chosen it. [C RFC 4301 4.1] */
function listedForSender({ timeline, receiver, sender, incident }: Scene): Cited<ShownChildSa> | undefined {
  const { address, natAddress } = timeline.tunnel[sender];
  const shown = saIn(timeline.states[receiver], incident.spi, 'inbound');
  const remote = shown?.value.remote;
  return isSameAddress(remote, address) || isSameAddress(remote, natAddress) ? shown : undefined;
}

function isFromSender({ incident, timeline, sender }: Scene): boolean {
  const { address, natAddress } = timeline.tunnel[sender];
  return incident.sources.some((source) => isSameAddress(source, address) || isSameAddress(source, natAddress));
}

/** Both ends were asked for their SAs soon after the message, and neither listed X: then the source says little of who sent. [L] */
function isInNeitherTable(scene: Scene): boolean {
  return SIDES.every((side) => {
    const { ipsecSas } = scene.timeline.states[side];
    return (
      ipsecSas !== undefined &&
      ipsecSas.length > 0 &&
      !isShownLate(scene, side) &&
      ipsecSas.every(({ value }) => value.spi !== scene.incident.spi)
    );
  });
}

/** With the peer among them, two may be its old address and its new one. */
const SPOOFED_MIN = 3;

export const stranger: Fact = {
  id: 'stranger',
  link: 'who',
  question: 'Do the packets come from somebody who is no peer of R?',
  ask: (scene) => {
    const { incident, timeline, receiver, R, S, X } = scene;
    const { source, sources, refs } = incident;
    const { peers } = timeline.states[receiver];
    const stayed = isKnownSpi(scene) ? stayedWhere(scene) : [];
    if (stayed.length > 0)
      return yes(
        `${X} is an SPI of this tunnel, and it comes from ${source} while ${S} stays where it is: a NAT on the way, or somebody who is not ${S}`,
        scene.cite(...stayed, ...refs),
        'hinted',
        [capture('S', 'at the message')],
      );
    if (isKnownSpi(scene))
      return no(`${X} is an SPI of this tunnel`, [
        ...scene.cite(...scene.births.map(({ ref }) => ref)),
        ...citeShown(listedForSender(scene)),
      ]);
    if (sources.length >= SPOOFED_MIN || (sources.length > 1 && !isFromSender(scene)))
      return yes(
        `the same ${X} comes to ${R} from ${sources.length} addresses, and neither record knows it`,
        scene.cite(...refs),
        'suggested',
      );
    if (source === null) return unknown('the message does not say who sent', [log('R', 'at the message')]);
    // One that looks made up, from two addresses, is: no receiver gives one SPI to two. [C RFC 4301 4.1]
    const isMadeUp = MADE_UP.test(X);
    if (isFromSender(scene) && !isInNeitherTable(scene) && !(isMadeUp && sources.length > 1))
      return no(`the packets come from ${S}`, scene.cite(refs[0]), isMadeUp ? 'suggested' : 'shown');
    if (isFromSender(scene))
      return sources.length > 1
        ? yes(
            `the same ${X} comes to ${R} from ${S}'s address and from another, and neither end is on record with it`,
            scene.cite(...refs),
            'suggested',
          )
        : unknown(`the packets bear ${S}'s address, which anybody can write there, and neither end lists ${X}`, [
            capture('S', 'at the message'),
          ]);
    const covering = peers?.find(({ value }) => isWithin(value, source));
    // A peer that is named may draw any SPI; one that only fits a range may be anybody.
    if (MADE_UP.test(X) && !isSameAddress(covering?.value, source) && (peers === undefined || covering !== undefined))
      return yes(`${source} is not ${S}, and ${X} looks made up`, scene.cite(...refs), 'suggested');
    if (covering !== undefined) return no(`${source} may be a peer of ${R}`, citeShown(covering), 'suggested');
    if (peers !== undefined)
      return yes(`${source} is no peer of ${R}`, [...scene.cite(...refs), ...citeShown(...peers.slice(0, 3))], 'suggested');
    return unknown(`${source} is not ${S}; whether it is a peer of ${R} was not captured`, [
      show('R', 'show running-config | section crypto', 'now'),
    ]);
  },
};

/** SD-WAN counts its SPIs from 0x100. [C] */
const SMALL_SPI = 0xffff;

export const sdwanEdge: Fact = {
  id: 'sdwan-edge',
  link: 'who',
  question: 'Did the packets come through an SD-WAN tunnel, which has no IKE?',
  ask: (scene) => {
    const { R, X, logs, receiver, timeline } = scene;
    const [first] = logs;
    const name = first?.kind === 'invalid-spi' ? (first.interface ?? '') : '';
    const isSmall = Number.parseInt(X.slice(2), 16) <= SMALL_SPI;
    const isOverlay = /^Tunnel1000\d/.test(name);
    if (!isOverlay && !isSmall) return no(`neither the interface nor ${X} is of SD-WAN`, scene.cite(first?.ref));
    if (before(scene, receiver, 'message').length > 0 || timeline.states[receiver].ikeSas?.length) return no(`${R} negotiates by IKE`);
    // SPIs that are set by hand are small too, and a record without IKE's debugs has observed no absence of IKE.
    return yes(
      `${R} received ${isSmall ? `the small SPI ${X}` : X}${name === '' ? '' : ` on ${name}`}; no IKE is on its record`,
      scene.cite(...scene.incident.refs),
      isSmall && isOverlay ? 'suggested' : 'hinted',
      [show('S', 'show sdwan omp tlocs', 'now')],
    );
  },
};

export const translatedSender: Fact = {
  id: 'translated-sender',
  link: 'who',
  question: 'Do IKE and ESP come from one address with which R has no SA?',
  ask: (scene) => {
    const { incident, timeline, receiver, sender, R, S } = scene;
    const { source } = incident;
    const { address, natAddress } = timeline.tunnel[sender];
    // Behind a NAT the peer is known by its outer address: its inner one on the wire is the fault itself.
    if (source !== null && isSameAddress(source, natAddress ?? address))
      return no(`the packets come from ${S} itself`, scene.cite(incident.refs[0]));
    // An address that is S's own is nobody's translation.
    const own = source === null ? undefined : (assignedTo(scene, source) ?? spokenFrom(scene, source));
    if (own !== undefined) return no(`${source} is an address of ${S} itself`, scene.cite(own.ref), 'suggested');
    const same = anyOf(scene, receiver, 'syslog').filter(
      ({ mnemonic, message }) => mnemonic === 'IKMP_NO_SA' && source !== null && namesAddress(message, source),
    );
    const heard = source === null ? heardAtTheTime(scene, address) : undefined;
    if (heard !== undefined) return no(`${R} heard IKE from ${S}'s own address at that time`, scene.cite(heard.ref), 'suggested');
    if (same.length === 0)
      return unknown(`no IKE message without an SA from ${source ?? 'the sender'} is on ${R}'s record`, [
        show('S', 'show ip nat translations'),
      ]);
    const statement = `${R} hears IKE and ESP from ${source}, which is not ${S}'s address`;
    return yes(statement, scene.cite(...same.map(({ ref }) => ref), ...incident.refs), 'suggested', [
      show('S', 'show ip nat translations'),
    ]);
  },
};

/** Within so much of the message a NAT is the same. [B] */
const SAME_PATH_MS = 60_000;

/** IKE that came from this very address right before the message, or behind it. */
function heardAtTheTime(scene: Scene, address: Address): TimedEvent | undefined {
  const firstAt = scene.logs[0]?.commonAt ?? null;
  return anyOf(scene, scene.receiver, 'message').find(
    ({ direction, remote, commonAt }) =>
      direction === 'received' &&
      isSameAddress(remote, address) &&
      firstAt !== null &&
      commonAt !== null &&
      commonAt > firstAt - SAME_PATH_MS,
  );
}

export const senderMoved: Fact = {
  id: 'sender-moved',
  link: 'who',
  question: 'Does S, with the SAs that it had, now come from another address of its own?',
  ask: (scene) => {
    const { incident, receiver, R, S, X } = scene;
    const { source } = incident;
    if (source === null) return unknown('the message does not say who sent', [log('R', 'at the message')]);
    const former = madeWith(scene);
    if (former !== undefined)
      return yes(
        `${R} made ${X} with ${S} at ${former.address}, and it comes from ${source}, ${S}'s address of now`,
        scene.cite(former.born.ref, ...incident.refs),
        'suggested',
        [show('S', 'show ip interface brief')],
      );
    if (isFromSender(scene)) return no(`the packets come from ${S}'s own address`, scene.cite(incident.refs[0]));
    const stayed = stayedWhere(scene);
    if (stayed.length > 0)
      return no(`${S} spoke to ${R} from its own address before the message and behind it`, scene.cite(...stayed), 'suggested', [
        show('S', 'show ip interface brief'),
      ]);
    const held = isKnownSpi(scene);
    const ike = anyOf(scene, receiver, 'message').filter(({ remote }) => isSameAddress(remote, source));
    const older = anyOf(scene, receiver, 'message').filter(
      ({ remote, connId }) => connId !== undefined && !isSameAddress(remote, source) && ike.some((each) => each.connId === connId),
    );
    const assigned = assignedTo(scene, source);
    const own = spokenFrom(scene, source);
    const evidence = scene.cite(older.at(-1)?.ref, ike[0]?.ref, assigned?.ref, own?.ref, ...incident.refs);
    if (!isFromElsewhere(scene) && ike.length === 0 && own === undefined)
      return unknown(`${source} is not the address by which ${R} knows ${S}`, [debug('R', 'ike', 'before the end')]);
    if (held && (older.length > 0 || assigned !== undefined || own !== undefined))
      return yes(`${X}, which ${R} made with ${S}, now comes from ${source}: ${S} has another address`, evidence, 'suggested');
    if (held || older.length > 0)
      return yes(`${X} comes from ${source}, which is not ${S}'s address`, evidence, 'hinted', [show('S', 'show ip interface brief')]);
    return unknown(`whether ${source} is ${S} under a new address is not on record`, [
      debug('R', 'ike', 'at the message'),
      show('S', 'show ip interface brief'),
    ]);
  },
};

/** S sends from its new address as soon as it has it: on two clocks the line may seem to stand right behind the message. [C RFC 2131 4.4.1] */
function assignedTo(scene: Scene, source: Address): TimedEvent | undefined {
  const last = scene.logs.at(-1);
  return anyOf(scene, scene.sender, 'syslog', isAssignment).findLast(
    (event) => namesAddress(event.message, source) && (last === undefined || isBefore(last, event) !== 'yes'),
  );
}

/** S's own record of a message between this address of its own and R. */
function spokenFrom(scene: Scene, address: Address): TimedEvent | undefined {
  return anyOf(scene, scene.sender, 'message').find(({ local }) => isSameAddress(local, address));
}

/** `%DHCP-6-ADDRESS_ASSIGN: Interface GigabitEthernet0/0 assigned DHCP address 198.51.100.9, …` [C] */
const isAssignment = ({ facility, mnemonic }: SyslogEvent) => facility === 'DHCP' && mnemonic === 'ADDRESS_ASSIGN';

/** What S said before the message and behind it from the address by which R knows it: its SAs are between the addresses of its IKE. [C RFC 4555 1.1] */
function stayedWhere(scene: Scene): EventRef[] {
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

/** X as R created it, with another address of S than the one that S's own record now sends from: an SA is bound to the addresses that made it. [C RFC 4301 4.4.2] */
function madeWith(scene: Scene): { born: TimedEvent; address: Address } | undefined {
  const { sa, incident } = scene;
  const { source } = incident;
  const born = scene.event(sa?.inbound.created);
  const address = born?.kind === 'child-sa' ? born.remote : undefined;
  if (born === undefined || address === undefined || source === null || isSameAddress(address, source)) return undefined;
  return isFromSender(scene) && spokenFrom(scene, source) !== undefined ? { born, address } : undefined;
}
