/** The scenario `rekey-reorder`: R takes the tunnel down properly, and packets already under way come after that. */
import { burst, dropChildren, renewThenStrike } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

const HELD_MS = 120;
const BURST_MS = 200;

export const rekeyReorder: Scenario = {
  id: 'rekey-reorder',
  title: 'packets that were under way come after a proper deletion',
  ike: [1, 2],
  play: (tunnel, receiver, sender) =>
    renewThenStrike(tunnel, sender, () => {
      const { network, clock } = tunnel;
      network.holdsMs = ({ packet, from }) => (packet.kind === 'esp' && from === sender.side ? HELD_MS : 0);
      burst(sender, 20, 10);
      clock.after(BURST_MS, () => {
        dropChildren(receiver, { isTold: true });
        network.holdsMs = () => 0;
      });
    }),
};
