/** The scenario `volume-lifetime-expired`: R's kilobytes are used up under load before S's are, and the SA goes hard. */
import { dropChildren, renewThenStrike, silence } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

const LAST_KILOBYTES = 3;
const EXPIRY_MS = 15_000;

export const volumeLifetimeExpired: Scenario = {
  id: 'volume-lifetime-expired',
  title: "R's kilobytes run out before S's",
  ike: [1, 2],
  play: (tunnel, receiver, sender) =>
    renewThenStrike(tunnel, sender, () => {
      silence(receiver);
      for (const child of receiver.childSas) child.remainingKilobytes = LAST_KILOBYTES;
      tunnel.clock.after(EXPIRY_MS, () => dropChildren(receiver, { isTold: false }));
    }),
};
