/** The rule `half-open-ikev2`: R rejected what S had already installed. */
import type { TimedEvent } from '../../timeline/model.ts';
import { before, citeShown, nothingFound, senderHolds } from '../clues.ts';
import { holds, refuted } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

/** Nobody answered: that is no rejection. `Maximum number of retransmissions reached` [L] */
const IN_VAIN = /retransm/i;

export const halfOpenIkev2: Rule = {
  id: 'half-open-ikev2',
  statement: 'R, which began the IKEv2 exchange, rejected S after S had installed the child SA',
  meaning: 'S believes in a tunnel that R never had: all it sends is dropped',
  needs: ['R: debug crypto ikev2', 'S: show crypto ikev2 sa'],
  explains: ['dpd-absent', 'recovery-unsupported'],
  remedy: {
    now: 'On S: clear crypto session remote R.address; it comes back until the identity is right.',
    forGood: 'Correct identity and keyring: match identity remote and the keyring peer at R must name what S sends. Check both ends.',
  },
  reference: 'ike.md 8.9 [C public capture]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { R, S, X, receiver, sender, sa } = scene;
    const failed = [...before(scene, receiver, 'ike-sa'), ...before(scene, receiver, 'negotiation')]
      .filter(
        ({ version, change, role, reason }) => version === 2 && change === 'failed' && role !== 'responder' && !IN_VAIN.test(reason ?? ''),
      )
      .toSorted((one, two) => one.ref - two.ref)
      .at(-1);
    if (sa?.inbound.created != null) return refuted(`${R} created ${X} itself`, scene.cite(sa.inbound.created));
    if (failed === undefined)
      return nothingFound(scene, receiver, {
        what: 'no IKEv2 exchange that it rejected',
        missing: `debug crypto ikev2 on ${R}, from before the message`,
        debug: 'ike',
      });
    const recovered = before(scene, receiver, 'ike-sa').find(({ change, ref }) => change === 'established' && ref > failed.ref);
    if (recovered !== undefined)
      return refuted(`${R} had an IKE SA with ${S} after it had rejected one`, scene.cite(failed.ref, recovered.ref));
    if (scene.isYoungerThan(failed) && !isMadeBeside(scene, failed))
      return refuted(`${X} was made after the exchange that ${R} rejected`, scene.cite(failed.ref, ...scene.births.map(({ ref }) => ref)));
    const ready = timeline.states[sender].ikeSas?.find(({ value }) => value.state === 'READY');
    const evidence = [...scene.cite(failed.ref), ...senderHolds(scene), ...citeShown(ready), ...scene.cite(...incident.refs)];
    const isDecided = senderHolds(scene).length > 0 && ready !== undefined && isMadeBeside(scene, failed);
    return isDecided
      ? holds('certain', `${R} rejected the IKEv2 exchange, ${S} stands READY and sends with ${X}`, evidence)
      : holds('likely', `${R} rejected an IKEv2 exchange; ${S} seems to have taken it for good`, evidence, [
          `show crypto ikev2 sa and show crypto ipsec sa on ${S}`,
        ]);
  },
};

/** S installs its child SA in the exchange that R rejects. [L] */
const BESIDE_MS = 5000;

/** True when S is on record as having made the SPI in the rejected exchange. */
function isMadeBeside({ births }: Scene, { commonAt, uncertaintyMs }: TimedEvent): boolean {
  return births.some(
    (birth) =>
      commonAt !== null &&
      birth.commonAt !== null &&
      Math.abs(birth.commonAt - commonAt) <= BESIDE_MS + uncertaintyMs + birth.uncertaintyMs,
  );
}
