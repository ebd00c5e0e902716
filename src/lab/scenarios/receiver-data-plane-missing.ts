/** The scenario `receiver-data-plane-missing`: IKE at R believes the SA is installed, and the data plane never got it. */
import { renew, STRIKE_MS } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

export const receiverDataPlaneMissing: Scenario = {
  id: 'receiver-data-plane-missing',
  title: "R's data plane lacks an SA that IKE holds for active",
  ike: [1, 2],
  play: ({ clock }, receiver, sender) => {
    clock.after(STRIKE_MS, () => {
      receiver.traits.losesInstalledInbound = true;
      renew(sender);
    });
  },
};
