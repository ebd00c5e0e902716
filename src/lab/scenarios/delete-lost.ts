/** The scenario `delete-lost`: R forgets its SAs and says so, IKE from R to S is lost on the way, and S goes on with the old SA. */
import { dropChildren, loseIkeFrom, renewThenStrike, silence } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

export const deleteLost: Scenario = {
  id: 'delete-lost',
  title: 'R deletes its SAs, and its DELETE never arrives',
  ike: [1, 2],
  play: (tunnel, receiver, sender) =>
    renewThenStrike(tunnel, sender, () => {
      loseIkeFrom(tunnel, receiver);
      // Otherwise R asks for new SAs over the path that loses them.
      silence(receiver);
      dropChildren(receiver, { isTold: true });
    }),
};
