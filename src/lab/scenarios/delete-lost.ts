/** The scenario `delete-lost`: R forgets its SAs and says so, IKE from R to S is lost on the way, and S goes on with the old SA. */
import type { Scenario } from './scenario.ts';

const FORGET_MS = 20_000;

export const deleteLost: Scenario = {
  id: 'delete-lost',
  title: 'R deletes its SAs, and its DELETE never arrives',
  play: ({ network, clock }, receiver, sender) => {
    sender.startQuickMode();
    clock.after(FORGET_MS, () => {
      network.loses = ({ packet, from }) => packet.kind !== 'esp' && from === receiver.router.spec.hostname;
      const current = sender.outbound;
      if (current !== undefined) receiver.deletePair(current);
    });
  },
};
