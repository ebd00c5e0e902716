/** The scenario `simultaneous-rekey`: both ends ask for new SAs at once, and R drops the pair that S keeps. */
import { deleteChild } from '../ike/deletion.ts';
import { renew, STRIKE_MS } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

const SETTLED_MS = 1500;

export const simultaneousRekey: Scenario = {
  id: 'simultaneous-rekey',
  title: 'both rekey at once, and R drops as a duplicate what S keeps',
  ike: [1, 2],
  play: ({ clock }, receiver, sender) => {
    clock.after(STRIKE_MS, () => {
      renew(receiver);
      renew(sender);
      clock.after(SETTLED_MS, () => {
        const kept = receiver.childSas.find(({ inbound }) => inbound === sender.plane.outbound);
        if (kept !== undefined) deleteChild(receiver, kept, { isTold: false });
      });
    });
  },
};
