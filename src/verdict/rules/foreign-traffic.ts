/** The rule `foreign-traffic`: the packets are nobody known. */
import { isSameAddress, isWithin } from '../../ipsec/address.ts';
import { citeShown, senderHolds } from '../clues.ts';
import { holds, refuted, unknown } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

export const foreignTraffic: Rule = {
  id: 'foreign-traffic',
  statement: 'the packets come from an address that is no peer of R',
  meaning: 'no tunnel suffers; the log does',
  needs: ['R: show running-config | section crypto'],
  explains: ['sender-data-plane-stale', 'delete-lost', 'misrouted-esp', 'recovery-unsupported', 'dpd-absent'],
  remedy: {
    now: 'Nothing: no tunnel suffers.',
    forGood: 'Drop it at the edge (ACL, unicast RPF), or ignore it. Never enable invalid SPI recovery towards unknown senders.',
  },
  reference: 'ike.md 8.22 [C public captures]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { R, receiver, sender, S } = scene;
    const source = incident.source;
    const { address, natAddress } = timeline.tunnel[sender];
    const { peers } = timeline.states[receiver];
    if (source === null) return unknown('the message does not say who sent', [`a message of ${R} with its srcaddr`]);
    const isKnown = scene.births.length > 0 || senderHolds(scene).length > 0;
    if (incident.sources.length > 1 && !isKnown)
      return holds(
        'likely',
        `the same ${scene.X} comes to ${R} from ${incident.sources.length} addresses, and neither record knows it: it is made up`,
        scene.cite(...incident.refs),
      );
    if (isSameAddress(source, address) || isSameAddress(source, natAddress))
      return refuted(`the packets come from ${S}`, scene.cite(incident.refs[0]));
    if (peers === undefined)
      return unknown(
        `${source} is not ${S}; whether it is a peer of ${R} was not captured`,
        [`show running-config | section crypto on ${R}`],
        scene.cite(...incident.refs),
      );
    const covering = peers.find(({ value }) => isWithin(value, source));
    if (covering !== undefined) return refuted(`${source} may be a peer of ${R}`, citeShown(covering));
    return holds('likely', `${source} is no peer of ${R}`, [...scene.cite(...incident.refs), ...citeShown(...peers.slice(0, 3))]);
  },
};
