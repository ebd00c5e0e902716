/** The scenario `sa-cleared`: an operator clears IKE and then IPsec at R; the second clearing cannot be told any more. */
import { dropChildren, dropIke, renewThenStrike, silence } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

const BETWEEN_COMMANDS_MS = 3000;

export const saCleared: Scenario = {
  id: 'sa-cleared',
  title: 'an operator clears the SAs at R alone',
  play: (tunnel, receiver, sender) =>
    renewThenStrike(tunnel, sender, () => {
      silence(receiver);
      dropIke(receiver, 'BY user command', { isTold: true });
      tunnel.clock.after(BETWEEN_COMMANDS_MS, () => dropChildren(receiver, { isTold: true }));
    }),
};
