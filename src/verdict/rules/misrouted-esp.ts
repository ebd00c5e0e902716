/** The rule `misrouted-esp`: the ESP reaches a router that did not negotiate. */
import type { EventRef } from '../../timeline/model.ts';
import { anyOf } from '../clues.ts';
import { holds, refuted, unknown } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

export const misroutedEsp: Rule = {
  id: 'misrouted-esp',
  statement: 'the SA is alive on another router, and ESP for it reaches R',
  meaning: 'what is routed here is lost, though both negotiators are healthy',
  needs: ['R and S: debug crypto isakmp over the same time'],
  explains: ['delete-lost', 'dpd-absent', 'recovery-unsupported'],
  remedy: {
    now: "Find the router that owns the SA: show crypto ipsec sa on the others at R's site.",
    forGood: 'Look at the routing towards R.address: anycast, a doubled loopback, asymmetric paths; one tunnel source for one router.',
  },
  reference: 'ike.md 8.15 [L]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { R, S, X, sa, receiver, sender } = scene;
    const born = scene.event(sa?.outbound.created) ?? scene.event(sa?.outbound.requested);
    if (sa?.inbound.created != null || sa?.inbound.deleted != null)
      return refuted(`${R} itself had ${X}`, scene.cite(sa.inbound.created, sa.inbound.deleted));
    const talk = talkElsewhere(scene);
    if (talk.length > 0)
      return holds(
        'likely',
        `${S} gets answers from ${R}'s address over IKE, of which ${R}, whose debugs are on, shows nothing: another router answers there`,
        scene.cite(...talk.slice(-4), ...incident.refs),
        ["show crypto ipsec sa on the other routers of the receiver's site"],
      );
    if (born === undefined)
      return unknown(`${S}'s record does not show where ${X} comes from`, [
        `debug crypto isakmp and debug crypto ipsec on ${S}, from before it made ${X}`,
      ]);
    const id = sa?.messageId;
    const own = timeline.messages.filter(({ key }) => id != null && key.includes(` ${id} `));
    const unheard = own.filter(({ from, fate }) => (from === sender && fate === 'lost') || (from === receiver && fate === 'unseen-sender'));
    if (own.length === 0 || unheard.length < own.length)
      return own.some(({ fate }) => fate === 'delivered')
        ? refuted(`${R} took part in the negotiation of ${X}`)
        : unknown(
            `whether ${R} took part in the negotiation of ${X} is not on record`,
            [`debug crypto isakmp on ${R}, while ${S} made ${X}`],
            scene.cite(born.ref),
          );
    const evidence = [...scene.cite(born.ref, ...unheard.map(({ sent, received }) => sent ?? received), ...incident.refs)];
    return holds('likely', `${S} negotiated ${X} with someone that ${R} knows nothing of`, evidence, [
      "show crypto ipsec sa on the other routers of the receiver's site",
    ]);
  },
};

/** So many answers are no chance. */
const ANSWERS_MIN = 3;

/** What S heard from R's address, while R, which was recording IKE debugs at that time by its own clock, saw no message of S at all. [L] */
function talkElsewhere(scene: Scene): EventRef[] {
  const { timeline, receiver, sender } = scene;
  const { fromAt, toAt, families, gaps } = timeline.recordings[receiver];
  const isListening = families.includes('isakmp') || families.includes('ikev2');
  if (!isListening || gaps.length > 0 || fromAt === null || toAt === null || anyOf(scene, receiver, 'message').length > 0) return [];
  const heard = anyOf(scene, sender, 'message').filter(
    ({ direction, at }) => direction === 'received' && at !== null && at > fromAt && at < toAt,
  );
  return heard.length >= ANSWERS_MIN ? heard.map(({ ref }) => ref) : [];
}
