/** The rule `delete-unsendable`: R had no IKE SA left by which to send the DELETE. */
import { before, nothingFound, senderHolds } from '../clues.ts';
import { holds, unknown } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

export const deleteUnsendable: Rule = {
  id: 'delete-unsendable',
  statement: 'R deleted the SA when no IKE SA was left to tell S by',
  meaning: 'everything that S sends through this SA is dropped until it expires at S, or dead peer detection strikes',
  needs: ['R: debug crypto isakmp, debug crypto ipsec', 'S: debug crypto ipsec'],
  explains: ['dpd-absent', 'recovery-unsupported'],
  remedy: {
    now: 'On S: clear crypto sa peer R.address.',
    forGood: 'An IKE lifetime not shorter than that of IPsec, periodic DPD, which keeps an IKE SA, or IKEv2.',
  },
  reference: 'ike.md 8.3 [C the line; L the lifetimes]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { R, S, X, sa, logs, receiver } = scene;
    const [first] = logs;
    const deleted = scene.event(sa?.inbound.deleted);
    const unsendable = (sa?.deleteUnsendable ?? []).flatMap((ref) => scene.event(ref) ?? []);
    const atDeath = unsendable.find((event) => first !== undefined && event.ref < first.ref);
    if (unsendable.length === 0)
      return nothingFound(scene, receiver, {
        what: 'no DELETE that could not be sent',
        missing: `debug crypto isakmp on ${R}, from before the SA was deleted`,
        debug: 'ike',
      });
    if (atDeath === undefined)
      return unknown(
        `${R} could not answer the message for want of an IKE SA; whether that was so when ${X} went is not on record`,
        [`debug crypto isakmp and debug crypto ipsec on ${R}, from before ${X} went`],
        scene.cite(...unsendable.map(({ ref }) => ref)),
      );
    const ikeGone = before(scene, receiver, 'ike-sa').findLast((event) => event.change === 'deleted' && event.ref < atDeath.ref);
    const evidence = [...senderHolds(scene), ...scene.cite(ikeGone?.ref, deleted?.ref, atDeath.ref, ...incident.refs)];
    const statement = `${R} deleted ${X} without an IKE SA to tell ${S} by; ${S} goes on sending with it`;
    const isDecided = ikeGone !== undefined && deleted !== undefined && sa?.outbound.switched != null && sa.deleteReceived.length === 0;
    return isDecided
      ? holds('certain', statement, evidence)
      : holds('likely', statement, evidence, [`debug crypto ipsec on ${S}, for the SA it uses`]);
  },
};
