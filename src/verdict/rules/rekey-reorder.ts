/** The rule `rekey-reorder`: a last packet overtook the DELETE at a normal rekey. */
import { gapMs } from '../../timeline/event-order.ts';
import { isCovered, isQuietAfter } from '../clues.ts';
import { deletionOf } from '../deletion.ts';
import { holds, refuted, unknown } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

/** What is on its way when the other end is told. ike.md 8.25 */
const OVERTAKEN_MS = 1500;
/** No SA is retired so soon by a rekey. [L] */
const YOUNG_MS = 15_000;

export const rekeyReorder: Rule = {
  id: 'rekey-reorder',
  statement: 'a few packets that S sent before it heard the DELETE arrived after R had deleted the old SA',
  meaning: 'a few packets are lost; the tunnel goes on with its new SA',
  needs: ['R: debug crypto ipsec', 'S: debug crypto isakmp'],
  explains: [],
  remedy: {
    now: 'Nothing: this is normal at a rekey or a teardown.',
    forGood: 'Nothing.',
  },
  reference: 'ike.md 8.25 [C seed.md 4]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { R, S, X, sa, logs, receiver } = scene;
    const [first] = logs;
    const deleted = scene.event(sa?.inbound.deleted);
    const gap = gapMs(deleted, first);
    if (deleted === undefined || first === undefined)
      return unknown(`${R}'s record does not show when ${X} was deleted`, [`debug crypto ipsec on ${R}, from before the SA was deleted`]);
    if (gap === undefined || gap < 0 || gap > OVERTAKEN_MS)
      return refuted(`${R} did not delete ${X} right before the message`, scene.cite(deleted.ref, first.ref));
    if (incident.persistence === 'black-hole')
      return refuted(`the message came again: ${S} goes on sending with ${X}`, scene.cite(...incident.refs));
    const age = gapMs(scene.event(sa?.inbound.created), deleted);
    if (age !== undefined && age < YOUNG_MS)
      return refuted(`${R} deleted ${X} while it was new: no normal rekey does so`, scene.cite(sa?.inbound.created, deleted.ref));
    // The DELETE that told of the deletion, not the one that answers the message.
    const told = deletionOf(scene).departures.filter(({ sent }) => sent.ref < first.ref);
    const heard = told.flatMap(({ message }) => scene.event(message?.received) ?? []);
    if (told.length === 0 && !isCovered(scene, receiver, 'ike', 0))
      return holds('possible', `${R} dropped ESP that came ${gap} ms after it had deleted ${X}`, scene.cite(deleted.ref, first.ref), [
        `debug crypto isakmp on ${R} and ${S}, over the deletion of ${X}`,
      ]);
    if (told.length === 0) return refuted(`${R} deleted ${X} without a word: ${S} could not know`, scene.cite(deleted.ref, first.ref));
    const evidence = scene.cite(deleted.ref, first.ref, ...heard.map(({ ref }) => ref));
    const statement = `${R} dropped ESP that came ${gap} ms after it had deleted ${X}, on its way when ${S} was told`;
    if (heard.length > 0)
      return holds(incident.persistence === 'transient' && isQuietAfter(scene) ? 'certain' : 'likely', statement, evidence);
    return holds('possible', statement, evidence, [`debug crypto isakmp on ${S}, for the DELETE of ${X}`]);
  },
};
