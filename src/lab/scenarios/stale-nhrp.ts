/** The scenario `stale-nhrp`: the network gives the spoke S another address; the hub R keeps the old one until it expires, and S goes on with the old SA. */
import { expireSpoke, joinDmvpn, loseHub } from '../ike/dmvpn.ts';
import { dropChildren, renew, STRIKE_MS, silence } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

/** S is seen as this, behind a NAT that has changed its mind. */
const MOVED = '198.51.100.77';
const HOLD_SECONDS = 90;
/** Registrations are repeated for a while before the spoke complains. [L] */
const UNANSWERED_MS = 35_000;
const HOLD_LEFT_MS = 60_000;

export const staleNhrp: Scenario = {
  id: 'stale-nhrp',
  title: 'the hub R knows an address of the spoke S that is no longer its own',
  ike: [1],
  play: (tunnel, receiver, sender) => {
    const { clock, network } = tunnel;
    joinDmvpn(receiver, sender, HOLD_SECONDS);
    renew(sender);
    clock.after(STRIKE_MS, () => {
      silence(receiver);
      sender.seenAs = MOVED;
      // Whatever R says goes to where nobody is; and IKE of S, from the new address, is no part of an SA that R knows. [L]
      network.loses = ({ packet, from }) => from === receiver.side || packet.kind !== 'esp';
    });
    clock.after(STRIKE_MS + UNANSWERED_MS, () => loseHub(sender));
    clock.after(STRIKE_MS + HOLD_LEFT_MS, () => {
      expireSpoke(receiver);
      dropChildren(receiver, { isTold: true });
    });
  },
};
