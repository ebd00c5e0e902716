/** The scenario `rekey-race`: at a rekey R needs long to install its new SA, and S uses it a moment too early. */
import { burst, renew, STRIKE_MS } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

const SLOW_INSTALL_MS = 180;

export const rekeyRace: Scenario = {
  id: 'rekey-race',
  title: 'S uses the new SA before R has installed it',
  ike: [1, 2],
  play: ({ clock }, receiver, sender) => {
    clock.after(STRIKE_MS, () => {
      receiver.traits.installDelayMs = SLOW_INSTALL_MS;
      // Where R answers only when its data plane has the SA, it takes the defect of S for a race.
      sender.traits.usesNewSaEarly = true;
      renew(receiver);
      burst(sender, 30, 10);
    });
  },
};
