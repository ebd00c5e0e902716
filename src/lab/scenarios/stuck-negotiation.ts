/** The scenario `stuck-negotiation`: R has lost its SAs, and what it begins is never completed: main mode without answers, or an IKEv2 SA that it leaks. */

import type { Endpoint } from '../ike/endpoint.ts';
import { loseIkeFrom, renew, renewThenStrike, silence } from '../ike/moves.ts';
import type { SimulatedTunnel } from '../ike/tunnel.ts';
import type { Scenario } from './scenario.ts';

/** S has a rekey of its own to try. */
const RETRY_MS = 40_000;

export const stuckNegotiation: Scenario = {
  id: 'stuck-negotiation',
  title: "R's negotiation hangs, so nothing brings the tunnel back",
  ike: [1, 2],
  play: (tunnel, receiver, sender) => {
    if (receiver.version === 1) receiver.router.configuration.set('crypto isakmp invalid-spi-recovery');
    renewThenStrike(tunnel, sender, () => {
      if (receiver.version === 1) hangInMainMode(tunnel, receiver, sender);
      else leak(tunnel, receiver);
    });
  },
};

/** S answers, and R never takes an answer in. */
function hangInMainMode(tunnel: SimulatedTunnel, receiver: Endpoint, sender: Endpoint): void {
  silence(receiver);
  receiver.forget();
  loseIkeFrom(tunnel, sender);
  tunnel.clock.after(RETRY_MS, () => renew(sender));
}

/** IKE_AUTH is too big for the path, and the IKE SA that R then leaks bars the way back. [C FBZ CSCvd69373] */
function leak({ network }: SimulatedTunnel, receiver: Endpoint): void {
  receiver.traits.leaksNegotiations = true;
  receiver.forget();
  // Fragments of it get lost.
  network.loses = ({ packet }) => packet.kind === 'ikev2' && packet.exchange === 'IKE_AUTH';
}
