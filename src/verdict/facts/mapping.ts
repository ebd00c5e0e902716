/** Mapping: whether an end keeps an address for the other, by NHRP or a dynamic crypto map, that is no longer its own. */
import { isSameAddress } from '../../ipsec/address.ts';
import { namesAddress } from '../../ipsec/address-in-text.ts';
import type { Citation } from '../../ipsec/citation.ts';
import { other, SIDES, type Side } from '../../ipsec/side.ts';
import { citeShown, isFromElsewhere, syslogsBefore } from '../clues.ts';
import { type Answer, type Fact, no, show, unknown, yes } from '../fact.ts';
import { madeWithAnother } from '../made-with.ts';
import { oncePerScene, type Scene } from '../scene.ts';
import { silent } from '../silence.ts';

/** `%DHCP-6-ADDRESS_ASSIGN: Interface GigabitEthernet0/0 assigned DHCP address 198.51.100.1, …` [C] */
const ASSIGNED = /^DHCP-ADDRESS_ASSIGN: /;
/** `%DMVPN-5-NHRP_NHC_DOWN`, `%NHRP-3-…` [C] */
const NHRP = /^(?:DMVPN|NHRP)-|NHRP_(?:NHS|NHC|NHP)_/;
const RECENT_MS = 1_800_000;

const WANTS = [show('R', 'show ip nhrp detail'), show('R', 'show running-config | section crypto', 'now')];

export const mappingStale: Fact = {
  id: 'mapping-stale',
  link: 'who',
  question: 'Does an end keep an address for the other that is no longer its own?',
  ask: (scene) =>
    madeByReceiver(scene) ?? shownTwice(scene) ?? movedMeanwhile(scene) ?? newlyAssigned(scene) ?? notDynamic(scene) ?? byNhrp(scene),
};

/** A message that does not name its sender may come from the stale address. */
function madeByReceiver(scene: Scene): Answer | undefined {
  const { sa, incident, R, S, X } = scene;
  if (sa?.inbound.created == null || incident.source === null || isFromElsewhere(scene)) return undefined;
  if (madeWithAnother(scene) !== undefined) return undefined;
  return no(`${R} made ${X} itself, with ${S}`, scene.cite(sa.inbound.created));
}

function shownTwice(scene: Scene): Answer | undefined {
  const doubled = doubledMapping(scene);
  return doubled === undefined ? undefined : yes(doubled.said, doubled.lines, 'suggested', WANTS);
}

function movedMeanwhile(scene: Scene): Answer | undefined {
  const { births, incident, R, S, X } = scene;
  const moved = isFromElsewhere(scene) && births.length > 0 ? changesOf(scene).at(-1) : undefined;
  if (moved === undefined) return undefined;
  const said = `${X}, made with ${S}, now comes from ${incident.source}, and NHRP changed at ${R}`;
  return yes(said, scene.cite(...births.map(({ ref }) => ref), moved.ref), 'suggested', WANTS);
}

/** What R's NHRP said shortly before the message. */
const changesOf = oncePerScene((scene) => syslogsBefore(scene, scene.receiver, NHRP, RECENT_MS));

function newlyAssigned(scene: Scene): Answer | undefined {
  const { R, S, X, receiver, timeline } = scene;
  const assigned = syslogsBefore(scene, receiver, ASSIGNED, RECENT_MS).findLast(({ message }) =>
    namesAddress(message, timeline.tunnel[receiver].address),
  );
  if (assigned === undefined || scene.isYoungerThan(assigned)) return undefined;
  const said = `${R} was given its address right before the message; ${S} made ${X} with its former owner`;
  return yes(said, scene.cite(assigned.ref), 'suggested', [show('S', 'show ip nhrp detail')]);
}

function notDynamic(scene: Scene): Answer | undefined {
  const { R, receiver, timeline } = scene;
  const { cryptoConfigType } = timeline.states[receiver];
  if (cryptoConfigType === undefined && changesOf(scene).length === 0)
    return unknown(`neither the crypto configuration of ${R} nor a word of NHRP was captured`, WANTS);
  const isDynamic = cryptoConfigType?.value === 'mgre-dynamic-nhrp' || cryptoConfigType?.value === 'dynamic-crypto-map';
  return isDynamic ? undefined : no(`${R} does not keep its peers dynamically`, citeShown(cryptoConfigType));
}

function byNhrp(scene: Scene): Answer {
  const { births, R, S, receiver: side, timeline } = scene;
  const changes = changesOf(scene);
  if (changes.length === 0) return silent(scene, { side, heard: 'log', since: births[0], what: 'no change of NHRP', wants: WANTS });
  const evidence = [...citeShown(timeline.states[side].cryptoConfigType), ...scene.cite(...changes.slice(-3).map(({ ref }) => ref))];
  return yes(`${R} keeps ${S} dynamically, and NHRP changed right before the message`, evidence, 'hinted', WANTS);
}

/** One NBMA address under two tunnel addresses was given to somebody else, and the former owner's mapping still stands. [L] */
function doubledMapping({ timeline }: Scene): { side: Side; said: string; lines: Citation[] } | undefined {
  for (const side of SIDES) {
    const { name, address, natAddress } = timeline.tunnel[other(side)];
    // What lies behind a peer is no second mapping of its own, each tunnel interface has its own NHRP, and behind one NAT stand several spokes.
    const known = (timeline.states[side].nhrp ?? []).filter(
      ({ value }) =>
        value.network === undefined &&
        value.claimed === undefined &&
        (isSameAddress(value.nbma, address) || isSameAddress(value.nbma, natAddress)),
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
