/** Refusal: R, which began an IKEv2 exchange, refuses what S has installed already. */

import type { IkeSaEvent, MessageEvent, NegotiationEvent } from '../../ipsec/event.ts';
import type { TimedEvent } from '../../timeline/model.ts';
import { apart, isBefore } from '../apart.ts';
import { anyOf, before, citeShown, lastBefore, senderHolds } from '../clues.ts';
import { type Answer, debug, type Fact, no, show, yes } from '../fact.ts';
import { isLongSince } from '../long-since.ts';
import type { Scene } from '../scene.ts';
import { silent } from '../silence.ts';
import { countBefore, eventsOfKind } from '../views.ts';
import { bornAtSender } from './birth.ts';

/** Nobody answered: that is no refusal. `Maximum number of retransmissions reached` [L] */
const IN_VAIN = /retransm/i;
const isRefusal = ({ version, change, role, reason }: IkeSaEvent | NegotiationEvent) =>
  version === 2 && change === 'failed' && role !== 'responder' && !IN_VAIN.test(reason ?? '');
const isEstablished = ({ change }: IkeSaEvent) => change === 'established';

/** S installs its child SA in the exchange that R refuses. [L] */
const BESIDE_MS = 5000;

/** ESP overtakes the answer that R refuses: the refusal is printed behind the message, in the exchange that R had begun before it. [C RFC 7296 1.2] */
function refusedBehind(scene: Scene): TimedEvent | undefined {
  const { receiver, logs } = scene;
  const [first] = logs;
  const begun = lastBefore(scene, anyOf(scene, receiver, 'message', isAskedByItself));
  const since = apart(begun, first);
  if (first === undefined || since === undefined || since.leastMs > BESIDE_MS) return undefined;
  return [...anyOf(scene, receiver, 'ike-sa', isRefusal), ...anyOf(scene, receiver, 'negotiation', isRefusal)]
    .toSorted((one, two) => one.ref - two.ref)
    .find((event) => {
      const gap = apart(first, event);
      return event.ref > first.ref && gap !== undefined && gap.leastMs <= BESIDE_MS;
    });
}

const isAskedByItself = ({ exchange, direction, message }: MessageEvent) =>
  exchange === 'ike-auth' && direction === 'sent' && message === 'request';

/** What R refuses in another session than that in which it asked S may be another peer's. [C ike.md 6: SESSION ID, SA ID] */
function isOfExchange(scene: Scene, failed: TimedEvent): boolean {
  const asked = anyOf(scene, scene.receiver, 'message', isAskedByItself).flatMap(({ ikeSpis }) => ikeSpis?.initiator ?? []);
  return failed.kind !== 'ike-sa' || asked.length === 0 || (failed.ikeSpis !== undefined && asked.includes(failed.ikeSpis.initiator));
}

/** Where R prints its packets, a session of which it has printed none may be of any peer. */
function isOfNobody({ timeline, receiver }: Scene, failed: TimedEvent): boolean {
  return failed.kind === 'ike-sa' && failed.ikeSpis === undefined && eventsOfKind(timeline, receiver, 'message').length > 0;
}

/** The lines of one exchange. [L] */
const OF_ONE_MS = 2000;

/** R refused what it had just been asked for: it began nothing, and nobody installs before it has answered. [C RFC 7296 1.2, 1.3] */
function isAnswering({ timeline, receiver }: Scene, failed: TimedEvent): boolean {
  const messages = eventsOfKind(timeline, receiver, 'message');
  const last = messages[countBefore(messages, failed.ref) - 1];
  const gap = apart(last, failed);
  return last?.direction === 'received' && last.message === 'request' && gap !== undefined && gap.leastMs <= OF_ONE_MS;
}

const WANTS = [debug('R', 'ike', 'at the making'), show('S', 'show crypto ikev2 sa')];

export const refusedByReceiver: Fact = {
  id: 'refused-by-receiver',
  link: 'forgot',
  question: 'Did R, which began the IKEv2 exchange, refuse S after S had installed X?',
  ask: (scene) => {
    const { R, X, sa } = scene;
    if (sa?.inbound.created != null) return no(`${R} created ${X} itself`, scene.cite(sa.inbound.created));
    const failed = refusedBefore(scene) ?? refusedBehind(scene);
    if (failed === undefined) return nothingRefused(scene);
    return recoveredSince(scene, failed) ?? madeSince(scene, failed) ?? wasRefused(scene, failed);
  },
};

function refusedBefore(scene: Scene): TimedEvent | undefined {
  const { receiver } = scene;
  return [...before(scene, receiver, 'ike-sa', isRefusal), ...before(scene, receiver, 'negotiation', isRefusal)]
    .toSorted((one, two) => one.ref - two.ref)
    .findLast((event) => !isAnswering(scene, event));
}

function nothingRefused(scene: Scene): Answer {
  const what = 'no IKEv2 exchange that it refused';
  return silent(scene, { side: scene.receiver, heard: 'ike', since: bornAtSender(scene), what, wants: WANTS });
}

function recoveredSince(scene: Scene, failed: TimedEvent): Answer | undefined {
  const recovered = before(scene, scene.receiver, 'ike-sa', isEstablished).find(({ ref }) => ref > failed.ref);
  if (recovered === undefined) return undefined;
  return no(`${scene.R} had an IKE SA with ${scene.S} after it had refused one`, scene.cite(failed.ref, recovered.ref));
}

function madeSince(scene: Scene, failed: TimedEvent): Answer | undefined {
  const { births } = scene;
  if (madeBeside(scene, failed) !== undefined || !births.some((birth) => isBefore(failed, birth) === 'yes')) return undefined;
  const evidence = scene.cite(failed.ref, ...births.map(({ ref }) => ref));
  return no(`${scene.X} was made after the exchange that ${scene.R} refused`, evidence);
}

/** The making of X within a moment of the refusal. */
function madeBeside({ births }: Scene, failed: TimedEvent): TimedEvent | undefined {
  return births.find((birth) => {
    const gap = apart(failed, birth);
    return gap !== undefined && gap.leastMs <= BESIDE_MS && gap.mostMs >= -BESIDE_MS;
  });
}

function wasRefused(scene: Scene, failed: TimedEvent): Answer {
  const { R, S, X, sender, timeline, logs } = scene;
  const beside = madeBeside(scene, failed);
  const held = senderHolds(scene);
  const ready = timeline.states[sender].ikeSas?.find(({ value }) => value.state === 'READY');
  const evidence = [...scene.cite(failed.ref, beside?.ref), ...held, ...citeShown(ready), ...scene.cite(logs[0]?.ref)];
  const isDecided = held.length > 0 && ready !== undefined && beside !== undefined && isOfExchange(scene, failed);
  return isDecided
    ? yes(`${R} refused the exchange, ${S} stands READY and sends with ${X}`, evidence)
    : yes(
        `${R} refused an IKEv2 exchange; ${S} seems to have taken it for good`,
        evidence,
        isLongSince(scene, failed) || isOfNobody(scene, failed) ? 'hinted' : 'suggested',
        WANTS,
      );
}
