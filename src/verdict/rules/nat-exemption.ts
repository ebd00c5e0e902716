/** The rule `nat-exemption`: S translates what it should encrypt. */
import { isSameAddress } from '../../ipsec/address.ts';
import { namesAddress } from '../../ipsec/address-in-text.ts';
import { anyOf, nothingFound } from '../clues.ts';
import { holds, refuted } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

export const natExemption: Rule = {
  id: 'nat-exemption',
  statement: 'an access list or NAT exemption at S lets IKE or ESP be translated',
  meaning: 'R hears from an address it has no SA with',
  needs: ['R: its log', 'S: its NAT and crypto access lists'],
  explains: ['foreign-traffic', 'dpd-false-positive', 'delete-lost', 'delete-unsendable', 'dpd-absent'],
  remedy: {
    now: "On S: exempt the tunnel's traffic from NAT.",
    forGood: 'Look at the order of NAT and crypto access lists at S, and on the path.',
  },
  reference: 'ike.md 8.26 [C one public case]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { R, receiver, incident: seen } = scene;
    const noSa = anyOf(scene, receiver, 'syslog').filter(({ mnemonic }) => mnemonic === 'IKMP_NO_SA');
    const { source } = seen;
    const { address, natAddress } = timeline.tunnel[scene.sender];
    if (noSa.length === 0) return nothingFound(scene, receiver, { what: 'no IKE message without an SA', missing: `the log of ${R}` });
    // Behind a NAT the peer is known by its outer address: its inner one on the wire is the fault itself.
    if (source !== null && isSameAddress(source, natAddress ?? address))
      return refuted(`the packets come from ${scene.S} itself`, scene.cite(incident.refs[0]));
    // IKE and ESP from one address that is not the peer's: the peer, translated on its way.
    const same = source === null ? [] : noSa.filter(({ message }) => namesAddress(message, source));
    if (same.length === 0) return refuted('IKE and ESP do not come from one address', scene.cite(noSa[0]?.ref, incident.refs[0]));
    const statement = `${R} hears IKE and ESP from ${source}, which is not ${scene.S}'s address`;
    return holds('likely', statement, scene.cite(...same.map(({ ref }) => ref), ...incident.refs), [
      'show ip nat translations on the sender',
    ]);
  },
};
