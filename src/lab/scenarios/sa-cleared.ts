/** The scenario `sa-cleared`: an operator clears IKE and then IPsec at R, and the second cannot be told any more; or all of IKEv2, fast. */
import { dropChildren, dropIke, renewThenStrike, silence } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

const BETWEEN_COMMANDS_MS = 3000;

export const saCleared: Scenario = {
  id: 'sa-cleared',
  title: 'an operator clears the SAs at R alone',
  ike: [1, 2],
  play: (tunnel, receiver, sender) =>
    renewThenStrike(tunnel, sender, () => {
      silence(receiver);
      // In IKEv2 only `clear crypto ikev2 sa fast` leaves the peer in the dark. [B]
      dropIke(receiver, 'BY user command', { isTold: receiver.version === 1 });
      tunnel.clock.after(BETWEEN_COMMANDS_MS, () => dropChildren(receiver, { isTold: true }));
    }),
};
