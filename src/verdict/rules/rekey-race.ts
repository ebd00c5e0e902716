/** The rule `rekey-race`: S used the new SA a moment before R had installed it. */

import type { Citation } from '../../ipsec/citation.ts';
import { gapMs, isSurelyBefore } from '../../timeline/event-order.ts';
import { isQuietAfter, receiverShows } from '../clues.ts';
import { holds, refuted, unknown } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

/** A negotiation is over long before this; what is created later is another story. [L] */
const RACE_MS = 5000;
/** Installed this much earlier, the SA was there. ike.md 8.6 */
const SETTLED_MS = 1000;
/** R deleting its new SA again so soon is another defect. [L] */
const KILLED_MS = 30_000;

export const rekeyRace: Rule = {
  id: 'rekey-race',
  statement: 'at a rekey S used the new SA before R had installed it',
  meaning: 'a few packets are lost at the rekey; the tunnel goes on with the new SA',
  needs: [
    'R: debug crypto ipsec, for the moment at which the SA was created',
    'S: debug crypto ipsec, for the moment at which it switched',
  ],
  explains: ['rekey-reorder'],
  remedy: {
    now: 'Nothing, when it happens once.',
    forGood:
      'When it comes at every rekey: upgrade (CSCsl68327, CSCtr14840), or choose lifetimes so that the slower side answers the rekey instead of starting it.',
  },
  reference: 'ike.md 8.6 and 4.4 [C seed.md 4; C the install order of IOS 12.4 in one sample]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { R, X, sa, logs } = scene;
    const [first] = logs;
    const born = scene.event(sa?.inbound.installed) ?? scene.event(sa?.inbound.created);
    const shown = receiverShows(scene);
    if (born === undefined && shown.length > 0 && incident.persistence !== 'black-hole')
      return holds(
        'possible',
        `${R} lists ${X}, which it did not know a moment before`,
        [...scene.cite(...incident.refs), ...shown],
        [`debug crypto ipsec on ${R}, over the rekey that made ${X}`],
      );
    if (first === undefined || born === undefined)
      return unknown(
        `${R}'s record does not show ${X} being created`,
        [`debug crypto ipsec on ${R}, over the rekey that made ${X}`],
        scene.cite(...incident.refs),
      );
    const gap = gapMs(first, born);
    const evidence = scene.cite(
      sa?.outbound.switched ?? sa?.outbound.enabled,
      sa?.inbound.created,
      sa?.inbound.installed,
      ...incident.refs,
    );
    if (born.ref < first.ref) return judgeClose(scene, gap, evidence);
    if (gap !== undefined && gap > RACE_MS)
      return refuted(`${R} created ${X} only ${Math.round(gap / 1000)} s after the message: no race lasts so long`, evidence);
    const killed = gapMs(born, scene.event(sa?.inbound.deleted));
    if (killed !== undefined && killed >= 0 && killed < KILLED_MS)
      return refuted(`${R} deleted ${X} again ${Math.round(killed / 1000)} s after it was created`, [
        ...evidence,
        ...scene.cite(sa?.inbound.deleted),
      ]);
    if (incident.persistence === 'black-hole') return refuted(`${R} logged ${X} again after it was created: a race passes`, evidence);
    return judgeRace(scene, born, gap, evidence);
  },
};

/** IOS says `created` before its data plane takes packets: what comes within a second of that may still be a race. [L] ike.md 4.4, 8.6 */
function judgeClose({ R, X, sa, incident }: Scene, gap: number | undefined, evidence: Citation[]) {
  if (gap === undefined || gap < -SETTLED_MS || sa?.inbound.deleted != null || incident.persistence === 'black-hole')
    return refuted(`${R} had created ${X} before the message`, evidence);
  const missing = [`time stamps with milliseconds, and the moment at which the data plane of ${R} took the SA`];
  if (gap >= -1) return unknown(`${R} created ${X} so shortly before the message that the order is not known`, missing, evidence);
  return holds(
    'likely',
    `${R} created ${X} ${-gap} ms before the message; its data plane may take packets later than that`,
    evidence,
    missing,
  );
}

function judgeRace(
  scene: Scene,
  born: NonNullable<ReturnType<Scene['event']>>,
  gap: number | undefined,
  evidence: ReturnType<Scene['cite']>,
) {
  const { R, S, X, sa, incident } = scene;
  const when = gap === undefined ? 'after the message' : `${gap} ms after the message`;
  const switched = scene.event(sa?.outbound.switched) ?? scene.event(sa?.outbound.enabled);
  const statement = `${R} created ${X} ${when}; ${S} was already sending with it`;
  if (switched === undefined) return holds('likely', statement, evidence, [`debug crypto ipsec on ${S}, to see when it switched to ${X}`]);
  if (isSurelyBefore(born, switched)) return refuted(`${S} switched to ${X} only after ${R} had created it`, evidence);
  const isDecided =
    isSurelyBefore(switched, born) && incident.persistence === 'transient' && isQuietAfter(scene) && gap !== undefined && gap > 0;
  return isDecided
    ? holds('certain', statement, evidence)
    : holds('likely', statement, evidence, ['clocks closer together, and a record that goes on for more than a minute']);
}
