/** The scenario `half-open-ikev2`: S, the responder, has installed and sends; R, the initiator, refuses S's identity. */
import { establishHalfOpen } from '../ike/half-open.ts';
import { STRIKE_MS, silence } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

export const halfOpenIkev2: Scenario = {
  id: 'half-open-ikev2',
  title: 'R refuses the identity of S, which already sends',
  play: ({ clock }, receiver, sender) => {
    for (const endpoint of [receiver, sender]) {
      endpoint.forget();
      silence(endpoint);
      endpoint.traits.hasIkev1 = false;
    }
    clock.after(STRIKE_MS, () => establishHalfOpen(receiver, sender));
  },
};
