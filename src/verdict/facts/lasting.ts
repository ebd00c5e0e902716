/** Lasting: what keeps S from learning, or both ends from making new SAs: no detection at S, recovery that cannot work, a stuck negotiation. */
import type { Citation } from '../../ipsec/citation.ts';
import type { DpdEvent, NotifyEvent } from '../../ipsec/event.ts';
import type { TimedEvent } from '../../timeline/model.ts';
import { apart, isBefore } from '../apart.ts';
import { anyOf, citeShown } from '../clues.ts';
import { type Answer, debug, type Fact, no, show, unknown, yes } from '../fact.ts';
import { firstBehind, placeBehind } from '../places.ts';
import { RECOVERY_WORKS, unprobedIkeSa } from '../recovery.ts';
import { oncePerScene, type Scene } from '../scene.ts';
import { eventsOfKinds, oncePerSide } from '../views.ts';

/** `DPD configured for 0 seconds, retry 2`: of an IKEv2 SA that nobody probes. [C] ike.md 7 */
export const unprobed: Fact = {
  id: 'unprobed',
  link: 'heals',
  question: 'Does S not probe, so that it learns nothing of what R lost?',
  ask: (scene) => livedThroughout(scene) ?? switchedOff(scene) ?? didProbe(scene) ?? asConfigured(scene),
};

const CONFIGURED_AT_SENDER = [show('S', 'show running-config | section crypto', 'now')];

function livedThroughout(scene: Scene): Answer | undefined {
  const alive = ikeThroughout(scene);
  if (alive === undefined) return undefined;
  const answered = answeredProbes(scene);
  const said = `the IKE SA lived on at ${scene.R}: dead peer detection would have found nothing`;
  return no(said, answered.length > 0 ? answered : citeShown(alive));
}

function switchedOff({ R, S, sender, timeline }: Scene): Answer | undefined {
  const { isDpdConfigured } = timeline.states[sender];
  const off = unprobedIkeSa(timeline.states[sender]);
  if (off === undefined) return undefined;
  const lines = citeShown(off, isDpdConfigured?.value === false ? isDpdConfigured : undefined);
  return yes(`${S} does not probe: dead peer detection is off in its IKE SA with ${R}`, lines);
}

function didProbe(scene: Scene): Answer | undefined {
  const { R, S, sender, timeline } = scene;
  const probe = timeline.states[sender].isDpdConfigured?.value === false ? undefined : probeSince(scene);
  return probe === undefined ? undefined : no(`${S} did probe ${R}`, scene.cite(probe.ref), 'suggested', CONFIGURED_AT_SENDER);
}

function asConfigured({ S, sender, timeline }: Scene): Answer {
  const { isDpdConfigured, dpd } = timeline.states[sender];
  if (isDpdConfigured === undefined) return unknown(`the crypto configuration of ${S} was not captured`, CONFIGURED_AT_SENDER);
  if (!isDpdConfigured.value) return yes(`${S} has no dead peer detection`, citeShown(isDpdConfigured));
  // The list of IKE SAs says the same of both kinds. [L]
  if (dpd === undefined) return unknown(`${S} probes; whether periodically or on demand is not on record`, CONFIGURED_AT_SENDER);
  if (dpd.value.isPeriodic) return no(`${S} probes periodically`, citeShown(dpd));
  const said = `${S} probes on demand only: while it has nothing to send it may be late`;
  return yes(said, citeShown(isDpdConfigured, dpd), 'hinted');
}

/** Probes of S that were answered behind the message: they say more than a row of a table. */
function answeredProbes(scene: Scene): Citation[] {
  const isAck = ({ change }: { change: string }) => change === 'ack-received';
  const acks = anyOf(scene, scene.sender, 'dpd');
  const first = firstBehind(acks, scene.logs[0], isAck);
  return scene.cite(first?.ref, firstBehind(acks, first, isAck)?.ref);
}

const isProbing = ({ change }: DpdEvent) => change === 'probe-sent' || change === 'ack-received' || change === 'missed';

/** A probe of S that is not surely older than the message. */
function probeSince(scene: Scene): TimedEvent | undefined {
  const [first] = scene.logs;
  return anyOf(scene, scene.sender, 'dpd', isProbing).findLast((event) => first !== undefined && isBefore(event, first) !== 'yes');
}

/** R's IKE SA, when it is shown as older than the incident. */
function ikeThroughout({ timeline, receiver, logs }: Scene) {
  const { ikeSas, clockAt } = timeline.states[receiver];
  const firstAt = logs[0]?.at ?? null;
  if (clockAt === undefined || firstAt === null) return undefined;
  return ikeSas?.find(
    ({ value: { state, activeSeconds } }) =>
      state === 'READY' && activeSeconds !== undefined && clockAt.value - activeSeconds * 1000 < firstAt,
  );
}

const isRefusal = ({ notify, direction }: NotifyEvent) => notify === 'INVALID_SYNTAX' && direction === 'received';
const isAnswer = ({ notify, direction }: NotifyEvent) => notify === 'INVALID_SPI' && direction === 'sent';

export const recoveryDead: Fact = {
  id: 'recovery-dead',
  link: 'heals',
  question: 'Is invalid SPI recovery configured at R where it cannot work?',
  ask: (scene) => refusedAsSyntax(scene) ?? mayWork(scene) ?? begunAnew(scene) ?? cannotWork(scene),
};

function refusedAsSyntax(scene: Scene): Answer | undefined {
  const [refusal] = anyOf(scene, scene.receiver, 'notify', isRefusal);
  const [told] = anyOf(scene, scene.receiver, 'notify', isAnswer);
  if (refusal === undefined || told === undefined) return undefined;
  const said = `${scene.R} answers with INVALID_SPI, which ${scene.S} refuses as INVALID_SYNTAX`;
  return yes(said, scene.cite(told.ref, refusal.ref));
}

function mayWork({ R, receiver, timeline }: Scene): Answer | undefined {
  const { invalidSpiRecovery, cryptoConfigType } = timeline.states[receiver];
  if (invalidSpiRecovery === undefined || cryptoConfigType === undefined)
    return unknown(`the crypto configuration of ${R} was not captured`, [show('R', 'show running-config | section crypto', 'now')]);
  if (invalidSpiRecovery.value && RECOVERY_WORKS[cryptoConfigType.value] === 'no') return undefined;
  return no('recovery is not configured, or can work there', citeShown(invalidSpiRecovery, cryptoConfigType));
}

function begunAnew(scene: Scene): Answer | undefined {
  const all = anyOf(scene, scene.receiver, 'ike-sa');
  const begun = firstBehind(all, scene.logs[0], ({ change, role }) => change === 'started' && role !== 'responder');
  return begun === undefined ? undefined : no(`${scene.R} began a new IKE SA after the message`, scene.cite(begun.ref));
}

/** That R could send no DELETE behind the message shows that it tried. */
function cannotWork(scene: Scene): Answer {
  const { R, receiver, sa, timeline } = scene;
  const { invalidSpiRecovery, cryptoConfigType } = timeline.states[receiver];
  const tried = sa?.deleteUnsendable ?? [];
  const evidence = [...citeShown(invalidSpiRecovery, cryptoConfigType), ...scene.cite(...tried)];
  const said = `invalid SPI recovery at ${R} cannot work with this kind of configuration`;
  return yes(said, evidence, tried.length > 0 ? 'shown' : 'suggested');
}

const ATTEMPTS_MIN = 3;
const BARRED = /already in negotiation/i;
/** A negotiation that hangs is begun again for at least so long. */
const HANGS_MS = 10_000;

/** `SA is already in negotiation, hence not negotiating again` [C FBZ CSCvd69373] */
const isBarred = (event: TimedEvent) => event.kind === 'ike-sa' && event.change === 'duplicate' && BARRED.test(event.reason ?? '');

const setups = oncePerSide((timeline, side) => {
  const all = eventsOfKinds(timeline, side, 'ike-sa', 'negotiation');
  return {
    done: all.filter(({ change }) => change === 'completed' || change === 'established'),
    tried: all.filter((event) => event.change === 'started' || isBarred(event)),
  };
});

export const negotiationStuck: Fact = {
  id: 'negotiation-stuck',
  link: 'heals',
  question: 'Does a negotiation hang at R that keeps both ends from making new SAs?',
  ask: (scene) => completedSince(scene) ?? barredAtReceiver(scene) ?? notNegotiating(scene) ?? neverCompleted(scene),
};

const SESSION_WANTS = [show('R', 'show crypto session'), debug('R', 'ike', 'after the message')];

function completedSince(scene: Scene): Answer | undefined {
  const done = firstBehind(setups(scene.timeline, scene.receiver).done, scene.logs[0]);
  return done === undefined ? undefined : no('a negotiation was completed after the message', scene.cite(done.ref));
}

/** What R tried behind the message, and its session: the lines, and what they say of it. */
const triedOf = oncePerScene((scene) => {
  const { timeline, receiver, logs } = scene;
  const [first] = logs;
  const { tried } = setups(timeline, receiver);
  const behind = first === undefined ? [] : tried.slice(placeBehind(tried, first)).filter((event) => isBefore(first, event) === 'yes');
  const barred = behind.filter(isBarred);
  const begun = behind.filter(({ change }) => change === 'started');
  const { sessionStatus } = timeline.states[receiver];
  const evidence = [...scene.cite(...[...barred, ...begun].slice(0, 3).map(({ ref }) => ref)), ...citeShown(sessionStatus)];
  return { barred, begun, sessionStatus, isNegotiating: sessionStatus?.value === 'DOWN-NEGOTIATING', evidence };
});

function barredAtReceiver(scene: Scene): Answer | undefined {
  const { barred, evidence } = triedOf(scene);
  if (barred.length === 0) return undefined;
  return yes(`${scene.R} is stuck with a negotiation that it takes for its own, and begins no other`, evidence);
}

function notNegotiating(scene: Scene): Answer | undefined {
  const { begun, isNegotiating, sessionStatus } = triedOf(scene);
  if (isNegotiating || begun.length >= ATTEMPTS_MIN) return undefined;
  return sessionStatus === undefined
    ? unknown('whether a negotiation hangs was not captured', SESSION_WANTS)
    : no(`the session of ${scene.R} is ${sessionStatus.value}`, citeShown(sessionStatus));
}

function neverCompleted(scene: Scene): Answer {
  const { begun, isNegotiating, evidence } = triedOf(scene);
  const lasted = apart(begun[0], begun.at(-1));
  const isLong = begun.length >= ATTEMPTS_MIN && (lasted === undefined || lasted.mostMs >= HANGS_MS);
  const grade = isNegotiating && isLong ? 'shown' : 'hinted';
  return yes(`negotiations at ${scene.R} begin and are never completed`, evidence, grade, SESSION_WANTS);
}
