/** The rule `stale-nhrp`: NHRP or a dynamic map still names where S was. */
import { isSameAddress } from '../../ipsec/address.ts';
import { namesAddress } from '../../ipsec/address-in-text.ts';
import type { Citation } from '../../ipsec/citation.ts';
import { other, SIDES } from '../../ipsec/side.ts';
import { citeShown, isFromElsewhere, nothingFound, senderHolds, syslogsBefore } from '../clues.ts';
import { holds, refuted, unknown } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

/** `%DHCP-6-ADDRESS_ASSIGN: Interface GigabitEthernet0/0 assigned DHCP address 198.51.100.1, …` [C] */
const ASSIGNED = /^DHCP-ADDRESS_ASSIGN: /;
/** `%DMVPN-5-NHRP_NHC_DOWN`, `%NHRP-3-…` [C] */
const NHRP = /^(?:DMVPN|NHRP)-|NHRP_(?:NHS|NHC|NHP)_/;
const RECENT_MS = 1_800_000;

export const staleNhrp: Rule = {
  id: 'stale-nhrp',
  statement: 'S has another address than the one that R keeps for it',
  meaning: 'R answers an address where nobody is; recovery cannot work in this configuration',
  needs: ['R: show dmvpn, show ip nhrp, show running-config | section crypto'],
  explains: ['delete-lost', 'dpd-false-positive', 'recovery-unsupported', 'dpd-absent'],
  remedy: {
    now: 'On R: clear ip nhrp S.address.',
    forGood: 'A shorter NHRP hold time, DPD; do not rely on invalid SPI recovery with dynamic NHRP.',
  },
  reference: 'ike.md 8.17 [C the table of seed.md 5; L the rest]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { R, receiver, S } = scene;
    const { cryptoConfigType } = timeline.states[receiver];
    const doubled = doubledMapping(scene);
    if (doubled !== undefined && scene.sa?.inbound.created == null)
      return holds('likely', doubled.said, [...doubled.lines, ...scene.cite(...incident.refs)]);
    const moved = isFromElsewhere(scene) && scene.births.length > 0 ? syslogsBefore(scene, receiver, NHRP, RECENT_MS).at(-1) : undefined;
    if (moved !== undefined)
      return holds(
        'likely',
        `${scene.X}, made with ${S}, now comes from ${incident.source}: ${S} has moved, and ${R} kept its former address`,
        [...senderHolds(scene), ...scene.cite(...scene.births.map(({ ref }) => ref), moved.ref, ...incident.refs)],
        [`show ip nhrp detail on ${R}`],
      );
    const assigned = syslogsBefore(scene, receiver, ASSIGNED, RECENT_MS).findLast(({ message }) =>
      namesAddress(message, timeline.tunnel[receiver].address),
    );
    if (assigned !== undefined && scene.sa?.inbound.created == null && !scene.isYoungerThan(assigned))
      return holds(
        'likely',
        `${R} was given its address right before the message; ${S} still sends with ${scene.X}, which it made with the address's former owner`,
        [...senderHolds(scene), ...scene.cite(assigned.ref, ...incident.refs)],
        [`show ip nhrp detail on ${S}`],
      );
    const events = syslogsBefore(scene, receiver, NHRP, RECENT_MS);
    const isDynamic = cryptoConfigType?.value === 'mgre-dynamic-nhrp' || cryptoConfigType?.value === 'dynamic-crypto-map';
    if (cryptoConfigType === undefined && events.length === 0)
      return unknown(`neither the crypto configuration of ${R} nor a word of NHRP was captured`, [
        `show dmvpn detail and show running-config | section crypto on ${R}`,
      ]);
    if (!isDynamic) return refuted(`${R} does not keep its peers dynamically`, citeShown(cryptoConfigType));
    if (events.length === 0) return nothingFound(scene, receiver, { what: 'no change of NHRP', missing: `show ip nhrp detail on ${R}` });
    return holds(
      'possible',
      `${R} keeps ${S} dynamically, and NHRP changed right before the message`,
      [...citeShown(cryptoConfigType), ...scene.cite(...events.slice(-3).map(({ ref }) => ref), ...incident.refs)],
      [`show ip nhrp detail on ${R}`],
    );
  },
};

/** One NBMA address under two tunnel addresses was given to somebody else, and the former owner's mapping still stands. [L] */
function doubledMapping(scene: Scene): { said: string; lines: Citation[] } | undefined {
  for (const side of SIDES) {
    const { name, address, natAddress } = scene.timeline.tunnel[other(side)];
    const known =
      scene.timeline.states[side].nhrp?.filter(
        ({ value }) => isSameAddress(value.nbma, address) || isSameAddress(value.nbma, natAddress),
      ) ?? [];
    const tunnelAddresses = [...new Set(known.map(({ value }) => value.tunnelAddress))];
    if (tunnelAddresses.length < 2) continue;
    const said = `${scene.timeline.tunnel[side].name} knows the address of ${name} under ${tunnelAddresses.join(' and ')}: one of the mappings is stale`;
    return { said, lines: citeShown(...known) };
  }
  return undefined;
}
