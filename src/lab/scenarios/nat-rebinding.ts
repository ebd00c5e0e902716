/** The scenario `nat-rebinding`: a NAT before S gives it another port; R holds its SA to the old one, and asks there. */
import { loseIkeFrom, loseRequestsFrom, renewThenStrike, silence } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

const PORTS = { own: 4500, before: 4786, after: 4801 } as const;
const PROBE_SECONDS = 30;

export const natRebinding: Scenario = {
  id: 'nat-rebinding',
  title: 'the NAT before S changes its port, and R knows the old one',
  ike: [1, 2],
  play: (tunnel, receiver, sender) => {
    receiver.ports = { own: PORTS.own, peer: PORTS.before };
    sender.ports = { own: PORTS.own, peer: PORTS.own };
    // IKEv2 answers to the new port, so that S's probes find nothing wrong; IKEv1 to the old one.
    if (sender.version === 2) sender.probeEvery(PROBE_SECONDS);
    renewThenStrike(tunnel, sender, () => {
      receiver.ports = { own: PORTS.own, peer: PORTS.after };
      silence(receiver);
      if (receiver.version === 2) loseRequestsFrom(tunnel, receiver);
      else loseIkeFrom(tunnel, receiver);
      // The SA is bound to the port.
      receiver.plane.inbound.clear();
    });
  },
};
