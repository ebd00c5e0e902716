/** The scenario `stuck-negotiation`: R has lost its SAs and begins main mode again and again; S answers, and R never takes an answer in. */
import { loseIkeFrom, renew, renewThenStrike, silence } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

/** S has a rekey of its own to try. */
const RETRY_MS = 40_000;

export const stuckNegotiation: Scenario = {
  id: 'stuck-negotiation',
  title: "R's main mode hangs, so nothing brings the tunnel back",
  play: (tunnel, receiver, sender) => {
    receiver.router.configuration.set('crypto isakmp invalid-spi-recovery');
    renewThenStrike(tunnel, sender, () => {
      silence(receiver);
      receiver.forget();
      loseIkeFrom(tunnel, sender);
      tunnel.clock.after(RETRY_MS, () => renew(sender));
    });
  },
};
