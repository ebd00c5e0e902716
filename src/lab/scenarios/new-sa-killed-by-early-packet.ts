/** The scenario `new-sa-killed-by-early-packet`: S is too early at each rekey, and R takes its own new SA away for it. */
import { burst, renew, STRIKE_MS } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

const SLOW_INSTALL_MS = 180;
/** S is busy for five minutes. */
const BUSY_PACKETS = 6000;
const BUSY_MS = 50;

export const newSaKilledByEarlyPacket: Scenario = {
  id: 'new-sa-killed-by-early-packet',
  title: 'R deletes its new SA because a packet came too early for it',
  ike: [1, 2],
  play: ({ clock }, receiver, sender) => {
    clock.after(STRIKE_MS, () => {
      receiver.traits.installDelayMs = SLOW_INSTALL_MS;
      receiver.traits.killsNewSaOnEarlyPacket = true;
      sender.traits.usesNewSaEarly = true;
      renew(receiver);
      burst(sender, BUSY_PACKETS, BUSY_MS);
    });
  },
};
