/** The scenario `lifetime-mismatch`: R's shorter life of the SA ends hard, without a rekey and without a word. */
import { renewThenStrike, silence } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

const SHORT_LIFE_SECONDS = 120;

export const lifetimeMismatch: Scenario = {
  id: 'lifetime-mismatch',
  title: 'R lets the SA expire long before S does',
  ike: [1, 2],
  play: (tunnel, receiver, sender) => {
    receiver.traits.childLifetimeSeconds = SHORT_LIFE_SECONDS;
    receiver.traits.expiresSilently = true;
    receiver.traits.asksForSuccessor = false;
    renewThenStrike(tunnel, sender, () => silence(receiver));
  },
};
