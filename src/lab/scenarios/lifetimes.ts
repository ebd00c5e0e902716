/** Scenarios of a lifetime: R's SA ends by seconds, by kilobytes or for want of traffic while S by its own count has most of its life left. */
import { watchIdle } from '../ike/life.ts';
import { burst, renewThenStrike, silence } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

const SHORT_LIFE_SECONDS = 120;

/** R's shorter life of the SA ends hard, without a rekey and without a word. */
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

/** The least that IOS takes. [C] command reference, crypto ipsec security-association idle-time */
const IDLE_SECONDS = 60;
/** By then R's timer has run out, though it was set again for the last packet. */
const QUIET_MS = 150_000;

/** Nothing passes for a while, R's idle timer takes the SA away, and the next packet of S, which has no such timer, finds none. */
export const saIdleExpired: Scenario = {
  id: 'sa-idle-expired',
  title: "R's idle timer deletes an SA that S keeps",
  ike: [1, 2],
  play: (tunnel, receiver, sender) => {
    receiver.router.configuration.set(`crypto ipsec security-association idle-time ${IDLE_SECONDS}`);
    renewThenStrike(tunnel, sender, () => {
      for (const endpoint of [receiver, sender]) silence(endpoint);
      watchIdle(receiver, IDLE_SECONDS);
      tunnel.clock.after(QUIET_MS, () => {
        sender.traits.isTalkative = true;
      });
    });
  },
};

/** The least that can be configured. [B] */
const FEW_KILOBYTES = 2560;
const LOAD_BYTES = 1400;
/** A little more than R's lifetime, at 140 kilobytes a second. */
const LOAD_PACKETS = 2400;
const LOAD_MS = 10;

/** R's few kilobytes are used up under load, while S by its own count has nearly all of its own. */
export const volumeLifetimeExpired: Scenario = {
  id: 'volume-lifetime-expired',
  title: "R's kilobytes run out before S's",
  ike: [1, 2],
  play: (tunnel, receiver, sender) => {
    receiver.router.configuration.set(`crypto ipsec security-association lifetime kilobytes ${FEW_KILOBYTES}`);
    receiver.traits.childLifetimeKilobytes = FEW_KILOBYTES;
    // As in the twin of this defect on ASA, CSCtq57752, the rekey by volume fails; and the SA ends without a word. [L]
    receiver.traits.asksForSuccessor = false;
    receiver.traits.expiresSilently = true;
    renewThenStrike(tunnel, sender, () => burst(sender, LOAD_PACKETS, LOAD_MS, LOAD_BYTES));
  },
};
