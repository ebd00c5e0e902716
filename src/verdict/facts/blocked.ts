/** Blocked: whether IKE alone was dropped on the path, both ways or from S to R, while ESP passed. */

import type { Citation } from '../../ipsec/citation.ts';
import type { DpdEvent } from '../../ipsec/event.ts';
import { SIDES, type Side } from '../../ipsec/side.ts';
import type { PairedMessage, TimedEvent } from '../../timeline/model.ts';
import { apart, isBefore } from '../apart.ts';
import { anyOf } from '../clues.ts';
import { endingOf } from '../ending.ts';
import { type Answer, debug, type Fact, no, unknown, yes } from '../fact.ts';
import { fates, isInside, lastSince } from '../fates.ts';
import { filteredAt } from '../filtered.ts';
import { askedAlone, askedInVain } from '../in-vain.ts';
import { isProvenWhole, listened } from '../listening.ts';
import { neverHeard } from '../never-heard.ts';
import { BLOCKED_MS, blockedFromSender } from '../one-way.ts';
import { firstBehind } from '../places.ts';
import type { Scene } from '../scene.ts';
import { instantOn } from '../silence.ts';
import { messagesFrom } from '../views.ts';
import { deathOf } from './dead-peer.ts';

/** Over the end of X, at both ends. */
const WANTS = [debug('R', 'ike', 'over the end'), debug('S', 'ike', 'over the end')];

export const ikeBlocked: Fact = {
  id: 'ike-blocked',
  link: 'told',
  question: 'Was IKE dropped both ways, or from S to R, over a time in which ESP of S reached R?',
  ask: (scene) =>
    filteredAtReceiver(scene) ??
    blockedBothWays(scene) ??
    blockedOneWay(scene) ??
    passedSince(scene) ??
    answeredSince(scene) ??
    blockedUntilDeath(scene) ??
    nothingInVain(scene) ??
    passedBefore(scene) ??
    passedBetween(scene) ??
    unansweredAlone(scene) ??
    nothingLost(scene) ??
    notHeardOf(scene) ??
    unknown('which IKE messages passed is not on record', WANTS),
};

/** R's own log says so, and tells of the ESP of S behind it. */
function filteredAtReceiver(scene: Scene): Answer | undefined {
  const { R, S, logs, receiver } = scene;
  const filter = filteredAt(scene, receiver);
  if (filter === undefined) return undefined;
  const passes = logs.filter((event) => isBefore(filter.line, event) === 'yes');
  if (passes.length === 0) return undefined;
  const said = `${filter.by} of ${R} drops IKE of ${S}, while its ESP comes`;
  return yes(said, scene.cite(filter.line.ref, ...passes.slice(0, 2).map(({ ref }) => ref)), 'suggested', WANTS);
}

function blockedBothWays(scene: Scene): Answer | undefined {
  const { R, S, timeline } = scene;
  const { lost, isBothWays } = fates(timeline);
  const passes = isBothWays ? passesMeanwhile(scene) : [];
  if (passes.length === 0) return undefined;
  return yes(`no IKE message passed between ${R} and ${S} either way, while ESP did`, citeBlocked(scene, lost, passes), 'suggested', WANTS);
}

/** The messages of the unknown SPI while all IKE was lost. */
function passesMeanwhile(scene: Scene): TimedEvent[] {
  const { first } = fates(scene.timeline);
  const until = vainUntil(scene);
  if (first === undefined) return [];
  return scene.logs.filter(
    (event) => isBefore(first, event) === 'yes' && (until === undefined || (apart(event, until)?.mostMs ?? -1) >= -BLOCKED_MS),
  );
}

/** What a death of S adds is asked below: whom R took for dead is told of by that first. */
function blockedOneWay(scene: Scene): Answer | undefined {
  const mute = deathOf(scene) === undefined ? blockedFromSender(scene) : undefined;
  if (mute === undefined) return undefined;
  const said = `no IKE message of ${scene.S} reached ${scene.R}, while its ESP did`;
  return yes(said, citeBlocked(scene, mute.lost, mute.passes), 'suggested', WANTS);
}

function citeBlocked(scene: Scene, lost: readonly PairedMessage[], passes: readonly TimedEvent[]): Citation[] {
  return scene.cite(...lost.slice(0, 4).map(({ sent }) => sent), ...passes.slice(0, 2).map(({ ref }) => ref));
}

function passedSince(scene: Scene): Answer | undefined {
  const since = lastSince(scene, 0);
  if (since === undefined) return undefined;
  return no(`an IKE message passed between ${scene.R} and ${scene.S}`, scene.cite(since.sent, since.received));
}

function answeredSince(scene: Scene): Answer | undefined {
  const answered = probeAnswered(scene, 'a') ?? probeAnswered(scene, 'b');
  return answered === undefined ? undefined : no(`a probe was answered between ${scene.R} and ${scene.S}`, scene.cite(answered.ref));
}

const isAnswered = ({ change }: DpdEvent) => change === 'ack-received';

/** Between the end and the last message. */
function probeAnswered(scene: Scene, side: Side): TimedEvent | undefined {
  const [end, last] = [endingOf(scene)?.event, scene.logs.at(-1)];
  const answered = firstBehind(anyOf(scene, side, 'dpd', isAnswered), end);
  return answered !== undefined && last !== undefined && isBefore(answered, last) === 'yes' ? answered : undefined;
}

function blockedUntilDeath(scene: Scene): Answer | undefined {
  const { R, S, logs } = scene;
  const asked = askedInVain(scene);
  if (asked === undefined) return undefined;
  return yes(
    `${R} asked ${S} in vain until it took it for dead, heard none of its IKE, and had its ESP all the time`,
    scene.cite(asked.ref, deathOf(scene)?.ref, ...logs.slice(0, 1).map(({ ref }) => ref)),
    'hinted',
    WANTS,
  );
}

/** What passed before the end says nothing of a filter that was set in between. */
function passedBefore(scene: Scene): Answer | undefined {
  const passed = lastSince(scene, BLOCKED_MS);
  if (passed === undefined) return undefined;
  const said = `an IKE message passed between ${scene.R} and ${scene.S} before that`;
  return no(said, scene.cite(passed.sent, passed.received), 'suggested', WANTS);
}

function passedBetween(scene: Scene): Answer | undefined {
  const { delivered, between } = fates(scene.timeline);
  if (!between) return undefined;
  return no('IKE messages did pass in that time', scene.cite(...delivered.slice(-1).map(({ sent }) => sent)), 'suggested');
}

function unansweredAlone(scene: Scene): Answer | undefined {
  const { R, S, X, logs } = scene;
  const asked = askedAlone(scene);
  if (asked === undefined) return undefined;
  return yes(
    `${R} had no answer to any IKE message behind the end of ${X} and heard none of ${S}, whose ESP came all the time`,
    scene.cite(...asked.slice(0, 4).map(({ ref }) => ref), ...logs.slice(-1).map(({ ref }) => ref)),
    'hinted',
    WANTS,
  );
}

function nothingLost({ timeline }: Scene): Answer | undefined {
  const { lost, delivered } = fates(timeline);
  return lost.length === 0 && delivered.length > 0 ? no('no IKE message was lost', [], 'suggested') : undefined;
}

function notHeardOf(scene: Scene): Answer | undefined {
  const unheard = neverHeard(scene);
  if (unheard === undefined) return undefined;
  const { R, S, X } = scene;
  const said = `that ${R} deleted ${X} did not come to ${S} for longer than IKEv2 needs to send it again, while its ESP came`;
  return yes(said, scene.cite(unheard.end.ref, unheard.last.ref), 'hinted', WANTS);
}

/** The last that was lost; or that R took S for dead behind it, when nothing had come until then. */
function vainUntil(scene: Scene): TimedEvent | undefined {
  const { delivered, last } = fates(scene.timeline);
  const dead = deathOf(scene);
  if (last === undefined || dead === undefined || isBefore(last, dead) !== 'yes') return last;
  return delivered.some((message) => isInside(scene.timeline, message, last, dead)) ? last : dead;
}

/** Both records go on for so long behind the end, so that what was tried again would be in them. */
const GOES_ON_ALONE_MS = 60_000;

/** S sent nothing in vain behind the end of X: whatever became of R's DELETE, IKE was not dropped both ways. */
function nothingInVain(scene: Scene): Answer | undefined {
  const { S, sender, logs, timeline } = scene;
  const end = endingOf(scene)?.event;
  // From the last one on: most records go on behind the end.
  if (end === undefined) return undefined;
  const asked = messagesFrom(timeline, sender).findLast(({ sent }) => {
    const event = scene.event(sent);
    return event !== undefined && isBefore(event, end) !== 'yes';
  });
  if (asked !== undefined) return undefined;
  const stretches = SIDES.map((side) => ({
    side,
    fromMs: instantOn(scene, side, end) ?? Number.NaN,
    toMs: Math.max(instantOn(scene, side, logs.at(-1)) ?? Number.NaN, (instantOn(scene, side, end) ?? Number.NaN) + GOES_ON_ALONE_MS),
  }));
  if (!stretches.every((each) => each.toMs > each.fromMs && listened(timeline, 'ike', each) === 'yes')) return undefined;
  const isWhole = stretches.every((each) => isProvenWhole(timeline, each));
  return no(`${S} sent no IKE message in vain behind the end of ${scene.X}`, scene.cite(end.ref), isWhole ? 'shown' : 'suggested');
}
