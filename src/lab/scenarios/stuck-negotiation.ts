/** The scenario `stuck-negotiation`: R has lost its SAs, IKE_AUTH is too big for the path, and the IKE SA that R then leaks bars the way back. */
import { renewThenStrike } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

export const stuckNegotiation: Scenario = {
  id: 'stuck-negotiation',
  title: 'R is stuck with an IKE SA that nobody answers, and begins no other',
  // A leak of IKEv1 is not told of. [C FBZ CSCvd69373]
  ike: [2],
  play: (tunnel, receiver, sender) =>
    renewThenStrike(tunnel, sender, () => {
      receiver.traits.leaksNegotiations = true;
      receiver.forget();
      // Fragments of it get lost.
      tunnel.network.loses = ({ packet }) => packet.kind === 'ikev2' && packet.exchange === 'IKE_AUTH';
    }),
};
