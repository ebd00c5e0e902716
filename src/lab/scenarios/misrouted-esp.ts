/** The scenario `misrouted-esp`: S has negotiated with another router of R's site, under the same address; a route changes, and its ESP comes to R. */

import { switchOn } from '../device/device.ts';
import { giveToTwin, renewThenStrike, silence, takeFromTwin } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

export const misroutedEsp: Scenario = {
  id: 'misrouted-esp',
  title: 'ESP reaches R, which did not negotiate it',
  ike: [1, 2],
  play: (tunnel, receiver, sender) => {
    const { spec, hostname } = receiver.router;
    silence(receiver);
    giveToTwin(receiver, switchOn({ ...spec, hostname: `${hostname}-2` }, tunnel.clock));
    renewThenStrike(tunnel, sender, () => {
      // What R sees of it: the way to its twin is gone. [L]
      receiver.router.say(
        'OSPF-5-ADJCHG',
        'Process 1, Nbr 203.0.113.2 on GigabitEthernet0/2 from FULL to DOWN, Neighbor Down: Dead timer expired',
      );
      takeFromTwin(receiver);
    });
  },
};
