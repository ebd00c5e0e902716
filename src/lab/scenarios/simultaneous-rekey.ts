/** The scenario `simultaneous-rekey`: both ends ask for new SAs at once, and R drops the pair that S keeps. */
import { deleteChild } from '../ike/deletion.ts';
import { renew, STRIKE_MS, silence } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

/** By then each end sends with the pair that it will stay with. */
const SETTLED_MS = 4000;

export const simultaneousRekey: Scenario = {
  id: 'simultaneous-rekey',
  title: 'both rekey at once, and R drops as a duplicate what S keeps',
  ike: [1, 2],
  play: ({ clock }, receiver, sender) => {
    clock.after(STRIKE_MS, () => {
      for (const endpoint of [receiver, sender]) {
        // IKEv2 knows which of the two to close; here neither end looks.
        endpoint.traits.comparesNonces = false;
        renew(endpoint);
      }
      clock.after(SETTLED_MS, () => {
        // Its own ESP would show S the pair that is left.
        silence(receiver);
        const kept = receiver.childSas.find(({ inbound }) => inbound === sender.plane.outbound);
        if (kept !== undefined) deleteChild(receiver, kept, { isTold: false });
      });
    });
  },
};
