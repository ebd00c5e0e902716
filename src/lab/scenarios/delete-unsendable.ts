/** The scenario `delete-unsendable`: the IKE SA's life ends first; when R's child SA goes there is nothing left to say it with. */
import { dropChildren, dropIke, renewThenStrike, silence } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

const DANGLING_MS = 25_000;

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
