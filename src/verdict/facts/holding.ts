/** Holding: what the two halves of a router hold of X: IOSd and its data plane, at R and S, and NHRP of who is where. */
import { isSameAddress } from '../../ipsec/address.ts';
import { namesAddress } from '../../ipsec/address-in-text.ts';
import type { Citation } from '../../ipsec/citation.ts';
import { other, SIDES, type Side } from '../../ipsec/side.ts';
import type { TimedEvent } from '../../timeline/model.ts';
import type { PeerState } from '../../timeline/state.ts';
import { isBefore } from '../apart.ts';
import { citeShown, isFromElsewhere, isShownLate, receiverShows, receiverShowsSince, senderHolds, syslogsBefore } from '../clues.ts';
import { endingOf } from '../ending.ts';
import { answerOf, debug, type Fact, no, show, unknown, yes } from '../fact.ts';
import type { Scene } from '../scene.ts';
import { silent } from '../silence.ts';
import { citePacket, espOf } from '../wire.ts';
import { listedIn } from './between.ts';
import { senderRebound } from './rebinding.ts';

/** Type 1 of the data plane's drops: IOSd's SA is there, and the data plane calls it invalid. [C GENIE] */
const INVALID_SA = /^IN_V[46]_PKT_HIT_INVALID_SA$/;

/** An SA takes packets of its own peer alone: from another address, or another port of its NAT, they say little of the data plane. [C RFC 4301 5.2, RFC 3948 2.1] */
function isFromWhereItWasMade(scene: Scene): boolean {
  return !isFromElsewhere(scene) && answerOf(senderRebound, scene).is !== 'yes';
}

export const heldByReceiver: Fact = {
  id: 'held-by-receiver',
  link: 'forgot',
  question: "Did R's IOSd hold X as inbound while it dropped what came with it?",
  ask: (scene) => {
    const { R, X, receiver, sa, logs, timeline } = scene;
    const state = timeline.states[receiver];
    const wants = [show('R', 'show crypto ipsec sa')];
    const last = logs.at(-1);
    const ending = endingOf(scene);
    if (ending !== undefined && last !== undefined && isBefore(ending.event, last) === 'yes')
      return no(`${R} had deleted ${X}`, scene.cite(ending.event.ref, last.ref));
    const born = scene.event(sa?.inbound.installed) ?? scene.event(sa?.inbound.created);
    if (born !== undefined && last !== undefined && isBefore(born, last) !== 'yes')
      return no(`${R} created ${X} only after the message`, scene.cite(born.ref, last.ref));
    const shown = receiverShowsSince(scene);
    if (shown.length === 0 && receiverShows(scene).length > 0)
      return unknown(`${R} listed ${X} before the message; whether it still did then was not captured`, wants, receiverShows(scene));
    if (shown.length > 0)
      return yes(
        `${R} lists ${X} as its own`,
        [...shown, ...scene.cite(born?.ref)],
        isFromWhereItWasMade(scene) ? 'shown' : 'hinted',
        isFromElsewhere(scene) ? [show('S', 'show ip interface brief')] : [],
      );
    if (state.ipsecSas !== undefined && !isShownLate(scene, receiver)) return no(`${R} does not list ${X} as inbound`);
    // The data plane's own count of an SA that it calls invalid says that IOSd has not taken it away. [C GENIE]
    const counted = state.counters?.some(({ value }) => INVALID_SA.test(value.name) && value.count > 0);
    if (born !== undefined && (counted || isKeptFor(scene, born)))
      return yes(`${R} created ${X}, and no deletion of it is on record`, scene.cite(born.ref), counted ? 'suggested' : 'hinted', wants);
    if (born !== undefined) return unknown(`${R} created ${X}; whether its deletion is on record or lost is not known`, wants);
    return unknown(`what ${R} lists as inbound was not captured`, wants);
  },
};

/** A deletion would be on record: of one that may have been lost nothing is to be concluded. */
function isKeptFor(scene: Scene, born: TimedEvent): boolean {
  const { receiver: side, logs } = scene;
  const gone = silent(scene, { side, heard: 'ipsec', since: born, until: logs.at(-1), what: '', wants: [] });
  return gone.is === 'no' && gone.grade === 'shown';
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
    if (isWholeListing(state))
      return yes(`the data plane of ${R} holds every other SA, and lacks ${X}`, citeShown(state.dataPlaneSas?.[0]));
    const counted = state.counters?.find(({ value }) => INVALID_SA.test(value.name) && value.count > 0);
    if (counted !== undefined)
      return yes(`the data plane of ${R} counts packets for an SA that it calls invalid`, citeShown(counted), 'suggested', wants);
    return unknown(`what the data plane of ${R} holds was not captured`, wants);
  },
};

/** The data plane is asked for one SA at a time: only when every other SA that IOSd lists is among the answers does a missing one say anything. */
function isWholeListing({ dataPlaneSas = [], ipsecSas = [] }: PeerState): boolean {
  const held = new Set(dataPlaneSas.map(({ value }) => value.spi));
  const lacking = ipsecSas.filter(({ value }) => !held.has(value.spi));
  return held.size > 0 && lacking.length === 1;
}

export const spiBeginsFf: Fact = {
  id: 'spi-begins-ff',
  link: 'forgot',
  question: 'Does X begin with 0xFF, at a router that owns it?',
  ask: (scene) => {
    const { R, X, sa, logs, incident } = scene;
    if (!incident.spi.startsWith('0xFF')) return no(`${X} does not begin with 0xFF`, scene.cite(logs[0]?.ref));
    const born = scene.event(sa?.inbound.installed) ?? scene.event(sa?.inbound.created);
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

/** `%DHCP-6-ADDRESS_ASSIGN: Interface GigabitEthernet0/0 assigned DHCP address 198.51.100.1, …` [C] */
const ASSIGNED = /^DHCP-ADDRESS_ASSIGN: /;
/** `%DMVPN-5-NHRP_NHC_DOWN`, `%NHRP-3-…` [C] */
const NHRP = /^(?:DMVPN|NHRP)-|NHRP_(?:NHS|NHC|NHP)_/;
const RECENT_MS = 1_800_000;

export const mappingStale: Fact = {
  id: 'mapping-stale',
  link: 'who',
  question: 'Does an end keep an address for the other that is no longer its own?',
  ask: (scene) => {
    const { R, S, X, receiver, timeline, incident, sa } = scene;
    const wants = [show('R', 'show ip nhrp detail'), show('R', 'show running-config | section crypto', 'now')];
    const { cryptoConfigType } = timeline.states[receiver];
    // A message that does not name its sender may come from the stale address.
    if (sa?.inbound.created != null && incident.source !== null && !isFromElsewhere(scene))
      return no(`${R} made ${X} itself, with ${S}`, scene.cite(sa.inbound.created));
    const doubled = doubledMapping(scene);
    if (doubled !== undefined) return yes(doubled.said, doubled.lines, 'suggested', wants);
    const events = syslogsBefore(scene, receiver, NHRP, RECENT_MS);
    const moved = isFromElsewhere(scene) && scene.births.length > 0 ? events.at(-1) : undefined;
    if (moved !== undefined)
      return yes(
        `${X}, made with ${S}, now comes from ${incident.source}, and NHRP changed at ${R}`,
        scene.cite(...scene.births.map(({ ref }) => ref), moved.ref),
        'suggested',
        wants,
      );
    const assigned = syslogsBefore(scene, receiver, ASSIGNED, RECENT_MS).findLast(({ message }) =>
      namesAddress(message, timeline.tunnel[receiver].address),
    );
    if (assigned !== undefined && !scene.isYoungerThan(assigned))
      return yes(
        `${R} was given its address right before the message; ${S} made ${X} with its former owner`,
        scene.cite(assigned.ref),
        'suggested',
        [show('S', 'show ip nhrp detail')],
      );
    if (cryptoConfigType === undefined && events.length === 0)
      return unknown(`neither the crypto configuration of ${R} nor a word of NHRP was captured`, wants);
    const isDynamic = cryptoConfigType?.value === 'mgre-dynamic-nhrp' || cryptoConfigType?.value === 'dynamic-crypto-map';
    if (!isDynamic) return no(`${R} does not keep its peers dynamically`, citeShown(cryptoConfigType));
    if (events.length === 0)
      return silent(scene, { side: receiver, heard: 'log', since: scene.births[0], what: 'no change of NHRP', wants });
    return yes(
      `${R} keeps ${S} dynamically, and NHRP changed right before the message`,
      [...citeShown(cryptoConfigType), ...scene.cite(...events.slice(-3).map(({ ref }) => ref))],
      'hinted',
      wants,
    );
  },
};

/** One NBMA address under two tunnel addresses was given to somebody else, and the former owner's mapping still stands. [L] */
function doubledMapping({ timeline }: Scene): { side: Side; said: string; lines: Citation[] } | undefined {
  for (const side of SIDES) {
    const { name, address, natAddress } = timeline.tunnel[other(side)];
    // What lies behind a peer is no second mapping of its own, and each tunnel interface has its own NHRP.
    const known = (timeline.states[side].nhrp ?? []).filter(
      ({ value }) => value.network === undefined && (isSameAddress(value.nbma, address) || isSameAddress(value.nbma, natAddress)),
    );
    const doubled = known.filter(({ value }) =>
      known.some((each) => each.value.interface === value.interface && !isSameAddress(each.value.tunnelAddress, value.tunnelAddress)),
    );
    const tunnelAddresses = [...new Set(doubled.map(({ value }) => value.tunnelAddress))];
    if (tunnelAddresses.length < 2) continue;
    const said = `${timeline.tunnel[side].name} knows the address of ${name} under ${tunnelAddresses.join(' and ')}: one of the mappings is stale`;
    return { side, said, lines: citeShown(...doubled) };
  }
  return undefined;
}

/** The old mapping is R's own: R shows it, or S moved and R was not the one that was given an address. */
export function isMappedByReceiver(scene: Scene): boolean {
  const doubled = doubledMapping(scene);
  return doubled === undefined ? isFromElsewhere(scene) : doubled.side === scene.receiver;
}
