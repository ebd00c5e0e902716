/** Refused: an end refused the rekey of X, so that X ended without a successor. */
import type { ChildSaEvent } from '../../ipsec/event.ts';
import { other, SIDES } from '../../ipsec/side.ts';
import type { TimedEvent } from '../../timeline/model.ts';
import { apart, isBefore } from '../apart.ts';
import { anyOf } from '../clues.ts';
import { endingOf } from '../ending.ts';
import { type Answer, debug, type Fact, no, show, type Wanted, yes } from '../fact.ts';
import { speaksIkev2Alone } from '../ike-version.ts';
import type { Scene } from '../scene.ts';
import { silent } from '../silence.ts';
import { once } from '../views.ts';
import { gradeOfSuccessor, successorOf } from './rekey.ts';

/** The way of refusing a child SA at the rekey, in IOS's words and the RFCs'. [C RFC 7296, RFC 2408] */
const REFUSALS = /NO_PROPOSAL_CHOSEN|PROPOSAL_NOT_CHOSEN|TS_UNACCEPTABLE|INVALID_KE|not acceptable|QM rejected/i;
/** An end hears what the other asks for within this. [L] */
const ASKED_MS = 1000;

const refusals = once(({ events }) =>
  events.filter(
    (event) =>
      (event.kind === 'negotiation' && event.change === 'failed' && REFUSALS.test(event.reason ?? '')) ||
      (event.kind === 'notify' && REFUSALS.test(event.notify)),
  ),
);

/** In IPsec's own words, which name no peer: a hub has many. */
const namelessRefusals = once(({ events }) => events.filter((event) => event.kind === 'child-sa' && event.change === 'refused'));

export const rekeyRefused: Fact = {
  id: 'rekey-refused',
  link: 'forgot',
  question: 'Did an end refuse the rekey of X, so that it ended without a successor?',
  ask: (scene) => {
    const { R, X, receiver, sender, logs } = scene;
    const wants = [debug('R', 'ike', 'before the end'), show('R', 'show running-config | section crypto', 'now')];
    const [first] = logs;
    const born = scene.births[0];
    const isOfItsLife = (event: TimedEvent): boolean =>
      first !== undefined && isBefore(event, first) === 'yes' && (born === undefined || isBefore(born, event) === 'yes');
    const refused = refusals(scene.timeline).filter(isOfItsLife);
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
      const vain = askedInVain(scene);
      if (vain !== undefined) return toldInVain(scene, vain, wants);
      const heard = silent(scene, { side: receiver, heard: 'ike', since: born, what: 'no rekey that was refused', wants });
      const nameless = namelessRefusals(scene.timeline).filter(isOfItsLife);
      return heard.is === 'no' || nameless.length === 0 ? heard : toldNameless(scene, nameless, wants);
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

function toldNameless(scene: Scene, nameless: readonly TimedEvent[], wants: Wanted[]): Answer {
  return yes(
    `a proposal was refused while ${scene.X} stood, whose is not said`,
    scene.cite(...nameless.slice(-4).map(({ ref }) => ref)),
    'hinted',
    wants,
  );
}

/** With the debugs of IPsec alone: one end asked, the other looked at the proposal, and until X went neither made an SA. [C] ike.md 4.1 */
function askedInVain(scene: Scene): { asked: TimedEvent; heard: TimedEvent } | undefined {
  const end = endingOf(scene)?.event;
  const born = scene.births[0];
  if (end === undefined || born === undefined || SIDES.some((side) => scene.timeline.recordings[side].gaps.length > 0)) return undefined;
  const isInside = (event: TimedEvent): boolean => isBefore(born, event) === 'yes' && isBefore(event, end) === 'yes';
  const found = SIDES.flatMap((side) =>
    anyOf(scene, side, 'child-sa', isProposed)
      .filter(isInside)
      .flatMap((heard) => {
        const asked = anyOf(scene, other(side), 'child-sa', isRequested).find((event) => isHeardAs(event, heard));
        return asked === undefined ? [] : [{ asked, heard }];
      }),
  );
  const [first] = found;
  const made = SIDES.flatMap((side) => anyOf(scene, side, 'child-sa', isCreated));
  return first === undefined || made.some((event) => isInside(event) && isBefore(event, first.asked) !== 'yes') ? undefined : first;
}

/** Under IKEv1 the third message makes the SA, and one way of the path may have lost the second: under IKEv2 who looks at a proposal makes the SA, or has refused it. [C RFC 2409 5.5, RFC 7296 1.3] */
function toldInVain(scene: Scene, { asked, heard }: { asked: TimedEvent; heard: TimedEvent }, wants: Wanted[]): Answer {
  const { R, S, X } = scene;
  const [asks, looks] = heard.side === scene.receiver ? [S, R] : [R, S];
  return yes(
    `${asks} asked for a successor of ${X}, ${looks} looked at what was proposed, and neither made one before ${X} went`,
    scene.cite(asked.ref, heard.ref, endingOf(scene)?.event.ref),
    speaksIkev2Alone(scene.timeline) ? 'suggested' : 'hinted',
    wants,
  );
}

function isHeardAs(asked: TimedEvent, heard: TimedEvent): boolean {
  const gap = apart(asked, heard);
  return gap !== undefined && gap.mostMs >= 0 && gap.leastMs <= ASKED_MS;
}

const isProposed = ({ change }: ChildSaEvent) => change === 'proposed';
const isRequested = ({ change }: ChildSaEvent) => change === 'requested';
const isCreated = ({ change }: ChildSaEvent) => change === 'created';
