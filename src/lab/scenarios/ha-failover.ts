/** The scenario `ha-failover`: R takes the address over from a router that had the SAs, and knows none of them. */
import { cutPath, STRIKE_MS, silence } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

export const haFailover: Scenario = {
  id: 'ha-failover',
  title: 'R becomes active without the SAs of the router before it',
  ike: [1, 2],
  play: (tunnel, receiver) => {
    // Until then packets go to the other router of the pair.
    receiver.forget();
    silence(receiver);
    cutPath(tunnel, STRIKE_MS);
    tunnel.clock.after(STRIKE_MS, () =>
      receiver.router.say('HSRP-5-STATECHANGE', `${receiver.router.outside} Grp 1 state Standby -> Active`),
    );
  },
};
