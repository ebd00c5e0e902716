/** Expiry: X ran out at R by its time, and has time left at S or not. */
import type { Citation } from '../../ipsec/citation.ts';
import type { TimedEvent } from '../../timeline/model.ts';
import type { PeerState } from '../../timeline/state.ts';
import { citeShown, saIn, speaksIkev2 } from '../clues.ts';
import { endingOf } from '../ending.ts';
import { type Answer, debug, type Fact, no, show, unknown, type Wanted, yes } from '../fact.ts';
import { letGoBefore } from '../letting-go.ts';
import {
  AT_LIFETIME_MS,
  ageOf,
  BY_IDLE,
  BY_VOLUME,
  EARLY_SHARE,
  endOf,
  HARD_EXPIRY,
  isCutShort,
  lifetimeOf,
  lifetimesAt,
  reasonOf,
  secondsLeft,
  thresholdOf,
} from '../lifetime.ts';
import type { Scene } from '../scene.ts';
import { gradeOfSuccessor, successorOf } from './rekey.ts';

const BY_TIME = /lifetime|expire/i;

export const expiredByTime: Fact = {
  id: 'expired-by-time',
  link: 'forgot',
  question: 'Did X run out at R by its lifetime?',
  ask: (scene) => {
    const { R, X, sa, receiver, timeline } = scene;
    const wants = [debug('R', 'ipsec', 'before the end'), show('R', 'show running-config | section crypto', 'now')];
    const end = endOf(scene);
    const deleted = scene.event(sa?.inbound.deleted) ?? endingOf(scene)?.event;
    const age = ageOf(scene, deleted);
    const reason = reasonOf(end) + reasonOf(scene.event(sa?.inbound.deleted));
    const given = lifetimesAt(scene);
    const atEnd = given.find(
      (seconds) => age !== undefined && age.leastMs <= seconds * 1000 + AT_LIFETIME_MS && age.mostMs >= seconds * 1000 - AT_LIFETIME_MS,
    );
    const isThreshold =
      end !== undefined &&
      end.kind === 'child-sa' &&
      end.change === 'expiring' &&
      !BY_VOLUME.test(`${reason} ${end.text}`) &&
      !BY_IDLE.test(reason);
    const evidence = scene.cite(age?.born.ref, end?.ref, deleted?.ref);
    const successor = successorOf(scene, deleted);
    if (successor !== undefined)
      return no(
        `${R} had made a successor of ${X} before it deleted it`,
        scene.cite(end?.ref, successor.made.ref, deleted?.ref),
        gradeOfSuccessor(scene),
      );
    if (end !== undefined && (isThreshold || (BY_TIME.test(reason) && !BY_VOLUME.test(reason) && !BY_IDLE.test(reason))))
      return yes(`${X} ran out at ${R}`, evidence);
    if (end !== undefined && atEnd !== undefined)
      return yes(`${R} deleted ${X} when its ${atEnd} s were over`, evidence, age?.born.kind === 'child-sa' ? 'shown' : 'suggested');
    const threshold = thresholdOf(scene, deleted);
    if (threshold !== undefined)
      return yes(
        `${R} said that an SA would run out in ${secondsLeft(threshold)} s, and deleted ${X} when they were over`,
        scene.cite(age?.born.ref, threshold.ref, deleted?.ref),
        'suggested',
        wants,
      );
    const over = deleted === undefined ? overAt(scene, given) : undefined;
    if (over !== undefined)
      return yes(
        `the ${over.seconds} s of ${X} were over at ${R} when the message came`,
        scene.cite(over.born.ref, scene.logs[0]?.ref),
        'suggested',
        wants,
      );
    const least = given.length === 0 ? undefined : Math.min(...given);
    if (age !== undefined && least !== undefined && age.mostMs < least * 1000 * EARLY_SHARE)
      return no(`${R} deleted ${X} long before its ${least} s were over`, evidence);
    const hard = timeline.states[receiver].counters?.find(({ value }) => HARD_EXPIRY.test(value.name) && value.count > 0);
    if (hard !== undefined && end !== undefined && !isCutShort(scene))
      return yes(`${R} counts packets of SAs that had run out`, [...evidence, ...citeShown(hard)], 'hinted', wants);
    return unknown(deleted === undefined ? `no expiry of ${X} is on record` : `why ${R} deleted ${X} is not on record`, wants, evidence);
  },
};

/** No SA outlives its lifetime [C RFC 4301 4.4.2.1]: of a deletion that left no line the first packet that was not taken tells, where traffic is dense. */
function overAt(scene: Scene, given: readonly number[]): { born: TimedEvent; seconds: number } | undefined {
  const age = ageOf(scene, scene.logs[0]);
  const seconds = given.find((each) => age !== undefined && age.mostMs >= each * 1000 && age.leastMs <= each * 1000 + AT_LIFETIME_MS);
  return age === undefined || seconds === undefined ? undefined : { born: age.born, seconds };
}

/** More than what two clocks and a tail account for. [L] */
const LEFT_SECONDS = 120;

export const longerAtSender: Fact = {
  id: 'longer-at-sender',
  link: 'sends',
  question: 'Has X a longer life at S than at R?',
  ask: (scene) => {
    const { R, S, X, sa } = scene;
    const wants = [
      show('S', 'show crypto ipsec sa'),
      show('R', 'show running-config | section crypto', 'now'),
      show('S', 'show running-config | section crypto', 'now'),
    ];
    const [born, taken] = [scene.event(sa?.inbound.created) ?? scene.event(sa?.inbound.deleted), scene.event(sa?.outbound.created)];
    const [mine, theirs] = [lifetimeOf(born), lifetimeOf(taken)];
    const gone = letGoBefore(scene);
    if (gone !== undefined)
      return no(
        `${S} had let ${X} go before the message`,
        scene.cite(gone.ref, scene.logs[0]?.ref),
        gone.side === scene.sender ? 'shown' : 'suggested',
      );
    if (mine !== undefined && theirs !== undefined && mine !== theirs)
      return mine < theirs
        ? yes(`${X} lives ${mine} s at ${R} and ${theirs} s at ${S}`, scene.cite(born?.ref, taken?.ref))
        : no(`${X} lives no longer at ${S}`, scene.cite(born?.ref, taken?.ref));
    return byConfiguration(scene, [born, taken], wants) ?? unknown(`how long ${S} keeps ${X} is not on record`, wants);
  },
};

/** What both ends print of X, then what is left at S, then how they are configured. */
function byConfiguration(
  scene: Scene,
  [born, taken]: readonly [TimedEvent | undefined, TimedEvent | undefined],
  wants: Wanted[],
): Answer | undefined {
  const { R, S, X, sender, receiver, timeline, incident } = scene;
  const { [receiver]: own, [sender]: far } = timeline.states;
  const [mine, theirs] = [lifetimeOf(born), lifetimeOf(taken)];
  const listed = saIn(far, incident.spi, 'outbound');
  const left = (listed?.value.remainingSeconds ?? 0) > LEFT_SECONDS ? listed : undefined;
  const [ours, others] = [givenBy(scene, own, born), givenBy(scene, far, taken)];
  // What both print counts in IKEv1, which negotiates it; in IKEv2 each end goes by its own. [C RFC 7296]
  const isSettled = mine !== undefined && theirs !== undefined && !speaksIkev2(scene);
  const isApart = ours !== undefined && others !== undefined && ours.seconds !== others.seconds;
  if (left !== undefined)
    return yes(
      `${X} has ${left.value.remainingSeconds} s left at ${S}`,
      [...citeShown(left), ...(isApart ? [...ours.evidence, ...others.evidence] : [])],
      isApart && !isSettled ? 'shown' : 'suggested',
      wants,
    );
  if (isSettled) return no(`both ends gave ${X} ${mine} s`, scene.cite(born?.ref, taken?.ref));
  if (mine !== undefined && mine === theirs && !isApart)
    return no(`both ends gave ${X} ${mine} s`, scene.cite(born?.ref, taken?.ref), 'suggested', wants);
  if (ours === undefined || others === undefined) return undefined;
  const evidence = [...ours.evidence, ...others.evidence];
  if (!isApart) return no('both ends are configured for the same lifetime', evidence, 'suggested');
  return ours.seconds < others.seconds
    ? yes(`${R} ${ours.said}, ${S} ${others.said}`, evidence, 'suggested', wants)
    : yes('the configured lifetimes differ', evidence, 'hinted', wants);
}

interface Given {
  seconds: number;
  /** `is configured for 3600 s` */
  said: string;
  evidence: Citation[];
}

/** How long an end keeps X: as it is configured, or, in IKEv2, where each goes by its own configuration alone, as it prints with X. [C RFC 7296 2.8] */
function givenBy(scene: Scene, { ipsecLifetimeSeconds: configured }: PeerState, event: TimedEvent | undefined): Given | undefined {
  if (configured !== undefined)
    return { seconds: configured.value, said: `is configured for ${configured.value} s`, evidence: citeShown(configured) };
  const printed = speaksIkev2(scene) ? lifetimeOf(event) : undefined;
  return printed === undefined ? undefined : { seconds: printed, said: `gave ${scene.X} ${printed} s`, evidence: scene.cite(event?.ref) };
}
