/** The scenario `delete-lost`: R forgets its SAs and says so, IKE from R to S is lost on the way, and S goes on with the old SA. */
import { deleteChild } from '../ike/deletion.ts';
import type { Scenario } from './scenario.ts';

const FORGET_MS = 20_000;

export const deleteLost: Scenario = {
  id: 'delete-lost',
  title: 'R deletes its SAs, and its DELETE never arrives',
  play: ({ network, clock }, receiver, sender) => {
    sender.request(sender.child);
    clock.after(FORGET_MS, () => {
      network.loses = ({ packet, from }) => packet.kind !== 'esp' && from === receiver.router.spec.hostname;
      // Nothing at R wants to go out, so R does not ask for new SAs over the path that loses them.
      receiver.traits.isTalkative = false;
      for (const child of [...receiver.childSas]) deleteChild(receiver, child, { isTold: true });
    });
  },
};
