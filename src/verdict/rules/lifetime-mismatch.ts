/** The rule `lifetime-mismatch`: the SA expired at R and not at S. */
import { citeShown } from '../clues.ts';
import { holds, refuted, unknown } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

/** More than what two clocks and a tail account for. [L] */
const LEFT_SECONDS = 120;
const LIFETIME = /lifetime|expire/i;

function reasonOf(event: ReturnType<Scene['event']>): string {
  return event?.kind === 'child-sa' ? (event.reason ?? '') : '';
}

export const lifetimeMismatch: Rule = {
  id: 'lifetime-mismatch',
  statement: 'the SA expired at R by its lifetime, while it has time left at S',
  meaning: 'what S sends is dropped until the SA expires there too',
  needs: ['R: debug crypto ipsec', 'R and S: show crypto ipsec sa, show running-config | section crypto'],
  explains: ['dpd-absent'],
  remedy: 'The same lifetimes on both ends. IKEv1 takes the smaller one in quick mode; IKEv2 does not negotiate them at all.',
  reference: 'ike.md 8.10 [L; C RFC 7296 for IKEv2]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { R, S, X, receiver, sender, sa, logs } = scene;
    const { a, b } = timeline.states;
    const expiring = scene.event(sa?.inbound.expiring);
    const deleted = scene.event(sa?.inbound.deleted);
    const left = timeline.states[sender].ipsecSas?.find(
      ({ value }) => value.spi === incident.spi && value.direction === 'outbound' && (value.remainingSeconds ?? 0) > LEFT_SECONDS,
    );
    const differ =
      a.ipsecLifetimeSeconds !== undefined &&
      b.ipsecLifetimeSeconds !== undefined &&
      a.ipsecLifetimeSeconds.value !== b.ipsecLifetimeSeconds.value;
    const isExpired =
      (expiring !== undefined || LIFETIME.test(reasonOf(deleted))) &&
      logs[0] !== undefined &&
      (expiring ?? deleted ?? logs[0]).ref < logs[0].ref;
    if (!isExpired && !differ)
      return a.ipsecLifetimeSeconds !== undefined && b.ipsecLifetimeSeconds !== undefined
        ? refuted('the lifetimes are the same on both ends', citeShown('a', a.ipsecLifetimeSeconds))
        : unknown(`no expiry of ${X} is on record`, [`show running-config | section crypto on ${R} and ${S}`]);
    const evidence = [
      ...scene.cite(expiring?.ref, deleted?.ref, ...incident.refs),
      ...citeShown(sender, left),
      ...(differ ? [...citeShown('a', a.ipsecLifetimeSeconds), ...citeShown('b', b.ipsecLifetimeSeconds)] : []),
    ];
    const statement = `${X} expired at ${R} and ${left === undefined ? 'went on' : 'has time left'} at ${S}`;
    if (!isExpired)
      return unknown(
        `the lifetimes differ, but no expiry of ${X} is on ${timeline.tunnel[receiver].name}'s record`,
        [`debug crypto ipsec on ${R}, from before the SA was deleted`],
        evidence,
      );
    if (left !== undefined && deleted !== undefined && differ) return holds('certain', statement, evidence);
    return holds(left !== undefined || differ ? 'likely' : 'possible', statement, evidence, [
      `show crypto ipsec sa on ${S}, right after the message`,
    ]);
  },
};
