/** Asking anew is S's own request for another pair of SAs right behind R's DELETE: whoever still had X, with most of its life left, would not ask. */
import type { MessageEvent } from '../ipsec/event.ts';
import { gapMs } from '../timeline/event-order.ts';
import { grouped } from '../timeline/grouped.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { anyOf } from './clues.ts';
import { deletesSent } from './deletes-sent.ts';
import { departuresBefore, isToldBefore } from './ending.ts';
import { flowOf } from './flow.ts';
import { ageOf, lifetimesAt } from './lifetime.ts';
import { firstBehind } from './places.ts';
import { oncePerScene, type Scene } from './scene.ts';
import { oncePerSide } from './views.ts';

/** An end with traffic asks for a new SA as soon as it has none: `sa_request`. [C ike.md 4.1] */
export const ASKS_MS = 5000;
/** The responder makes the pair with its answer, or with the third message. [L] ike.md 4.4 */
const MADE_WITHIN_MS = 1000;
/** A rekey comes late in the life of an SA: IOS begins 30 s before its end, strongSwan and ASA in its last quarter. [L] */
const REKEY_SHARE = 0.7;

/** R's record of that request, when R made the pair for the traffic of X. */
export const askedAnew = oncePerScene((scene): TimedEvent | undefined => {
  const { sa, timeline, receiver } = scene;
  const left = deleteBefore(scene);
  const flow = flowOf(scene.event(sa?.inbound.created ?? sa?.inbound.deleted));
  if (left === undefined || flow === undefined || isRekeyDue(scene, left)) return undefined;
  const asked = askedBehind(scene, left);
  const isMade = madeFor(timeline, receiver)
    .get(flow)
    ?.some((made) => isBehindWithin(asked, made, MADE_WITHIN_MS));
  return isMade === true ? asked : undefined;
});

/** S's request for another pair, as soon as an end asks that has none. */
export function askedBehind(scene: Scene, sent: TimedEvent): TimedEvent | undefined {
  const asked = firstBehind(anyOf(scene, scene.receiver, 'message', asksAnew), sent);
  return (gapMs(sent, asked) ?? Number.POSITIVE_INFINITY) <= ASKS_MS ? asked : undefined;
}

/** R's DELETE, by its message or by the line that names it. */
function deleteBefore(scene: Scene): TimedEvent | undefined {
  const named = deletesSent(scene).flatMap((ref) => scene.event(ref) ?? []);
  return departuresBefore(scene)[0]?.sent ?? named.find((event) => isToldBefore(scene, event));
}

/** A request that renews an SA names it in IKEv2 [C RFC 7296 1.3.3]; of one whose list is lost nobody knows. */
function asksAnew({ direction, exchange, message, role, step, payloads, isUnprinted }: MessageEvent): boolean {
  if (direction !== 'received') return false;
  if (exchange === 'quick') return role === 'responder' && step === 1;
  if (exchange === 'ike-sa-init') return message === 'request';
  return exchange === 'create-child-sa' && message === 'request' && isUnprinted !== true && !payloads.some(isRekey);
}

const isRekey = (payload: string): boolean => payload.includes('REKEY_SA');

/** That S asks then may be its own rekey of X. */
function isRekeyDue(scene: Scene, left: TimedEvent): boolean {
  const age = ageOf(scene, left);
  const given = lifetimesAt(scene);
  return age === undefined || given.length === 0 || age.mostMs > Math.min(...given) * 1000 * REKEY_SHARE;
}

const madeFor = oncePerSide(({ childSas, events }, side) => {
  const made = childSas.flatMap(({ receiver, inbound }) => (receiver === side ? (events[inbound.created ?? -1] ?? []) : []));
  return grouped(made, (event) => [flowOf(event) ?? '']);
});

function isBehindWithin(from: TimedEvent | undefined, to: TimedEvent, ms: number): boolean {
  const gap = gapMs(from, to);
  return gap !== undefined && gap >= 0 && gap <= ms && from !== undefined && from.ref < to.ref;
}

/** R's request to renew X, as S's record has it: until then R had X. [C RFC 7296 1.3.3] */
export function askedToRenew(scene: Scene, born: TimedEvent, gone: TimedEvent): TimedEvent | undefined {
  const { sa, timeline, sender } = scene;
  const flow = flowOf(scene.event(sa?.outbound.created));
  if (flow === undefined) return undefined;
  const taken = takenFor(timeline, sender).get(flow) ?? [];
  return anyOf(scene, sender, 'message', asksToRenew).findLast(
    (asked) => asked.ref > born.ref && asked.ref < gone.ref && taken.some((made) => isBehindWithin(asked, made, MADE_WITHIN_MS)),
  );
}

function asksToRenew({ direction, exchange, message, payloads }: MessageEvent): boolean {
  return direction === 'received' && exchange === 'create-child-sa' && message === 'request' && payloads.some(isRekey);
}

const takenFor = oncePerSide(({ childSas, events }, side) => {
  const taken = childSas.flatMap(({ receiver, outbound }) => (receiver === side ? [] : (events[outbound.created ?? -1] ?? [])));
  return grouped(taken, (event) => [flowOf(event) ?? '']);
});
