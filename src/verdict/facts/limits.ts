/** Limits: X ended at R because its kilobytes were used up, or by the idle timer. */

import type { TimedEvent } from '../../timeline/model.ts';
import { apart } from '../apart.ts';
import { citeShown, saIn, syslogsBefore } from '../clues.ts';
import { endingOf } from '../ending.ts';
import { answerOf, debug, type Fact, no, show, unknown, yes } from '../fact.ts';
import { AT_LIFETIME_MS, ageOf, BY_IDLE, BY_VOLUME, endOf, HARD_EXPIRY, isCutShort, lifetimesAt, reasonOf } from '../lifetime.ts';
import type { Scene } from '../scene.ts';
import { endedEarly } from './early.ts';
import { gradeOfSuccessor, successorOf } from './rekey.ts';
import { deleteLeft } from './telling.ts';

/** What IOS gives when nobody says otherwise. [C] */
const DEFAULT_KILOBYTES = 4_608_000;
/** Of what the SA was given: so little is left only when the end is near. [L] */
const LOW_SHARE = 0.01;
const LOW_KILOBYTES = 50;
const CRYPTO = /CRYPTO|IPSEC|IKE|KMI|IOSXE/;

export const expiredByVolume: Fact = {
  id: 'expired-by-volume',
  link: 'forgot',
  question: 'Were the kilobytes of X used up at R?',
  ask: (scene) => {
    const { R, X, receiver, timeline, incident } = scene;
    const wants = [debug('R', 'ipsec', 'before the end'), show('R', 'show crypto ipsec sa', 'before the end')];
    const end = endOf(scene);
    const reason = end?.kind === 'child-sa' ? `${end.reason ?? ''} ${end.text}` : '';
    const state = timeline.states[receiver];
    const given = kilobytesOf(scene);
    const used = syslogsBefore(scene, receiver, BY_VOLUME).findLast(({ facility }) => CRYPTO.test(facility));
    const mine = saIn(state, incident.spi, 'inbound');
    const leftMost = Math.max(LOW_KILOBYTES, given === DEFAULT_KILOBYTES ? 0 : given * LOW_SHARE);
    const low = (mine?.value.remainingKilobytes ?? Number.POSITIVE_INFINITY) <= leftMost ? mine : undefined;
    const hard = state.counters?.find(({ value }) => HARD_EXPIRY.test(value.name) && value.count > 0);
    const evidence = [...scene.cite(scene.sa?.inbound.created, end?.ref, used?.ref), ...citeShown(low)];
    if (successorOf(scene, end) !== undefined)
      return no(`${R} had made a successor of ${X}`, scene.cite(end?.ref), gradeOfSuccessor(scene));
    if (BY_VOLUME.test(reason)) return yes(`the kilobytes of ${X} were used up at ${R}`, evidence);
    if (used !== undefined || low !== undefined) return yes(`the kilobytes of ${X} were used up at ${R}`, evidence, 'suggested', wants);
    const isCut = isCutShort(scene);
    const isSmall = given < DEFAULT_KILOBYTES;
    if (hard !== undefined && (isCut || (isSmall && !isByLifetime(scene))))
      return yes(
        `${R} counts packets of SAs that had run out, and ${X} had most of its time left`,
        [...evidence, ...citeShown(hard)],
        'suggested',
        wants,
      );
    if (isCut && isSmall && isUntold(scene))
      return yes(`${R} deleted ${X} with most of its time left; its kilobytes may have been used up`, evidence, 'hinted', wants);
    if (isByLifetime(scene)) return no(`${X} went at the end of its time`, evidence, 'suggested');
    // No sample shows that IOS says so each time: silence says nothing of it.
    return unknown(`whether the kilobytes of ${X} were used up is not on record`, wants);
  },
};

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

export const expiredByIdle: Fact = {
  id: 'expired-by-idle',
  link: 'forgot',
  question: 'Did the idle timer delete X at R?',
  ask: (scene) => {
    const { R, X, receiver, sa, timeline } = scene;
    const wants = [debug('R', 'ipsec', 'before the end'), show('R', 'show running-config | section crypto', 'now')];
    const deleted = scene.event(sa?.inbound.deleted) ?? endingOf(scene)?.event;
    if (deleted === undefined) return unknown(`no deletion of ${X} is on ${R}'s record`, wants);
    const said = syslogsBefore(scene, receiver, BY_IDLE).findLast((event) => {
      const gap = apart(event, deleted);
      return CRYPTO.test(event.facility) && gap !== undefined && gap.mostMs >= 0 && gap.leastMs <= AT_LIFETIME_MS;
    });
    if (BY_IDLE.test(reasonOf(deleted)) || said !== undefined)
      return yes(`the idle timer of ${R} deleted ${X}`, scene.cite(said?.ref, deleted.ref));
    const timer = timeline.states[receiver].ipsecIdleSeconds;
    if (timer !== undefined && mayHaveIdled(scene, deleted, timer.value))
      return yes(
        `${R}, which deletes what is idle for ${timer.value} s, let ${X} go, and nothing on its record says why`,
        [...citeShown(timer), ...scene.cite(deleted.ref)],
        'hinted',
        wants,
      );
    // No sample shows that IOS says so each time: silence says nothing of it.
    return unknown(`whether an idle timer deleted ${X} is not on record`, wants);
  },
};

/** Where packets of S came at once behind the end, X was not idle. */
const IDLE_NO_MORE_MS = 1000;

/** X was old enough, and went early, without a DELETE, with nothing on record that says why. */
function mayHaveIdled(scene: Scene, deleted: TimedEvent, seconds: number): boolean {
  const [age, quiet] = [ageOf(scene, deleted), apart(deleted, scene.logs[0])];
  const isOld = age !== undefined && age.mostMs >= seconds * 1000;
  if (!isOld || quiet === undefined || quiet.mostMs <= IDLE_NO_MORE_MS) return false;
  return answerOf(endedEarly, scene).is === 'yes' && answerOf(deleteLeft, scene).is !== 'yes';
}
