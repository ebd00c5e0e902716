/** The rule `recovery-unsupported`: recovery is configured where it cannot work. */
import { anyOf, citeShown } from '../clues.ts';
import { holds, refuted, unknown } from '../outcomes.ts';
import { RECOVERY_WORKS } from '../recovery.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

export const recoveryUnsupported: Rule = {
  id: 'recovery-unsupported',
  statement: 'invalid SPI recovery is configured at R, in a crypto configuration that does not support it',
  meaning: 'R cannot tell a sender with which it has no IKE SA',
  needs: ['R: show running-config | section crypto, debug crypto isakmp'],
  explains: [],
  remedy: {
    now: 'On S: clear crypto sa peer R.address.',
    forGood:
      'Do not rely on invalid SPI recovery here; use DPD. It works with static crypto maps, p2p GRE, VTI, and mGRE with static NHRP.',
  },
  reference: 'ike.md 8.18 [C seed.md 5]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { R, S, receiver, sa, logs } = scene;
    const { invalidSpiRecovery, cryptoConfigType } = timeline.states[receiver];
    const refusal = anyOf(scene, receiver, 'notify').find(
      ({ notify, direction }) => notify === 'INVALID_SYNTAX' && direction === 'received',
    );
    const told = anyOf(scene, receiver, 'notify').find(({ notify, direction }) => notify === 'INVALID_SPI' && direction === 'sent');
    if (refusal !== undefined && told !== undefined)
      return holds(
        'likely',
        `${R} answers with INVALID_SPI, which ${S} refuses as INVALID_SYNTAX`,
        scene.cite(...incident.refs, told.ref, refusal.ref),
      );
    if (invalidSpiRecovery === undefined || cryptoConfigType === undefined)
      return unknown(`the crypto configuration of ${R} was not captured`, [`show running-config | section crypto on ${R}`]);
    if (!invalidSpiRecovery.value || RECOVERY_WORKS[cryptoConfigType.value] !== 'no')
      return refuted('recovery is not configured, or can work there', citeShown(invalidSpiRecovery, cryptoConfigType));
    const [first] = logs;
    const begun = scene
      .eventsOf(receiver)
      .find(
        (event) =>
          event.kind === 'ike-sa' &&
          event.change === 'started' &&
          event.role !== 'responder' &&
          first !== undefined &&
          event.ref > first.ref,
      );
    if (begun !== undefined) return refuted(`${R} began a new IKE SA after the message`, scene.cite(begun.ref));
    const evidence = [...citeShown(invalidSpiRecovery, cryptoConfigType), ...scene.cite(...incident.refs, ...(sa?.deleteUnsendable ?? []))];
    return holds(
      (sa?.deleteUnsendable.length ?? 0) > 0 ? 'likely' : 'possible',
      `invalid SPI recovery at ${R} cannot work with this kind of configuration`,
      evidence,
    );
  },
};
