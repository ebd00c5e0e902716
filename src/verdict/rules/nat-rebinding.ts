/** The rule `nat-rebinding`: a NAT gave S another port or address. */
import { isOtherAddress } from '../../ipsec/address.ts';
import type { MessageEvent } from '../../ipsec/event.ts';
import { anyOf, nothingFound } from '../clues.ts';
import { holds, refuted } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

export const natRebinding: Rule = {
  id: 'nat-rebinding',
  statement: 'a NAT on the way gave S another port or address, and the SA is bound to the old one',
  meaning: 'what S sends is dropped until the SAs are made anew',
  needs: ['R: debug crypto isakmp', 'S: show running-config | section crypto'],
  explains: ['dpd-false-positive', 'dpd-absent', 'receiver-data-plane-missing', 'delete-lost', 'delete-unsendable'],
  remedy: {
    now: 'On the end behind the NAT: clear crypto session remote the other end.',
    forGood: 'crypto isakmp nat keepalive 20 at the end behind the NAT; shorter DPD.',
  },
  reference: 'ike.md 8.16 [L; C the port forms]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { R, S, receiver, X } = scene;
    const packets = anyOf(scene, receiver, 'message').filter(isNatTraversal);
    const changed = packets.findLast(
      (event, index) =>
        index > 0 && (event.remotePort !== packets[index - 1]?.remotePort || isOtherAddress(event.remote, packets[index - 1]?.remote)),
    );
    if (packets.length < 2)
      return nothingFound(scene, receiver, {
        what: 'no NAT traversal',
        missing: `debug crypto isakmp on ${R}, from before the message`,
        debug: 'ike',
      });
    if (changed === undefined) return refuted(`the port of ${S} has not changed`, scene.cite(packets[0]?.ref, packets.at(-1)?.ref));
    const former = packets[packets.indexOf(changed) - 1];
    return holds(
      'likely',
      `${S} came from port ${former?.remotePort} and now comes from ${changed.remotePort}; ${X} is bound to the old one`,
      scene.cite(former?.ref, changed.ref, ...incident.refs),
      [`the NAT table between ${R} and ${S}`],
    );
  },
};

/** On the floated port: that the setup moves from 500 to 4500 is no rebinding. [C RFC 3947] */
function isNatTraversal({ localPort, remotePort }: MessageEvent): boolean {
  return remotePort !== undefined && remotePort !== IKE_PORT && (localPort === undefined || localPort !== IKE_PORT);
}

const IKE_PORT = 500;
