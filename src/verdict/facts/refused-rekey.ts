/** Refused: an end refused the rekey of X, so that X ended without a successor. */
import type { TimedEvent } from '../../timeline/model.ts';
import { isBefore } from '../apart.ts';
import { endingOf } from '../ending.ts';
import { debug, type Fact, no, show, yes } from '../fact.ts';
import type { Scene } from '../scene.ts';
import { silent } from '../silence.ts';
import { once } from '../views.ts';
import { gradeOfSuccessor, successorOf } from './rekey.ts';

/** The way of refusing a child SA at the rekey, in IOS's words and the RFCs'. [C RFC 7296, RFC 2408] */
const REFUSALS = /NO_PROPOSAL_CHOSEN|PROPOSAL_NOT_CHOSEN|TS_UNACCEPTABLE|INVALID_KE|not acceptable|QM rejected/i;

const refusals = once(({ events }) =>
  events.filter(
    (event) =>
      (event.kind === 'negotiation' && event.change === 'failed' && REFUSALS.test(event.reason ?? '')) ||
      (event.kind === 'notify' && REFUSALS.test(event.notify)),
  ),
);

export const rekeyRefused: Fact = {
  id: 'rekey-refused',
  link: 'forgot',
  question: 'Did an end refuse the rekey of X, so that it ended without a successor?',
  ask: (scene) => {
    const { R, X, receiver, sender, logs } = scene;
    const wants = [debug('R', 'ike', 'before the end'), show('R', 'show running-config | section crypto', 'now')];
    const [first] = logs;
    const born = scene.births[0];
    const refused = refusals(scene.timeline).filter(
      (event) => first !== undefined && isBefore(event, first) === 'yes' && (born === undefined || isBefore(born, event) === 'yes'),
    );
    const last = refused.at(-1);
    const untied = last === undefined ? refusedAtSender(scene) : [];
    if (untied.length > 0)
      return yes(
        `${scene.S} refused what ${R} asked for when ${X} was to be rekeyed, and let it go without a successor`,
        scene.cite(...untied.slice(-4).map(({ ref }) => ref)),
        'suggested',
        wants,
      );
    if (last === undefined) {
      if (successorOf(scene, endingOf(scene)?.event ?? first) !== undefined)
        return no(`the rekey of ${X} came about`, scene.cite(born?.ref), gradeOfSuccessor(scene));
      return silent(scene, { side: receiver, heard: 'ike', since: born, what: 'no rekey that was refused', wants });
    }
    const successor = successorOf(scene, endingOf(scene)?.event ?? first);
    if (successor !== undefined)
      return no(`a rekey of ${X} came about`, scene.cite(refused[0]?.ref, successor.made.ref), gradeOfSuccessor(scene));
    // A first setup is refused in the same words: that an SA stood before makes it a rekey.
    const isRekey = born !== undefined || endingOf(scene)?.isBefore === 'yes';
    const sides = new Set(refused.map(({ side }) => side));
    const isBoth = sides.has(receiver) && sides.has(sender);
    return yes(
      `the rekey of ${X} was refused, and ${R} let it go without a successor`,
      scene.cite(...refused.slice(-4).map(({ ref }) => ref)),
      isRekey ? (isBoth ? 'shown' : 'suggested') : 'hinted',
      wants,
    );
  },
};

/** Nothing ties the clocks, and S's own record has it between the making of X and its end: R, which asked for the rekey, had X until then. */
function refusedAtSender(scene: Scene): TimedEvent[] {
  const { sa, logs, sender } = scene;
  const [first] = logs;
  const [born, gone] = [scene.event(sa?.outbound.created), scene.event(sa?.outbound.deleted)];
  if (first === undefined || born === undefined || gone === undefined || successorOf(scene, gone) !== undefined) return [];
  return refusals(scene.timeline).filter(
    (event) =>
      event.side === sender &&
      event.kind === 'notify' &&
      event.direction === 'sent' &&
      event.ref > born.ref &&
      event.ref < gone.ref &&
      isBefore(event, first) === 'unknown',
  );
}
