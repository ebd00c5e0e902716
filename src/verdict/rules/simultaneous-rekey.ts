/** The rule `simultaneous-rekey`: both ends rekeyed at once, and kept different SAs. */
import { before, nothingFound, senderHolds } from '../clues.ts';
import { holds, unknown } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

/** Two negotiations that overlap. [L] */
const TOGETHER_MS = 3000;

function isTogether(one: { at: number | null }, two: { at: number | null }): boolean {
  return one.at !== null && two.at !== null && Math.abs(one.at - two.at) <= TOGETHER_MS;
}

export const simultaneousRekey: Rule = {
  id: 'simultaneous-rekey',
  statement: 'both ends started a rekey at once, and each kept another of the two SA pairs',
  meaning: 'what S sends through the pair that R dropped is lost',
  needs: ['R and S: debug crypto isakmp, debug crypto ipsec'],
  explains: ['rekey-reorder', 'delete-lost'],
  remedy: {
    now: 'On both ends: clear crypto sa peer the other one.',
    forGood:
      'Different lifetimes at the two ends, so that one always starts the rekey; IKEv2 resolves this by its nonces (RFC 7296 2.8.1).',
  },
  reference: 'ike.md 8.8 [L]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { R, X, receiver, sa, logs } = scene;
    const starts = before(scene, receiver, 'negotiation').filter(({ change }) => change === 'started');
    const pair = starts
      .flatMap((one) =>
        starts.flatMap((two) => (one.role === 'initiator' && two.role === 'responder' && isTogether(one, two) ? [[one, two]] : [])),
      )
      .at(-1);
    if (pair === undefined)
      return nothingFound(scene, receiver, {
        what: 'no two rekeys at once',
        missing: `debug crypto isakmp on ${R}, over the last rekey`,
        debug: 'ike',
      });
    const deleted = scene.event(sa?.inbound.deleted);
    const isOfPair = sa?.messageId != null && pair.some(({ messageId }) => messageId === sa.messageId);
    if (deleted === undefined || logs[0] === undefined || deleted.ref > logs[0].ref)
      return unknown(
        `two rekeys overlapped at ${R}, but it is not on record that it dropped ${X}`,
        [`debug crypto ipsec on ${R}, over the last rekey`],
        scene.cite(...pair.map(({ ref }) => ref)),
      );
    const evidence = [...scene.cite(...pair.map(({ ref }) => ref), deleted.ref), ...senderHolds(scene), ...scene.cite(...incident.refs)];
    return holds(
      isOfPair && sa?.outbound.switched != null ? 'likely' : 'possible',
      `two rekeys overlapped, ${R} dropped ${X}, and the other end kept it`,
      evidence,
      ['debug crypto isakmp and debug crypto ipsec on both ends, over the rekey'],
    );
  },
};
