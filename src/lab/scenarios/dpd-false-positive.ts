/** The scenario `dpd-false-positive`: R's probes are lost for a while, R takes S for dead, and S never hears of it. */
import { renewThenStrike, silence } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

const PROBE_SECONDS = 10;
const LOSS_MS = 45_000;

export const dpdFalsePositive: Scenario = {
  id: 'dpd-false-positive',
  title: 'R takes S for dead while only IKE was lost',
  ike: [1, 2],
  play: (tunnel, receiver, sender) => {
    const { network, clock } = tunnel;
    receiver.probeEvery(PROBE_SECONDS);
    renewThenStrike(tunnel, sender, () => {
      silence(receiver);
      network.loses = ({ packet }) => packet.kind !== 'esp';
      clock.after(LOSS_MS, () => {
        network.loses = () => false;
      });
    });
  },
};
