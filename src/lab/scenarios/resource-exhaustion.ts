/** The scenario `resource-exhaustion`: R has no memory left for the new SA of a rekey. */
import { renew, STRIKE_MS } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

export const resourceExhaustion: Scenario = {
  id: 'resource-exhaustion',
  title: 'R has no memory for its new SA',
  ike: [1, 2],
  play: ({ clock }, receiver, sender) => {
    clock.after(STRIKE_MS, () => {
      receiver.traits.lacksMemory = true;
      renew(sender);
    });
  },
};
