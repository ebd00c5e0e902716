/** The scenario `dpd-absent`: R drops everything while the path is down, and S, which never probes, keeps its SAs to the end of their life. */
import { cutPath, dropChildren, dropIke, renewThenStrike, silence } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

const OUTAGE_MS = 30_000;

export const dpdAbsent: Scenario = {
  id: 'dpd-absent',
  title: 'R dropped its SAs while the path was down, and S never probes',
  play: (tunnel, receiver, sender) =>
    renewThenStrike(tunnel, sender, () => {
      silence(receiver);
      cutPath(tunnel, OUTAGE_MS);
      dropChildren(receiver, { isTold: true });
      dropIke(receiver, 'No reason', { isTold: true });
    }),
};
