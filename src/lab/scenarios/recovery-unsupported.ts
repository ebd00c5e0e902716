/** The scenario `recovery-unsupported`: invalid SPI recovery is on at R, but its peer comes by a dynamic map, so nothing is sent. */
import { renewThenStrike, silence } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

export const recoveryUnsupported: Scenario = {
  id: 'recovery-unsupported',
  title: 'R may not recover, because its crypto map is dynamic',
  ike: [1, 2],
  play: (tunnel, receiver, sender) => {
    const { configuration } = receiver.router;
    configuration.set('crypto isakmp invalid-spi-recovery');
    configuration.set('crypto dynamic-map SPOKES 10');
    configuration.setInside('crypto dynamic-map SPOKES 10', 'set transform-set TS');
    configuration.unset('crypto map OUTSIDE 10');
    configuration.set('crypto map OUTSIDE 10 ipsec-isakmp dynamic SPOKES');
    renewThenStrike(tunnel, sender, () => {
      silence(receiver);
      receiver.forget();
    });
  },
};
