/** The rule `new-sa-killed-by-early-packet`: R deletes its new SA because a packet came too early. */
import { gapMs } from '../../timeline/event-order.ts';
import { holds, refuted, unknown } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

/** A negotiation and its aftermath. [L] */
const SOON_MS = 10_000;

export const newSaKilledByEarlyPacket: Rule = {
  id: 'new-sa-killed-by-early-packet',
  statement: 'R deleted its own new SA when a packet for it came before it was installed',
  meaning: 'each rekey fails anew: the SA that both had just made is gone at R',
  needs: ['R: debug crypto isakmp, debug crypto ipsec', 'S: debug crypto isakmp'],
  explains: ['rekey-race', 'delete-lost', 'rekey-reorder'],
  remedy: {
    now: 'On both ends: clear crypto sa peer the other one.',
    forGood: 'Upgrade R (CSCvn31824, IOS XE). Until then a longer lifetime at R, so that S starts the rekey.',
  },
  reference: 'ike.md 8.7 [C the title in seed.md 6]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { R, S, X, sa, logs } = scene;
    const [first] = logs;
    const born = scene.event(sa?.inbound.installed) ?? scene.event(sa?.inbound.created);
    const killed = scene.event(sa?.inbound.deleted);
    const requested = scene.event(sa?.inbound.requested) ?? born;
    if (killed === undefined || requested === undefined || first === undefined)
      return unknown(`no deletion of a new ${X} is on ${R}'s record`, [
        `debug crypto ipsec and debug crypto isakmp on ${R}, over the rekey`,
      ]);
    const gap = gapMs(first, killed);
    const age = gapMs(requested, first);
    if (gap === undefined || gap < 0 || gap > SOON_MS || age === undefined || age > SOON_MS)
      return refuted(`${R} did not delete a new ${X} right after the message`, scene.cite(requested.ref, killed.ref, ...incident.refs));
    const evidence = scene.cite(requested.ref, born?.ref, ...incident.refs, killed.ref, ...(sa?.deleteReceived ?? []));
    const statement = `${R} deleted ${X} ${gap} ms after a packet for it came, while the SA was still new`;
    return (sa?.deleteReceived.length ?? 0) > 0 && sa?.outbound.switched != null
      ? holds('certain', statement, evidence)
      : holds('likely', statement, evidence, [`debug crypto isakmp on ${S}, for the DELETE of ${X}`]);
  },
};
