/** Scenarios of a deletion: R's SAs go, and S does not hear of it, or does not heed it. */
import { dropChildren, dropIke, loseIkeFrom, renewThenStrike, silence } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

/** R forgets its SAs and says so, IKE from R to S is lost on the way, and S goes on with the old SA. */
export const deleteLost: Scenario = {
  id: 'delete-lost',
  title: 'R deletes its SAs, and its DELETE never arrives',
  ike: [1, 2],
  play: (tunnel, receiver, sender) =>
    renewThenStrike(tunnel, sender, () => {
      loseIkeFrom(tunnel, receiver);
      // Otherwise R asks for new SAs over the path that loses them.
      silence(receiver);
      dropChildren(receiver, { isTold: true });
    }),
};

const DANGLING_MS = 25_000;

/** The IKE SA's life ends first; when R's child SA goes there is nothing left to say it with. */
export const deleteUnsendable: Scenario = {
  id: 'delete-unsendable',
  title: 'R deletes its SAs without an IKE SA to tell S by',
  ike: [1],
  play: (tunnel, receiver, sender) =>
    renewThenStrike(tunnel, sender, () => {
      silence(receiver);
      dropIke(receiver, 'IKE SA Lifetime Exceeded', { isTold: true });
      tunnel.clock.after(DANGLING_MS, () => dropChildren(receiver, { isTold: true }));
    }),
};

const BETWEEN_COMMANDS_MS = 3000;

/** An operator clears IKE and then IPsec at R, and the second cannot be told any more; or all of IKEv2, fast. */
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

/** S takes R's DELETE, and its data plane goes on with the SA all the same. */
export const senderDataPlaneStale: Scenario = {
  id: 'sender-data-plane-stale',
  title: 'S deletes the SA in IKE, and its data plane keeps it',
  ike: [1, 2],
  play: (tunnel, receiver, sender) =>
    renewThenStrike(tunnel, sender, () => {
      sender.traits.keepsDeletedOutbound = true;
      silence(receiver);
      dropChildren(receiver, { isTold: true });
    }),
};
