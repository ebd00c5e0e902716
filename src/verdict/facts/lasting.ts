/** Lasting: what keeps S from learning, or both ends from making new SAs: no detection at S, recovery that cannot work, a stuck negotiation. */
import type { Citation } from '../../ipsec/citation.ts';
import type { DpdEvent, NotifyEvent } from '../../ipsec/event.ts';
import type { TimedEvent } from '../../timeline/model.ts';
import { apart, isBefore } from '../apart.ts';
import { anyOf, citeShown } from '../clues.ts';
import { debug, type Fact, no, show, unknown, yes } from '../fact.ts';
import { firstBehind, placeBehind } from '../places.ts';
import { RECOVERY_WORKS, unprobedIkeSa } from '../recovery.ts';
import type { Scene } from '../scene.ts';
import { eventsOf, oncePerSide } from '../views.ts';

/** `DPD configured for 0 seconds, retry 2`: of an IKEv2 SA that nobody probes. [C] ike.md 7 */
export const unprobed: Fact = {
  id: 'unprobed',
  link: 'heals',
  question: 'Does S not probe, so that it learns nothing of what R lost?',
  ask: (scene) => {
    const { S, R, sender, timeline } = scene;
    const { isDpdConfigured, dpd } = timeline.states[sender];
    const wants = [show('S', 'show running-config | section crypto', 'now')];
    const alive = ikeThroughout(scene);
    if (alive !== undefined) {
      const answered = answeredProbes(scene);
      return no(
        `the IKE SA lived on at ${R}: dead peer detection would have found nothing`,
        answered.length > 0 ? answered : citeShown(alive),
      );
    }
    const off = unprobedIkeSa(timeline.states[sender]);
    if (off !== undefined)
      return yes(`${S} does not probe: dead peer detection is off in its IKE SA with ${R}`, [
        ...citeShown(off),
        ...(isDpdConfigured?.value === false ? citeShown(isDpdConfigured) : []),
      ]);
    const probe = isDpdConfigured?.value === false ? undefined : probeSince(scene);
    if (probe !== undefined) return no(`${S} did probe ${R}`, scene.cite(probe.ref), 'suggested', wants);
    if (isDpdConfigured === undefined) return unknown(`the crypto configuration of ${S} was not captured`, wants);
    if (isDpdConfigured.value && dpd?.value.isPeriodic === true) return no(`${S} probes periodically`, citeShown(dpd));
    if (isDpdConfigured.value)
      return yes(`${S} probes on demand only: while it has nothing to send it may be late`, citeShown(isDpdConfigured, dpd), 'hinted');
    return yes(`${S} has no dead peer detection`, citeShown(isDpdConfigured));
  },
};

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
  ask: (scene) => {
    const { R, S, receiver, sa, timeline, logs } = scene;
    const { invalidSpiRecovery, cryptoConfigType } = timeline.states[receiver];
    const wants = [show('R', 'show running-config | section crypto', 'now')];
    const [refusal] = anyOf(scene, receiver, 'notify', isRefusal);
    const [told] = anyOf(scene, receiver, 'notify', isAnswer);
    if (refusal !== undefined && told !== undefined)
      return yes(`${R} answers with INVALID_SPI, which ${S} refuses as INVALID_SYNTAX`, scene.cite(told.ref, refusal.ref));
    if (invalidSpiRecovery === undefined || cryptoConfigType === undefined)
      return unknown(`the crypto configuration of ${R} was not captured`, wants);
    if (!invalidSpiRecovery.value || RECOVERY_WORKS[cryptoConfigType.value] !== 'no')
      return no('recovery is not configured, or can work there', citeShown(invalidSpiRecovery, cryptoConfigType));
    const begun = firstBehind(
      anyOf(scene, receiver, 'ike-sa'),
      logs[0],
      ({ change, role }) => change === 'started' && role !== 'responder',
    );
    if (begun !== undefined) return no(`${R} began a new IKE SA after the message`, scene.cite(begun.ref));
    const isTried = (sa?.deleteUnsendable.length ?? 0) > 0;
    return yes(
      `invalid SPI recovery at ${R} cannot work with this kind of configuration`,
      [...citeShown(invalidSpiRecovery, cryptoConfigType), ...scene.cite(...(sa?.deleteUnsendable ?? []))],
      isTried ? 'shown' : 'suggested',
    );
  },
};

const ATTEMPTS_MIN = 3;
const BARRED = /already in negotiation/i;
/** A negotiation that hangs is begun again for at least so long. */
const HANGS_MS = 10_000;

/** `SA is already in negotiation, hence not negotiating again` [C FBZ CSCvd69373] */
const isBarred = (event: TimedEvent) => event.kind === 'ike-sa' && event.change === 'duplicate' && BARRED.test(event.reason ?? '');

const setups = oncePerSide((timeline, side) => {
  const all = eventsOf(timeline, side).filter((event) => event.kind === 'ike-sa' || event.kind === 'negotiation');
  return {
    done: all.filter(({ change }) => change === 'completed' || change === 'established'),
    tried: all.filter((event) => event.change === 'started' || isBarred(event)),
  };
});

export const negotiationStuck: Fact = {
  id: 'negotiation-stuck',
  link: 'heals',
  question: 'Does a negotiation hang at R that keeps both ends from making new SAs?',
  ask: (scene) => {
    const { R, receiver, logs, timeline } = scene;
    const { sessionStatus } = timeline.states[receiver];
    const wants = [show('R', 'show crypto session'), debug('R', 'ike', 'after the message')];
    const [first] = logs;
    const made = setups(timeline, receiver);
    const done = firstBehind(made.done, first);
    if (done !== undefined) return no('a negotiation was completed after the message', scene.cite(done.ref));
    const tried = first === undefined ? [] : made.tried.slice(placeBehind(made.tried, first));
    const after = tried.filter((event) => first !== undefined && isBefore(first, event) === 'yes');
    const barred = after.filter(isBarred);
    const begun = after.filter(({ change }) => change === 'started');
    const isNegotiating = sessionStatus?.value === 'DOWN-NEGOTIATING';
    const evidence = [...scene.cite(...[...barred, ...begun].slice(0, 3).map(({ ref }) => ref)), ...citeShown(sessionStatus)];
    if (barred.length > 0) return yes(`${R} is stuck with a negotiation that it takes for its own, and begins no other`, evidence);
    if (!isNegotiating && begun.length < ATTEMPTS_MIN)
      return sessionStatus === undefined
        ? unknown('whether a negotiation hangs was not captured', wants)
        : no(`the session of ${R} is ${sessionStatus.value}`, citeShown(sessionStatus));
    const lasted = apart(begun[0], begun.at(-1));
    const isLong = begun.length >= ATTEMPTS_MIN && (lasted === undefined || lasted.mostMs >= HANGS_MS);
    return yes(`negotiations at ${R} begin and are never completed`, evidence, isNegotiating && isLong ? 'shown' : 'hinted', wants);
  },
};
