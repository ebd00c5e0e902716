/** The rule `peer-reloaded`: R restarted and lost its SAs. */
import { before, nothingFound, senderHolds } from '../clues.ts';
import { type Examination, holds, refuted } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

function notOnRecord(scene: Scene): Examination {
  const { receiver, R, timeline, logs } = scene;
  const { uptimeSeconds, clockAt } = timeline.states[receiver];
  const startedAt = uptimeSeconds === undefined || clockAt === undefined ? undefined : clockAt.value - uptimeSeconds.value * 1000;
  const firstAt = logs[0]?.at ?? undefined;
  if (startedAt !== undefined && firstAt !== undefined && startedAt < firstAt - LONG_LIFE_MS)
    return refuted(`${R} has been up since long before the message`);
  return nothingFound(scene, receiver, 'no restart', `show version on ${R}`);
}

/** No SA lives longer than this without a rekey. [L] */
const LONG_LIFE_MS = 86_400_000;

export const peerReloaded: Rule = {
  id: 'peer-reloaded',
  statement: 'R restarted, and S goes on with SAs from before',
  meaning:
    'everything that S sends is dropped until S learns of the restart: by INITIAL_CONTACT, dead peer detection, or the end of the SA',
  needs: ['R: its log, and show version', 'S: debug crypto ipsec, or show crypto ipsec sa'],
  explains: ['delete-unsendable', 'delete-lost', 'dpd-absent', 'recovery-unsupported'],
  remedy: {
    now: 'On S: clear crypto sa peer R.address.',
    forGood: 'Periodic DPD on both ends, invalid SPI recovery where the configuration supports it; and find the reason for the restart.',
  },
  reference: 'ike.md 8.1 [C seed.md, ISR guide]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { receiver, R, S, X, sa } = scene;
    const restart = before(scene, receiver, 'reload').at(-1);
    if (restart === undefined) return notOnRecord(scene);
    if (sa?.inbound.created != null && sa.inbound.created > restart.ref)
      return refuted(`${R} created ${X} after it had restarted`, scene.cite(restart.ref, sa.inbound.created));
    const born = scene.event(sa?.outbound.switched ?? sa?.outbound.created);
    const evidence = [...senderHolds(scene), ...scene.cite(restart.ref, ...incident.refs, ...(sa?.deleteUnsendable ?? []))];
    const statement = `${R} restarted, and ${S} went on sending with ${X}, which it has from before`;
    if (born !== undefined && Scene.isSurelyBefore(born, restart)) return holds('certain', statement, evidence);
    return holds('likely', statement, evidence, [`debug crypto ipsec on ${S}, from before ${R} restarted`]);
  },
};
