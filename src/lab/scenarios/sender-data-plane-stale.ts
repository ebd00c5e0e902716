/** The scenario `sender-data-plane-stale`: S takes R's DELETE, and its data plane goes on with the SA all the same. */
import { dropChildren, renewThenStrike, silence } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

export const senderDataPlaneStale: Scenario = {
  id: 'sender-data-plane-stale',
  title: 'S deletes the SA in IKE, and its data plane keeps it',
  ike: [1, 2],
  play: (tunnel, receiver, sender) =>
    renewThenStrike(tunnel, sender, () => {
      sender.traits.keepsDeletedOutbound = true;
      silence(receiver);
      dropChildren(receiver, { isTold: true });
    }),
};
