/** Expiry: X ran out at R by its time. */
import type { TimedEvent } from '../../timeline/model.ts';
import { citeShown } from '../clues.ts';
import { endingOf } from '../ending.ts';
import { type Answer, debug, type Fact, no, show, unknown, yes } from '../fact.ts';
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
import { oncePerScene, type Scene } from '../scene.ts';
import { gradeOfSuccessor, successorOf } from './rekey.ts';

const BY_TIME = /lifetime|expire/i;

/** Before the end of X at R, and as R is configured. */
const WANTS = [debug('R', 'ipsec', 'before the end'), show('R', 'show running-config | section crypto', 'now')];

export const expiredByTime: Fact = {
  id: 'expired-by-time',
  link: 'forgot',
  question: 'Did X run out at R by its lifetime?',
  ask: (scene) =>
    succeeded(scene) ??
    byItsWord(scene) ??
    atItsEnd(scene) ??
    byThreshold(scene) ??
    overAtMessage(scene) ??
    longBeforeEnd(scene) ??
    tooYoung(scene) ??
    byCounter(scene) ??
    notOnRecord(scene),
};

/** How X went at R, how old it was then, and what it had been given. */
const endedOf = oncePerScene((scene) => {
  const end = endOf(scene);
  const deleted = scene.event(scene.sa?.inbound.deleted) ?? endingOf(scene)?.event;
  const age = ageOf(scene, deleted);
  return { end, deleted, age, given: lifetimesAt(scene), evidence: scene.cite(age?.born.ref, end?.ref, deleted?.ref) };
});

function succeeded(scene: Scene): Answer | undefined {
  const { end, deleted } = endedOf(scene);
  const successor = successorOf(scene, deleted);
  if (successor === undefined) return undefined;
  const said = `${scene.R} had made a successor of ${scene.X} before it deleted it`;
  return no(said, scene.cite(end?.ref, successor.made.ref, deleted?.ref), gradeOfSuccessor(scene));
}

function byItsWord(scene: Scene): Answer | undefined {
  const { end, evidence } = endedOf(scene);
  return end !== undefined && saysTime(scene, end) ? yes(`${scene.X} ran out at ${scene.R}`, evidence) : undefined;
}

/** Its threshold was reached, or it was deleted for its time: not for its kilobytes, and not by the idle timer. */
function saysTime(scene: Scene, end: TimedEvent): boolean {
  const reason = reasonOf(end) + reasonOf(scene.event(scene.sa?.inbound.deleted));
  if (BY_IDLE.test(reason) || BY_VOLUME.test(reason)) return false;
  const isThreshold = end.kind === 'child-sa' && end.change === 'expiring' && !BY_VOLUME.test(end.text);
  return isThreshold || BY_TIME.test(reason);
}

function atItsEnd(scene: Scene): Answer | undefined {
  const { end, age, given, evidence } = endedOf(scene);
  const seconds = given.find(
    (each) => age !== undefined && age.leastMs <= each * 1000 + AT_LIFETIME_MS && age.mostMs >= each * 1000 - AT_LIFETIME_MS,
  );
  if (end === undefined || seconds === undefined) return undefined;
  const said = `${scene.R} deleted ${scene.X} when its ${seconds} s were over`;
  return yes(said, evidence, age?.born.kind === 'child-sa' ? 'shown' : 'suggested');
}

function byThreshold(scene: Scene): Answer | undefined {
  const { deleted, age } = endedOf(scene);
  const threshold = thresholdOf(scene, deleted);
  if (threshold === undefined) return undefined;
  return yes(
    `${scene.R} said that an SA would run out in ${secondsLeft(threshold)} s, and deleted ${scene.X} when they were over`,
    scene.cite(age?.born.ref, threshold.ref, deleted?.ref),
    'suggested',
    WANTS,
  );
}

/** No SA outlives its lifetime [C RFC 4301 4.4.2.1]: of a deletion that left no line the first packet that was not taken tells, where traffic is dense. */
function overAtMessage(scene: Scene): Answer | undefined {
  const { deleted, given } = endedOf(scene);
  const age = deleted === undefined ? ageOf(scene, scene.logs[0]) : undefined;
  const seconds = given.find((each) => age !== undefined && age.mostMs >= each * 1000 && age.leastMs <= each * 1000 + AT_LIFETIME_MS);
  if (age === undefined || seconds === undefined) return undefined;
  const said = `the ${seconds} s of ${scene.X} were over at ${scene.R} when the message came`;
  return yes(said, scene.cite(age.born.ref, scene.logs[0]?.ref), 'suggested', WANTS);
}

/** Of a deletion that is not on record: what R gave X was not over at the last message. [C RFC 4301 4.4.2.1] */
function tooYoung(scene: Scene): Answer | undefined {
  const { R, X, logs, sa, receiver } = scene;
  const { deleted, given } = endedOf(scene);
  const last = logs.at(-1);
  const age = deleted === undefined ? ageOf(scene, last) : undefined;
  const least = given.length === 0 ? undefined : Math.min(...given);
  if (age === undefined || least === undefined || age.mostMs >= least * 1000 - AT_LIFETIME_MS) return undefined;
  const isPrinted = age.born.side === receiver && lifetimeOf(scene.event(sa?.inbound.created)) !== undefined;
  const said = `${X} was ${Math.max(0, Math.round(age.mostMs / 1000))} s old at the last message, and ${R} had given it ${least} s`;
  return no(said, scene.cite(age.born.ref, last?.ref), isPrinted ? 'shown' : 'suggested');
}

function longBeforeEnd(scene: Scene): Answer | undefined {
  const { age, given, evidence } = endedOf(scene);
  const least = given.length === 0 ? undefined : Math.min(...given);
  if (age === undefined || least === undefined || age.mostMs >= least * 1000 * EARLY_SHARE) return undefined;
  return no(`${scene.R} deleted ${scene.X} long before its ${least} s were over`, evidence);
}

function byCounter(scene: Scene): Answer | undefined {
  const { end, evidence } = endedOf(scene);
  const hard = scene.timeline.states[scene.receiver].counters?.find(({ value }) => HARD_EXPIRY.test(value.name) && value.count > 0);
  if (hard === undefined || end === undefined || isCutShort(scene)) return undefined;
  return yes(`${scene.R} counts packets of SAs that had run out`, [...evidence, ...citeShown(hard)], 'hinted', WANTS);
}

function notOnRecord(scene: Scene): Answer {
  const { deleted, evidence } = endedOf(scene);
  const said = deleted === undefined ? `no expiry of ${scene.X} is on record` : `why ${scene.R} deleted ${scene.X} is not on record`;
  return unknown(said, WANTS, evidence);
}
