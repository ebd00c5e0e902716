/** Scenarios of a negotiation that does not end: refused by one side alone, or never completed. */
import type { Endpoint } from '../ike/endpoint.ts';
import { loseIkeFrom, renew, renewThenStrike, STRIKE_MS, silence } from '../ike/moves.ts';
import type { SimulatedTunnel } from '../ike/tunnel.ts';
import type { Scenario } from './scenario.ts';

/** By then IKE_AUTH is over. */
const NEGOTIATED_MS = 1000;

/** S, the responder, has installed and sends; R, the initiator, refuses S's identity. */
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

/** S has asked already, and R has not made anything of it yet. */
const CROSSING_MS = 25;
/** R's own IKE_AUTH is overtaken: by then the pair that S asked for stands. */
const OVERTAKEN_MS = 400;

/** Both begin at once, and R, which is given two pairs, finds no place for the second: the one that it asked for itself, and with which S sends. */
export const simultaneousInitiation: Scenario = {
  id: 'simultaneous-initiation',
  title: 'both begin an IKEv2 SA at once, and R loses one of the two pairs',
  ike: [2],
  play: ({ clock, network }, receiver, sender) => {
    for (const endpoint of [receiver, sender]) {
      endpoint.forget();
      silence(endpoint);
    }
    network.holdsMs = ({ packet, from }) =>
      packet.kind === 'ikev2' && packet.exchange === 'IKE_AUTH' && !packet.isResponse && from === receiver.side ? OVERTAKEN_MS : 0;
    receiver.traits.losesSecondPair = true;
    sender.traits.usesNewSaEarly = true;
    clock.after(STRIKE_MS, () => {
      sender.request();
      clock.after(CROSSING_MS, () => receiver.request());
      clock.after(NEGOTIATED_MS, () => {
        sender.traits.isTalkative = true;
      });
    });
  },
};

/** S has a rekey of its own to try. */
const RETRY_MS = 40_000;

/** R has lost its SAs, and what it begins is never completed: main mode without answers, or an IKEv2 SA that it leaks. */
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
