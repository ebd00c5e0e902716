/** Scenarios of a path that is out, for everything or for IKE alone, while R lets its SAs go. */
import { cutPath, dropChildren, renew, renewThenStrike, silence } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

const PROBE_SECONDS = 10;
/** R gives S up within a minute or, in IKEv2, a little more; the path comes back long after that. */
const OUTAGE_MS = 150_000;

/** Nothing passes for a while; R probes in vain and lets go, rightly, and S, which never probes, goes on when the path is back. */
export const pathOutage: Scenario = {
  id: 'path-outage',
  title: 'the path is out for everything, and only R notices',
  ike: [1, 2],
  play: (tunnel, receiver, sender) => {
    receiver.probeEvery(PROBE_SECONDS);
    renewThenStrike(tunnel, sender, () => {
      silence(receiver);
      cutPath(tunnel, OUTAGE_MS);
    });
  },
};

const THEN_MS = 5000;
/** Each end asks for a successor now and then, whatever became of the last wish. */
const WISHES_MS = [1000, 45_000] as const;

/** An access list or a policer drops UDP 500 and 4500 both ways; R's SAs go, and neither its DELETE nor any rekey gets through. */
export const ikeBlocked: Scenario = {
  id: 'ike-blocked',
  title: 'IKE is dropped both ways, and ESP passes',
  ike: [1, 2],
  play: (tunnel, receiver, sender) =>
    renewThenStrike(tunnel, sender, () => {
      const { network, clock } = tunnel;
      network.loses = ({ packet }) => packet.kind !== 'esp';
      for (const wishMs of WISHES_MS) clock.after(wishMs, () => renew(sender));
      clock.after(THEN_MS, () => dropChildren(receiver, { isTold: true }));
    }),
};
