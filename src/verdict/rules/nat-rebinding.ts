/** The rule `nat-rebinding`: a NAT gave S another port or address. */
import { before, nothingFound } from '../clues.ts';
import { holds, refuted } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

export const natRebinding: Rule = {
  id: 'nat-rebinding',
  statement: 'a NAT on the way gave S another port or address, and the SA is bound to the old one',
  meaning: 'what S sends is dropped until the SAs are made anew',
  needs: ['R: debug crypto isakmp', 'S: show running-config | section crypto'],
  explains: ['dpd-absent'],
  remedy: 'crypto isakmp nat keepalive 20 at the end behind the NAT; shorter DPD.',
  reference: 'ike.md 8.16 [L; C the port forms]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { R, S, receiver, X } = scene;
    const arrivals = before(scene, receiver, 'message').filter(
      ({ direction, remotePort }) => direction === 'received' && remotePort !== undefined && remotePort !== 500,
    );
    const changed = arrivals.findLast(
      (event, index) => index > 0 && (event.remotePort !== arrivals[index - 1]?.remotePort || event.remote !== arrivals[index - 1]?.remote),
    );
    if (arrivals.length < 2)
      return nothingFound(scene, receiver, 'no NAT traversal', `debug crypto isakmp on ${R}, from before the message`);
    if (changed === undefined) return refuted(`the port of ${S} has not changed`, scene.cite(arrivals[0]?.ref, arrivals.at(-1)?.ref));
    const former = arrivals[arrivals.indexOf(changed) - 1];
    return holds(
      'likely',
      `${S} came from port ${former?.remotePort} and now comes from ${changed.remotePort}; ${X} is bound to the old one`,
      scene.cite(former?.ref, changed.ref, ...incident.refs),
      [`the NAT table between ${R} and ${S}`],
    );
  },
};
