/** Elsewhere: another device negotiates, or answers, at the receiver's address. */
import { isBefore } from '../apart.ts';
import { anyOf, isShownLate } from '../clues.ts';
import { debug, type Fact, no, show, unknown, yes } from '../fact.ts';
import type { Scene } from '../scene.ts';
import { messagesOf } from '../views.ts';

/** So many answers are no chance. */
const ANSWERS_MIN = 3;

export const aliveElsewhere: Fact = {
  id: 'alive-elsewhere',
  link: 'forgot',
  question: "Does another device negotiate, or answer, at R's address?",
  ask: (scene) => {
    const { R, S, sa, receiver, sender, timeline, logs } = scene;
    const wants = [debug('R', 'ike', 'at the making'), show('R', "show crypto ipsec sa, on the other routers of R's site", 'now')];
    if (sa?.inbound.created != null || sa?.inbound.deleted != null)
      return no(`${R} itself had ${scene.X}`, scene.cite(sa.inbound.created, sa.inbound.deleted));
    const { fromAt, toAt, families, gaps } = timeline.recordings[receiver];
    const isListening = families.includes('isakmp') || families.includes('ikev2');
    const ownMessages = anyOf(scene, receiver, 'message');
    const heard = anyOf(scene, sender, 'message').filter(({ direction }) => direction === 'received');
    const acks = anyOf(scene, sender, 'dpd').filter(({ change }) => change === 'ack-received');
    if (isListening && gaps.length === 0 && fromAt !== null && toAt !== null && ownMessages.length === 0) {
      const talk = heard.filter(({ at }) => at !== null && at > fromAt && at < toAt);
      if (talk.length >= ANSWERS_MIN)
        return yes(
          `${S} gets answers from ${R}'s address over IKE, of which ${R}, whose debugs are on, shows nothing`,
          scene.cite(...talk.slice(-4).map(({ ref }) => ref)),
          'suggested',
          wants,
        );
    }
    const [first] = logs;
    const shown = timeline.states[receiver].ikeSas;
    const later = [...heard, ...acks].filter((event) => first !== undefined && isBefore(first, event) === 'yes');
    if (shown !== undefined && shown.length === 0 && !isShownLate(scene, receiver) && later.length > 0 && ownMessages.length === 0)
      return yes(
        `${R} has no IKE SA at all, and ${S} is answered from ${R}'s address`,
        scene.cite(...later.slice(0, 3).map(({ ref }) => ref)),
        'suggested',
        wants,
      );
    // Nothing was exchanged with R itself, so that nothing need tie the clocks: what was answered to the end was answered behind the message, too.
    const isUnordered = later.length === 0 && acks.some((event) => first !== undefined && isBefore(first, event) === 'unknown');
    if (shown?.length === 0 && !isShownLate(scene, receiver) && isUnordered && ownMessages.length === 0 && isAnsweredToTheEnd(scene))
      return yes(
        `${R} has no IKE SA at all, and the last probe of ${S} was answered from ${R}'s address`,
        scene.cite(acks.at(-1)?.ref),
        'hinted',
        [...wants, show('S', 'show clock', 'now'), show('R', 'show clock', 'now')],
      );
    return byNegotiation(scene);
  },
};

function isAnsweredToTheEnd(scene: Scene): boolean {
  const own = anyOf(scene, scene.sender, 'dpd').filter(
    ({ change }) => change === 'ack-received' || change === 'probe-sent' || change === 'missed',
  );
  return own.at(-1)?.change === 'ack-received';
}

function byNegotiation(scene: Scene): ReturnType<Fact['ask']> {
  const { R, S, X, sa, receiver, sender, timeline } = scene;
  const wants = [debug('R', 'ike', 'at the making')];
  const born = scene.event(sa?.outbound.created) ?? scene.event(sa?.outbound.requested);
  if (born === undefined) return unknown(`${S}'s record does not show where ${X} comes from`, [debug('S', 'ike', 'at the making')]);
  const id = sa?.messageId;
  const own = messagesOf(timeline, id);
  const unheard = own.filter(({ from, fate }) => (from === sender && fate === 'lost') || (from === receiver && fate === 'unseen-sender'));
  if (own.length > 0 && unheard.length === own.length)
    return yes(
      `${S} negotiated ${X} with someone that ${R} knows nothing of`,
      scene.cite(born.ref, ...unheard.map(({ sent, received }) => sent ?? received)),
      'suggested',
      wants,
    );
  return own.some(({ fate }) => fate === 'delivered')
    ? no(`${R} took part in the negotiation of ${X}`, scene.cite(born.ref))
    : unknown(`whether ${R} took part in the negotiation of ${X} is not on record`, wants, scene.cite(born.ref));
}
