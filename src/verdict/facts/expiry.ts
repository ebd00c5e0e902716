/** Expiry: X ran out at R by its time, its kilobytes or its idle timer, and has time left at S or not. */
import type { TimedEvent } from '../../timeline/model.ts';
import { apart } from '../apart.ts';
import { citeShown, speaksIkev2, syslogsBefore } from '../clues.ts';
import { endingOf } from '../ending.ts';
import { type Answer, debug, type Fact, no, show, unknown, type Wanted, yes } from '../fact.ts';
import { letGoBefore } from '../letting-go.ts';
import { AT_LIFETIME_MS, ageOf, endOf, lifetimeOf, lifetimesAt, reasonOf, secondsLeft, thresholdOf } from '../lifetime.ts';
import type { Scene } from '../scene.ts';
import { gradeOfSuccessor, successorOf } from './rekey.ts';

/** Type 18 of the data plane's drops. [C GENIE] */
const HARD_EXPIRY = /^IN_.*HARD_EXPIRY$/;
const BY_TIME = /lifetime|expire/i;
/** `SA lifetime threshold reached (kilobytes)`, `volume lifetime` [L] */
const BY_VOLUME = /kilobyte|volume|\bkb\b lifetime/i;
/** `SA idle timer expired`, `idle timeout` [L] */
const BY_IDLE = /\bidle\b/i;
/** An SA that goes long before its time is up has met another end. [L] */
const EARLY_SHARE = 0.8;

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
  const left = far.ipsecSas?.find(
    ({ value }) => value.spi === incident.spi && value.direction === 'outbound' && (value.remainingSeconds ?? 0) > LEFT_SECONDS,
  );
  const [ours, others] = [own.ipsecLifetimeSeconds, far.ipsecLifetimeSeconds];
  // What both print counts in IKEv1, which negotiates it; in IKEv2 each end goes by its own. [C RFC 7296]
  const isSettled = mine !== undefined && theirs !== undefined && !speaksIkev2(scene);
  const isApart = ours !== undefined && others !== undefined && ours.value !== others.value;
  if (left !== undefined)
    return yes(
      `${X} has ${left.value.remainingSeconds} s left at ${S}`,
      [...citeShown(left), ...(isApart ? citeShown(ours, others) : [])],
      isApart && !isSettled ? 'shown' : 'suggested',
      wants,
    );
  if (isSettled) return no(`both ends gave ${X} ${mine} s`, scene.cite(born?.ref, taken?.ref));
  if (mine !== undefined && mine === theirs && !isApart)
    return no(`both ends gave ${X} ${mine} s`, scene.cite(born?.ref, taken?.ref), 'suggested', wants);
  if (isApart)
    return ours.value < others.value
      ? yes(`${R} is configured for ${ours.value} s, ${S} for ${others.value} s`, citeShown(ours, others), 'suggested', wants)
      : yes('the configured lifetimes differ', citeShown(ours, others), 'hinted', wants);
  if (ours !== undefined && others !== undefined)
    return no('both ends are configured for the same lifetime', citeShown(ours, others), 'suggested');
  return undefined;
}

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
    const low = state.ipsecSas?.find(
      ({ value }) =>
        value.spi === incident.spi &&
        (value.remainingKilobytes ?? Number.POSITIVE_INFINITY) <=
          Math.max(LOW_KILOBYTES, given === DEFAULT_KILOBYTES ? 0 : given * LOW_SHARE),
    );
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

/** True when R deleted the SA with much of its time left. */
function isCutShort(scene: Scene): boolean {
  const age = ageOf(scene, scene.event(scene.sa?.inbound.deleted));
  const given = lifetimesAt(scene);
  return age !== undefined && given.length > 0 && age.mostMs < Math.min(...given) * 1000 * EARLY_SHARE;
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
    const { R, X, receiver, sa } = scene;
    const wants = [debug('R', 'ipsec', 'before the end'), show('R', 'show running-config | section crypto', 'now')];
    const deleted = scene.event(sa?.inbound.deleted) ?? endingOf(scene)?.event;
    if (deleted === undefined) return unknown(`no deletion of ${X} is on ${R}'s record`, wants);
    const said = syslogsBefore(scene, receiver, BY_IDLE).findLast((event) => {
      const gap = apart(event, deleted);
      return CRYPTO.test(event.facility) && gap !== undefined && gap.mostMs >= 0 && gap.leastMs <= AT_LIFETIME_MS;
    });
    if (BY_IDLE.test(reasonOf(deleted)) || said !== undefined)
      return yes(`the idle timer of ${R} deleted ${X}`, scene.cite(said?.ref, deleted.ref));
    // No sample shows that IOS says so each time: silence says nothing of it.
    return unknown(`whether an idle timer deleted ${X} is not on record`, wants);
  },
};
