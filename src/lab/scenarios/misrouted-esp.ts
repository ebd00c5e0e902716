/** The scenario `misrouted-esp`: ESP that belongs to another router of the site comes to R when routes change. */
import { cutPath, STRIKE_MS, silence } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

export const misroutedEsp: Scenario = {
  id: 'misrouted-esp',
  title: 'ESP reaches R, which did not negotiate it',
  ike: [1, 2],
  play: (tunnel, receiver) => {
    receiver.forget();
    silence(receiver);
    cutPath(tunnel, STRIKE_MS);
  },
};
