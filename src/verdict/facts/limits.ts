/** Limits: X ended at R because its kilobytes were used up, or by the idle timer. */

import type { ShownChildSa } from '../../ios/shows/show.ts';
import type { TimedEvent } from '../../timeline/model.ts';
import type { Cited } from '../../timeline/state.ts';
import { apart } from '../apart.ts';
import { citeShown, saIn, syslogsBefore } from '../clues.ts';
import { endingOf } from '../ending.ts';
import { type Answer, answerOf, debug, type Fact, no, show, unknown, yes } from '../fact.ts';
import { AT_LIFETIME_MS, ageOf, BY_IDLE, BY_VOLUME, endOf, HARD_EXPIRY, isCutShort, lifetimesAt, reasonOf } from '../lifetime.ts';
import { oncePerScene, type Scene } from '../scene.ts';
import { endedEarly } from './early.ts';
import { gradeOfSuccessor, successorOf } from './rekey.ts';
import { deleteLeft } from './telling.ts';

/** What IOS gives when nobody says otherwise. [C] */
const DEFAULT_KILOBYTES = 4_608_000;
/** Of what the SA was given: so little is left only when the end is near. [L] */
const LOW_SHARE = 0.01;
const LOW_KILOBYTES = 50;
const CRYPTO = /CRYPTO|IPSEC|IKE|KMI|IOSXE/;

/** Of R, before X is used up. */
const BEFORE_END = [debug('R', 'ipsec', 'before the end'), show('R', 'show crypto ipsec sa', 'before the end')];

export const expiredByVolume: Fact = {
  id: 'expired-by-volume',
  link: 'forgot',
  question: 'Were the kilobytes of X used up at R?',
  ask: (scene) =>
    succeeded(scene) ??
    saidToBeUsedUp(scene) ??
    countedAsExpired(scene) ??
    cutShortUntold(scene) ??
    atItsTime(scene) ??
    // No sample shows that IOS says so each time: silence says nothing of it.
    unknown(`whether the kilobytes of ${scene.X} were used up is not on record`, BEFORE_END),
};

/** How X ended at R, and what says that its kilobytes were used up: R's message, or what R lists as left of them. */
const volumeOf = oncePerScene((scene) => {
  const end = endOf(scene);
  const used = syslogsBefore(scene, scene.receiver, BY_VOLUME).findLast(({ facility }) => CRYPTO.test(facility));
  const low = nearlyUsedUp(scene);
  return { end, used, low, evidence: [...scene.cite(scene.sa?.inbound.created, end?.ref, used?.ref), ...citeShown(low)] };
});

function nearlyUsedUp(scene: Scene): Cited<ShownChildSa> | undefined {
  const given = kilobytesOf(scene);
  const mine = saIn(scene.timeline.states[scene.receiver], scene.incident.spi, 'inbound');
  const leftMost = Math.max(LOW_KILOBYTES, given === DEFAULT_KILOBYTES ? 0 : given * LOW_SHARE);
  return (mine?.value.remainingKilobytes ?? Number.POSITIVE_INFINITY) <= leftMost ? mine : undefined;
}

function succeeded(scene: Scene): Answer | undefined {
  const { end } = volumeOf(scene);
  if (successorOf(scene, end) === undefined) return undefined;
  return no(`${scene.R} had made a successor of ${scene.X}`, scene.cite(end?.ref), gradeOfSuccessor(scene));
}

function saidToBeUsedUp(scene: Scene): Answer | undefined {
  const { end, used, low, evidence } = volumeOf(scene);
  const said = `the kilobytes of ${scene.X} were used up at ${scene.R}`;
  if (end?.kind === 'child-sa' && BY_VOLUME.test(`${end.reason ?? ''} ${end.text}`)) return yes(said, evidence);
  return used === undefined && low === undefined ? undefined : yes(said, evidence, 'suggested', BEFORE_END);
}

const hasFewKilobytes = (scene: Scene): boolean => kilobytesOf(scene) < DEFAULT_KILOBYTES;

function countedAsExpired(scene: Scene): Answer | undefined {
  const { R, X, timeline, receiver } = scene;
  const hard = timeline.states[receiver].counters?.find(({ value }) => HARD_EXPIRY.test(value.name) && value.count > 0);
  if (hard === undefined || !(isCutShort(scene) || (hasFewKilobytes(scene) && !isByLifetime(scene)))) return undefined;
  const said = `${R} counts packets of SAs that had run out, and ${X} had most of its time left`;
  return yes(said, [...volumeOf(scene).evidence, ...citeShown(hard)], 'suggested', BEFORE_END);
}

function cutShortUntold(scene: Scene): Answer | undefined {
  if (!isCutShort(scene) || !hasFewKilobytes(scene) || !isUntold(scene)) return undefined;
  const said = `${scene.R} deleted ${scene.X} with most of its time left; its kilobytes may have been used up`;
  return yes(said, volumeOf(scene).evidence, 'hinted', BEFORE_END);
}

function atItsTime(scene: Scene): Answer | undefined {
  return isByLifetime(scene) ? no(`${scene.X} went at the end of its time`, volumeOf(scene).evidence, 'suggested') : undefined;
}

function isByLifetime(scene: Scene): boolean {
  const end = endOf(scene);
  const age = ageOf(scene, end);
  return lifetimesAt(scene).some((seconds) => age !== undefined && Math.abs(age.leastMs - seconds * 1000) <= 2 * AT_LIFETIME_MS);
}

function kilobytesOf(scene: Scene): number {
  const born = scene.event(scene.sa?.inbound.created);
  const negotiated = born?.kind === 'child-sa' ? born.lifetimeKilobytes : undefined;
  return negotiated ?? scene.timeline.states[scene.receiver].ipsecLifetimeKilobytes?.value ?? DEFAULT_KILOBYTES;
}

/** No DELETE for it left before the message came. */
function isUntold({ sa, logs }: Scene): boolean {
  return (sa?.deleteSent ?? []).every((ref) => logs[0] !== undefined && ref > logs[0].ref);
}

const IDLE_WANTS = [debug('R', 'ipsec', 'before the end'), show('R', 'show running-config | section crypto', 'now')];

export const expiredByIdle: Fact = {
  id: 'expired-by-idle',
  link: 'forgot',
  question: 'Did the idle timer delete X at R?',
  ask: (scene) => {
    const { R, X, sa } = scene;
    const deleted = scene.event(sa?.inbound.deleted) ?? endingOf(scene)?.event;
    if (deleted === undefined) return unknown(`no deletion of ${X} is on ${R}'s record`, IDLE_WANTS);
    return (
      saidToBeIdle(scene, deleted) ??
      mayBeByTimer(scene, deleted) ??
      // No sample shows that IOS says so each time: silence says nothing of it.
      unknown(`whether an idle timer deleted ${X} is not on record`, IDLE_WANTS)
    );
  },
};

function saidToBeIdle(scene: Scene, deleted: TimedEvent): Answer | undefined {
  const said = syslogsBefore(scene, scene.receiver, BY_IDLE).findLast((event) => {
    const gap = apart(event, deleted);
    return CRYPTO.test(event.facility) && gap !== undefined && gap.mostMs >= 0 && gap.leastMs <= AT_LIFETIME_MS;
  });
  if (said === undefined && !BY_IDLE.test(reasonOf(deleted))) return undefined;
  return yes(`the idle timer of ${scene.R} deleted ${scene.X}`, scene.cite(said?.ref, deleted.ref));
}

function mayBeByTimer(scene: Scene, deleted: TimedEvent): Answer | undefined {
  const { R, X, timeline, receiver } = scene;
  const timer = timeline.states[receiver].ipsecIdleSeconds;
  if (timer === undefined || !mayHaveIdled(scene, deleted, timer.value)) return undefined;
  const said = `${R}, which deletes what is idle for ${timer.value} s, let ${X} go, and nothing on its record says why`;
  return yes(said, [...citeShown(timer), ...scene.cite(deleted.ref)], 'hinted', IDLE_WANTS);
}

/** Where packets of S came at once behind the end, X was not idle. */
const IDLE_NO_MORE_MS = 1000;

/** X was old enough, and went early, without a DELETE, with nothing on record that says why. */
function mayHaveIdled(scene: Scene, deleted: TimedEvent, seconds: number): boolean {
  const [age, quiet] = [ageOf(scene, deleted), apart(deleted, scene.logs[0])];
  const isOld = age !== undefined && age.mostMs >= seconds * 1000;
  if (!isOld || quiet === undefined || quiet.mostMs <= IDLE_NO_MORE_MS) return false;
  return answerOf(endedEarly, scene).is === 'yes' && answerOf(deleteLeft, scene).is !== 'yes';
}
