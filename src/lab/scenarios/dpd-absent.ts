/** The scenario `dpd-absent`: R's crypto process starts anew without a word, and S, which never probes, keeps its SAs to the end of their life. */
import { renewThenStrike, silence } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

export const dpdAbsent: Scenario = {
  id: 'dpd-absent',
  title: 'R lost its SAs without a trace, and S never probes',
  ike: [1, 2],
  play: (tunnel, receiver, sender) =>
    renewThenStrike(tunnel, sender, () => {
      silence(receiver);
      receiver.forget();
    }),
};
