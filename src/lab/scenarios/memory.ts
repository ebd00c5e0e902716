/** Scenarios of a lost memory: R no longer has its SAs, and S does not find out. */
import { cutPath, renewThenStrike, STRIKE_MS, silence } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

/** R's crypto process starts anew without a word, and S, which never probes, keeps its SAs to the end of their life. */
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

const PROBE_SECONDS = 10;
const LOSS_MS = 45_000;

/** R's probes are lost for a while, R takes S for dead, and S never hears of it. */
export const dpdFalsePositive: Scenario = {
  id: 'dpd-false-positive',
  title: 'R takes S for dead while only IKE was lost',
  ike: [1, 2],
  play: (tunnel, receiver, sender) => {
    const { network, clock } = tunnel;
    receiver.probeEvery(PROBE_SECONDS);
    renewThenStrike(tunnel, sender, () => {
      silence(receiver);
      network.loses = ({ packet }) => packet.kind !== 'esp';
      clock.after(LOSS_MS, () => {
        network.loses = () => false;
      });
    });
  },
};

/** R takes the address over from a router that had the SAs, and knows none of them. */
export const haFailover: Scenario = {
  id: 'ha-failover',
  title: 'R becomes active without the SAs of the router before it',
  ike: [1, 2],
  play: (tunnel, receiver) => {
    // Until then packets go to the other router of the pair.
    receiver.forget();
    silence(receiver);
    cutPath(tunnel, STRIKE_MS);
    tunnel.clock.after(STRIKE_MS, () =>
      receiver.router.say('HSRP-5-STATECHANGE', `${receiver.router.outside} Grp 1 state Standby -> Active`),
    );
  },
};

const BOOT_MS = 60_000;
/** Until routes are back and something at R wants to go out. */
const QUIET_MS = 180_000;

/** R reloads, forgets everything with its debugs, and S goes on until R has something to say. */
export const peerReloaded: Scenario = {
  id: 'peer-reloaded',
  title: 'R reloads and has lost its SAs',
  ike: [1, 2],
  play: (tunnel, receiver, sender) =>
    renewThenStrike(tunnel, sender, () => {
      silence(receiver);
      cutPath(tunnel, BOOT_MS);
      receiver.forget();
      receiver.router.reload(BOOT_MS);
      tunnel.clock.after(BOOT_MS + QUIET_MS, () => {
        receiver.traits.isTalkative = true;
      });
    }),
};

/** Invalid SPI recovery is on at R, but its peer comes by a dynamic map, so nothing is sent. */
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
