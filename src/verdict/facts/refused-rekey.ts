/** Refused: an end refused the rekey of X, so that X ended without a successor. */
import type { Citation } from '../../ipsec/citation.ts';
import type { ChildSaEvent } from '../../ipsec/event.ts';
import { other, SIDES, type Side } from '../../ipsec/side.ts';
import type { TimedEvent } from '../../timeline/model.ts';
import { apart, isBefore } from '../apart.ts';
import { anyOf } from '../clues.ts';
import { endingOf } from '../ending.ts';
import { type Answer, debug, type Fact, no, show, unknown, yes } from '../fact.ts';
import { speaksIkev2Alone } from '../ike-version.ts';
import type { Scene } from '../scene.ts';
import { silent } from '../silence.ts';
import { countBefore, once } from '../views.ts';
import { ASKED_MS, isNotDue, isOfOtherTraffic, isOther, refusals } from '../whose-refusal.ts';
import { gradeOfSuccessor, successorOf } from './rekey.ts';

/** In IPsec's own words, which name no peer: a hub has many. */
const namelessRefusals = once(({ events }) => events.filter((event) => event.kind === 'child-sa' && event.change === 'refused'));

/** Of R, before the end of X, and as it is configured. */
const WANTS = [debug('R', 'ike', 'before the end'), show('R', 'show running-config | section crypto', 'now')];

export const rekeyRefused: Fact = {
  id: 'rekey-refused',
  link: 'forgot',
  question: 'Did an end refuse the rekey of X, so that it ended without a successor?',
  ask: (scene) => {
    const refused = inItsLife(scene, refusals(scene.timeline)).filter((event) => !isOfOtherTraffic(scene, event));
    return refused.length > 0
      ? (cameAboutAfter(scene, refused) ?? notYetDue(scene, refused) ?? wasRefused(scene, refused))
      : (refusedAtSender(scene) ?? cameAbout(scene) ?? askedInVain(scene) ?? withoutPeer(scene));
  },
};

/** Behind the making of X, where that is on record, and before the message. */
function inItsLife({ births: [born], logs: [first] }: Scene, events: readonly TimedEvent[]): TimedEvent[] {
  if (first === undefined) return [];
  if (born !== undefined) return between(born, first, events);
  return events.slice(0, countBefore(events, first.ref)).filter((event) => isBefore(event, first) === 'yes');
}

function cameAboutAfter(scene: Scene, refused: readonly TimedEvent[]): Answer | undefined {
  const successor = successorAtEnd(scene);
  if (successor === undefined) return undefined;
  const evidence = scene.cite(refused[0]?.ref, successor.made.ref);
  return no(`a rekey of ${scene.X} came about`, evidence, gradeOfSuccessor(scene));
}

function successorAtEnd(scene: Scene): ReturnType<typeof successorOf> {
  return successorOf(scene, endingOf(scene)?.event ?? scene.logs[0]);
}

/** The rekey of an SA comes near its end; what a peer asks for in the midst of its life may be another SA. [C RFC 7296 1.3.1, 2.8] */
function notYetDue(scene: Scene, refused: readonly TimedEvent[]): Answer | undefined {
  if (!isNotDue(scene)) return undefined;
  const said = `an SA was refused while ${scene.X} stood; that it was the successor of ${scene.X}, which had most of its time left, is not on record`;
  return unknown(said, WANTS, citeLast(scene, refused));
}

function wasRefused(scene: Scene, refused: readonly TimedEvent[]): Answer {
  // A first setup is refused in the same words: that an SA stood before makes it a rekey.
  const isRekey = scene.births.length > 0 || endingOf(scene)?.isBefore === 'yes';
  const isBoth = SIDES.every((side) => refused.some((event) => event.side === side));
  const said = `the rekey of ${scene.X} was refused, and ${scene.R} let it go without a successor`;
  return yes(said, citeLast(scene, refused), isRekey ? (isBoth ? 'shown' : 'suggested') : 'hinted', WANTS);
}

function citeLast(scene: Scene, events: readonly TimedEvent[]): Citation[] {
  return scene.cite(...events.slice(-4).map(({ ref }) => ref));
}

function cameAbout(scene: Scene): Answer | undefined {
  if (successorAtEnd(scene) === undefined) return undefined;
  return no(`the rekey of ${scene.X} came about`, scene.cite(scene.births[0]?.ref), gradeOfSuccessor(scene));
}

/** Where R's IKE was not listened to, IPsec's own words are left, which name no peer. */
function withoutPeer(scene: Scene): Answer {
  const { births, receiver: side, X } = scene;
  const heard = silent(scene, { side, heard: 'ike', since: births[0], what: 'no rekey that was refused', wants: WANTS });
  const nameless = heard.is === 'no' ? [] : inItsLife(scene, namelessRefusals(scene.timeline));
  if (nameless.length === 0) return heard;
  return yes(`a proposal was refused while ${X} stood, whose is not said`, citeLast(scene, nameless), 'hinted', WANTS);
}

/** Nothing ties the clocks, and S's own record has it between the making of X and its end: R, which asked for the rekey, had X until then. */
function refusedAtSender(scene: Scene): Answer | undefined {
  const { sa, logs, sender, R, S, X } = scene;
  const [first] = logs;
  const [born, gone] = [scene.event(sa?.outbound.created), scene.event(sa?.outbound.deleted)];
  if (first === undefined || born === undefined || gone === undefined || successorOf(scene, gone) !== undefined) return undefined;
  const isBetween = (event: TimedEvent) => event.side === sender && event.ref > born.ref && event.ref < gone.ref;
  const untied = refusals(scene.timeline).filter(
    (event) => isBetween(event) && event.kind === 'notify' && event.direction === 'sent' && isBefore(event, first) === 'unknown',
  );
  if (untied.length === 0) return undefined;
  const said = `${S} refused what ${R} asked for when ${X} was to be rekeyed, and let it go without a successor`;
  return yes(said, citeLast(scene, untied), 'suggested', WANTS);
}

/** With the debugs of IPsec alone: one end asked, the other looked at the proposal, and until X went neither made an SA. [C] ike.md 4.1 */
function proposalInVain(scene: Scene): { asked: TimedEvent; heard: TimedEvent } | undefined {
  const end = endingOf(scene)?.event;
  const born = scene.births[0];
  if (end === undefined || born === undefined || SIDES.some((side) => scene.timeline.recordings[side].gaps.length > 0)) return undefined;
  const inside = (side: Side, isSuch: (event: ChildSaEvent) => boolean) =>
    between(born, end, anyOf(scene, side, 'child-sa', isSuch)).filter((event) => !isOther(scene, event));
  const [first] = SIDES.flatMap((side) =>
    inside(side, isProposed).flatMap((heard) => {
      const asked = inside(other(side), isRequested).find((event) => isHeardAs(event, heard));
      return asked === undefined ? [] : [{ asked, heard }];
    }),
  );
  if (first === undefined) return undefined;
  const made = SIDES.flatMap((side) => inside(side, isCreated));
  return made.some((event) => isBefore(event, first.asked) !== 'yes') ? undefined : first;
}

/** Surely behind the one and before the other; `events` stand in the order of the timeline. */
function between(from: TimedEvent, to: TimedEvent, events: readonly TimedEvent[]): TimedEvent[] {
  const near = events.slice(countBefore(events, from.ref), countBefore(events, to.ref));
  return near.filter((event) => isBefore(from, event) === 'yes' && isBefore(event, to) === 'yes');
}

/** Under IKEv1 the third message makes the SA, and one way of the path may have lost the second: under IKEv2 who looks at a proposal makes the SA, or has refused it. [C RFC 2409 5.5, RFC 7296 1.3] */
function askedInVain(scene: Scene): Answer | undefined {
  const { R, S, X } = scene;
  const vain = proposalInVain(scene);
  if (vain === undefined) return undefined;
  const [asks, looks] = vain.heard.side === scene.receiver ? [S, R] : [R, S];
  return yes(
    `${asks} asked for a successor of ${X}, ${looks} looked at what was proposed, and neither made one before ${X} went`,
    scene.cite(vain.asked.ref, vain.heard.ref, endingOf(scene)?.event.ref),
    speaksIkev2Alone(scene.timeline) ? 'suggested' : 'hinted',
    WANTS,
  );
}

function isHeardAs(asked: TimedEvent, heard: TimedEvent): boolean {
  const gap = apart(asked, heard);
  return gap !== undefined && gap.mostMs >= 0 && gap.leastMs <= ASKED_MS;
}

const isProposed = ({ change }: ChildSaEvent) => change === 'proposed';
const isRequested = ({ change }: ChildSaEvent) => change === 'requested';
const isCreated = ({ change }: ChildSaEvent) => change === 'created';
