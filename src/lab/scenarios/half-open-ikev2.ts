/** The scenario `half-open-ikev2`: S, the responder, has installed and sends; R, the initiator, refuses S's identity. */
import { STRIKE_MS, silence } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

/** By then IKE_AUTH is over. */
const NEGOTIATED_MS = 1000;

export const halfOpenIkev2: Scenario = {
  id: 'half-open-ikev2',
  title: 'R refuses the identity of S, which already sends',
  ike: [2],
  play: ({ clock }, receiver, sender) => {
    for (const endpoint of [receiver, sender]) {
      endpoint.forget();
      silence(endpoint);
    }
    receiver.traits.refusesIdentity = true;
    clock.after(STRIKE_MS, () => {
      receiver.request();
      clock.after(NEGOTIATED_MS, () => {
        sender.traits.isTalkative = true;
      });
    });
  },
};
