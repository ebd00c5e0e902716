/** The scenario `peer-reloaded`: R reloads, forgets everything with its debugs, and S goes on until R has something to say. */
import { cutPath, renewThenStrike, silence } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

const BOOT_MS = 60_000;
/** Until routes are back and something at R wants to go out. */
const QUIET_MS = 180_000;

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
