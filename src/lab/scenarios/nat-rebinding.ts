/** The scenario `nat-rebinding`: a NAT before S gives it another port; R holds its SA to the old one, and answers there. */
import { loseIkeFrom, renewThenStrike, silence } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

const PORTS = { own: 4500, before: 4786, after: 4801 } as const;

export const natRebinding: Scenario = {
  id: 'nat-rebinding',
  title: 'the NAT before S changes its port, and R knows the old one',
  play: (tunnel, receiver, sender) => {
    receiver.ports = { own: PORTS.own, peer: PORTS.before };
    sender.ports = { own: PORTS.own, peer: PORTS.own };
    renewThenStrike(tunnel, sender, () => {
      receiver.ports = { own: PORTS.own, peer: PORTS.after };
      silence(receiver);
      loseIkeFrom(tunnel, receiver);
      // The SA is bound to the port.
      receiver.plane.inbound.clear();
    });
  },
};
