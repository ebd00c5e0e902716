/** The rule `lifetime-mismatch`: the SA expired at R and not at S. */
import { gapMs } from '../../timeline/event-order.ts';
import type { TimedEvent } from '../../timeline/model.ts';
import { citeShown, speaksIkev2 } from '../clues.ts';
import { holds, refuted, unknown } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

/** More than what two clocks and a tail account for. [L] */
const LEFT_SECONDS = 120;
/** Type 18 of the data plane's drops. [C GENIE] */
export const HARD_EXPIRY = /^IN_.*HARD_EXPIRY$/;
const LIFETIME = /lifetime|expire/i;

/** A deletion at the very end of the lifetime, give or take a timer. [L] */
const AT_LIFETIME_MS = 3000;

function isAtLifetime(scene: Scene, born: ReturnType<Scene['event']>, deleted: ReturnType<Scene['event']>): boolean {
  const age = gapMs(born, deleted);
  const own = scene.timeline.states[scene.receiver].ipsecLifetimeSeconds?.value;
  return [lifetimeOf(born), own].some(
    (seconds) => age !== undefined && seconds !== undefined && Math.abs(age - seconds * 1000) <= AT_LIFETIME_MS,
  );
}

/** Before the message, or right behind it: the data plane stops a moment before IOS deletes the SA. [L] */
function isAtEnd(end: ReturnType<Scene['event']>, log: TimedEvent): boolean {
  const late = gapMs(log, end);
  return end !== undefined && (end.ref < log.ref || (late !== undefined && late <= AT_LIFETIME_MS));
}

function lifetimeOf(event: ReturnType<Scene['event']>): number | undefined {
  return event?.kind === 'child-sa' ? event.lifetimeSeconds : undefined;
}

function reasonOf(event: ReturnType<Scene['event']>): string {
  return event?.kind === 'child-sa' ? (event.reason ?? '') : '';
}

function factsOf(scene: Scene) {
  const { sender, receiver, sa, logs, incident, timeline } = scene;
  const { a, b } = timeline.states;
  const expiring = scene.event(sa?.inbound.expiring);
  const deleted = scene.event(sa?.inbound.deleted);
  const [born, taken] = [scene.event(sa?.inbound.created), scene.event(sa?.outbound.created)];
  const left = timeline.states[sender].ipsecSas?.find(
    ({ value }) => value.spi === incident.spi && value.direction === 'outbound' && (value.remainingSeconds ?? 0) > LEFT_SECONDS,
  );
  const isConfigured = a.ipsecLifetimeSeconds !== undefined && b.ipsecLifetimeSeconds !== undefined;
  const isNegotiated = lifetimeOf(born) !== undefined && lifetimeOf(taken) !== undefined;
  const isNegotiatedApart = isNegotiated && lifetimeOf(born) !== lifetimeOf(taken);
  // What both print counts in IKEv1, which negotiates it; in IKEv2 each end goes by its own. [C RFC 7296]
  const isSettled = isNegotiated && !speaksIkev2(scene);
  const differ = isNegotiatedApart || (!isSettled && isConfigured && a.ipsecLifetimeSeconds?.value !== b.ipsecLifetimeSeconds?.value);
  const hard = differ
    ? timeline.states[receiver].counters?.find(({ value }) => HARD_EXPIRY.test(value.name) && value.count > 0)
    : undefined;
  const isOver = expiring !== undefined || LIFETIME.test(reasonOf(deleted)) || isAtLifetime(scene, born, deleted) || hard !== undefined;
  const isExpired = isOver && logs[0] !== undefined && isAtEnd(expiring ?? deleted, logs[0]);
  return { born, taken, expiring, deleted, left, isConfigured, isNegotiatedApart, differ, isExpired };
}

export const lifetimeMismatch: Rule = {
  id: 'lifetime-mismatch',
  statement: 'the SA expired at R by its lifetime, while it has time left at S',
  meaning: 'what S sends is dropped until the SA expires there too',
  needs: ['R: debug crypto ipsec', 'R and S: show crypto ipsec sa, show running-config | section crypto'],
  explains: ['dpd-absent', 'rekey-reorder', 'delete-lost'],
  remedy: {
    now: 'On S: clear crypto sa peer R.address.',
    forGood: 'The same lifetimes on both ends. IKEv1 takes the smaller one in quick mode; IKEv2 does not negotiate them at all.',
  },
  reference: 'ike.md 8.10 [L; C RFC 7296 for IKEv2]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { R, S, X, receiver } = scene;
    const { a, b } = timeline.states;
    const { born, taken, expiring, deleted, left, isConfigured, isNegotiatedApart, differ, isExpired } = factsOf(scene);
    if (!isExpired && !differ) {
      if (deleted !== undefined || isConfigured) return refuted(`${X} did not expire at ${R}`, scene.cite(born?.ref, deleted?.ref));
      return unknown(`no expiry of ${X} is on record`, [`show running-config | section crypto on ${R} and ${S}`]);
    }
    const evidence = [
      ...scene.cite(born?.ref, taken?.ref, expiring?.ref, deleted?.ref, ...incident.refs),
      ...citeShown(left),
      ...(differ ? citeShown(a.ipsecLifetimeSeconds, b.ipsecLifetimeSeconds) : []),
    ];
    const statement = `${X} expired at ${R} and ${left === undefined ? 'went on' : 'has time left'} at ${S}`;
    if (!isExpired)
      return unknown(
        `the lifetimes differ, but no expiry of ${X} is on ${timeline.tunnel[receiver].name}'s record`,
        [`debug crypto ipsec on ${R}, from before the SA was deleted`],
        evidence,
      );
    const successor = successorOf(scene);
    if (successor !== undefined)
      return refuted(`${R} had made a successor of ${X} before it deleted it`, scene.cite(expiring?.ref, successor.ref, deleted?.ref));
    if (deleted !== undefined && (isNegotiatedApart || (left !== undefined && differ))) return holds('certain', statement, evidence);
    return holds(left !== undefined || differ ? 'likely' : 'possible', statement, evidence, [
      `show crypto ipsec sa on ${S}, right after the message`,
    ]);
  },
};

/** A rekey before the end: then what R deletes is what it replaced. */
function successorOf(scene: Scene): TimedEvent | undefined {
  const { sa, timeline, receiver, incident } = scene;
  const [born, deleted] = [sa?.inbound.created ?? sa?.inbound.expiring, sa?.inbound.deleted];
  if (born == null || deleted == null) return undefined;
  return timeline.childSas
    .filter((other) => other.receiver === receiver && other.spi !== incident.spi)
    .flatMap(({ inbound }) => scene.event(inbound.created) ?? [])
    .find(({ ref }) => ref > born && ref < deleted);
}
