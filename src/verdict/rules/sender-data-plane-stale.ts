/** The rule `sender-data-plane-stale`: S heard the DELETE and goes on sending. */
import type { EventRef } from '../../timeline/model.ts';
import { citeShown, senderHolds } from '../clues.ts';
import { deletionOf } from '../deletion.ts';
import { holds, refuted, unknown } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

/** What was on its way has long arrived. [L] */
const LONG_MS = 5000;

function isLongAfter(heard: NonNullable<ReturnType<Scene['event']>>, log: NonNullable<ReturnType<Scene['event']>>): boolean {
  if (heard.commonAt === null || log.commonAt === null) return false;
  return log.commonAt - log.uncertaintyMs - (heard.commonAt + heard.uncertaintyMs) > LONG_MS;
}

export const senderDataPlaneStale: Rule = {
  id: 'sender-data-plane-stale',
  statement: 'S processed the DELETE, and its data plane goes on encrypting with the SA',
  meaning: 'everything that S sends through this SA is dropped, and no rekey by IKE mends it',
  needs: ['S: debug crypto isakmp, and what its data plane holds', 'R: debug crypto isakmp'],
  explains: ['dpd-absent', 'recovery-unsupported'],
  remedy: {
    now: 'On S: clear crypto sa peer R.address; when that does not help, reload its data plane.',
    forGood: 'Upgrade S, with the evidence to TAC.',
  },
  reference: 'ike.md 8.5 [L]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { R, S, X, sa, logs, sender } = scene;
    const heard = (sa?.deleteReceived ?? []).flatMap((ref) => scene.event(ref) ?? []).at(0);
    const last = logs.at(-1);
    if (heard === undefined)
      return unknown(
        `no DELETE for ${X} is on ${S}'s record`,
        [`debug crypto isakmp on ${S}, from before ${R} deleted ${X}`],
        scene.cite(...incident.refs, ...sentOnTheWay(scene)),
      );
    const isHeld = sa?.outbound.deleted != null || senderHolds(scene).length > 0;
    if (!isHeld)
      return unknown(
        `${S} is not on record as ever having held ${X}`,
        [`debug crypto ipsec on ${S}, from before the DELETE`],
        scene.cite(heard.ref),
      );
    if (heard.commonAt === null || logs.every(({ commonAt }) => commonAt === null))
      return unknown(
        `whether ${S} processed the DELETE for ${X} before the message is not known: nothing ties the two clocks`,
        ['show clock of both peers, taken together'],
        scene.cite(heard.ref, ...incident.refs),
      );
    const later = logs.filter((log) => isLongAfter(heard, log));
    if (last === undefined || later.length === 0)
      return refuted(`${S} sent nothing more with ${X} long after it had processed the DELETE`, scene.cite(heard.ref, last?.ref));
    const shown = timeline.states[sender].dataPlaneSas?.find(({ value }) => value.spi === incident.spi);
    const evidence = [
      ...scene.cite(sa?.inbound.deleted, ...(sa?.deleteSent ?? []), heard.ref, sa?.outbound.deleted, ...later.map(({ ref }) => ref)),
      ...citeShown(shown),
    ];
    const statement = `${S} processed the DELETE for ${X} and went on sending with it`;
    return shown === undefined
      ? holds('likely', statement, evidence, [`show platform hardware qfp active feature ipsec on ${S}`])
      : holds('certain', statement, evidence);
  },
};

/** DELETEs that left R and of which nobody knows whether they arrived: S may have heard them. */
function sentOnTheWay(scene: Scene): EventRef[] {
  return deletionOf(scene).departures.flatMap(({ sent, message }) => (message?.fate === 'lost' ? [] : [sent.ref]));
}
