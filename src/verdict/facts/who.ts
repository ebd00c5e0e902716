/** Who sent: the tunnel's own peer, an SD-WAN edge, or somebody that R does not know. */
import { type Address, isSameAddress, isWithin } from '../../ipsec/address.ts';
import { SIDES } from '../../ipsec/side.ts';
import { MADE_UP } from '../../timeline/incidents.ts';
import { before, citeShown, isShownLate } from '../clues.ts';
import { type Answer, capture, type Fact, log, no, show, unknown, yes } from '../fact.ts';
import type { Scene } from '../scene.ts';
import { isFromSender, isKnownSpi, listedForSender } from '../source.ts';
import { stayedWhere } from './moved.ts';

export const stranger: Fact = {
  id: 'stranger',
  link: 'who',
  question: 'Do the packets come from somebody who is no peer of R?',
  ask: (scene) => {
    const { source } = scene.incident;
    if (isKnownSpi(scene)) return knownButElsewhere(scene) ?? knownSpi(scene);
    const spoofed = fromMany(scene);
    if (spoofed !== undefined) return spoofed;
    if (source === null) return unknown('the message does not say who sent', [log('R', 'at the message')]);
    return isFromSender(scene) ? (fromSender(scene) ?? underItsAddress(scene)) : fromAnother(scene, source);
  },
};

function knownButElsewhere(scene: Scene): Answer | undefined {
  const { incident, S, X } = scene;
  const stayed = stayedWhere(scene);
  if (stayed.length === 0) return undefined;
  return yes(
    `${X} is an SPI of this tunnel, and it comes from ${incident.source} while ${S} stays where it is: a NAT on the way, or somebody who is not ${S}`,
    scene.cite(...stayed, ...incident.refs),
    'hinted',
    [capture('S', 'at the message')],
  );
}

function knownSpi(scene: Scene): Answer {
  const { births, X } = scene;
  return no(`${X} is an SPI of this tunnel`, [...scene.cite(...births.map(({ ref }) => ref)), ...citeShown(listedForSender(scene))]);
}

/** With the peer among them, two may be its old address and its new one. */
const SPOOFED_MIN = 3;

function fromMany(scene: Scene): Answer | undefined {
  const { incident, R, X } = scene;
  const { length } = incident.sources;
  if (length < SPOOFED_MIN && (length < 2 || isFromSender(scene))) return undefined;
  const said = `the same ${X} comes to ${R} from ${length} addresses, and neither record knows it`;
  return yes(said, scene.cite(...incident.refs), 'suggested');
}

/** One that looks made up, from two addresses, is: no receiver gives one SPI to two. [C RFC 4301 4.1] */
function fromSender(scene: Scene): Answer | undefined {
  const { incident, S, X } = scene;
  const isMadeUp = MADE_UP.test(X);
  if (isInNeitherTable(scene) || (isMadeUp && incident.sources.length > 1)) return undefined;
  return no(`the packets come from ${S}`, scene.cite(incident.refs[0]), isMadeUp ? 'suggested' : 'shown');
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

function underItsAddress(scene: Scene): Answer {
  const { incident, R, S, X } = scene;
  const said = `the same ${X} comes to ${R} from ${S}'s address and from another, and neither end is on record with it`;
  if (incident.sources.length > 1) return yes(said, scene.cite(...incident.refs), 'suggested');
  const open = `the packets bear ${S}'s address, which anybody can write there, and neither end lists ${X}`;
  return unknown(open, [capture('S', 'at the message')]);
}

function fromAnother(scene: Scene, source: Address): Answer {
  const { incident, timeline, receiver, R, S, X } = scene;
  const { peers } = timeline.states[receiver];
  const covering = peers?.find(({ value }) => isWithin(value, source));
  const refs = scene.cite(...incident.refs);
  // A peer that is named may draw any SPI; one that only fits a range may be anybody.
  if (MADE_UP.test(X) && !isSameAddress(covering?.value, source) && (peers === undefined || covering !== undefined))
    return yes(`${source} is not ${S}, and ${X} looks made up`, refs, 'suggested');
  if (covering !== undefined) return no(`${source} may be a peer of ${R}`, citeShown(covering), 'suggested');
  if (peers !== undefined) return yes(`${source} is no peer of ${R}`, [...refs, ...citeShown(...peers.slice(0, 3))], 'suggested');
  const wants = [show('R', 'show running-config | section crypto', 'now')];
  return unknown(`${source} is not ${S}; whether it is a peer of ${R} was not captured`, wants);
}

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
