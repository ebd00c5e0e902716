/** Letting go is the end of X at its sender: by its own IKE, or when it went over to a successor. */

import { gapMs } from '../timeline/event-order.ts';
import { grouped } from '../timeline/grouped.ts';
import type { EventRef, TimedEvent } from '../timeline/model.ts';
import { apart } from './apart.ts';
import { askedAnew } from './asking.ts';
import { shownSending } from './clues.ts';
import { heardBy } from './deletes-heard.ts';
import { answerBy } from './deletion.ts';
import { departuresBefore, endingOf } from './ending.ts';
import { successorOf } from './facts/rekey.ts';
import { flowOf } from './flow.ts';
import { isOfOldIkeSa } from './ike-rekey.ts';
import { firstBehind } from './places.ts';
import { inFlightMs } from './round-trip.ts';
import type { Scene } from './scene.ts';
import { wordOfSender } from './sender-word.ts';
import { countBefore, eventsOfKinds, oncePerSide } from './views.ts';

/** What was on its way has long arrived. [L] */
export const LONG_MS = 5000;

/** S let the SA go by whatever its own record shows: a DELETE that came or went, INITIAL_CONTACT, the end of its IKE SA. */
export function givenUpAt(scene: Scene): TimedEvent | undefined {
  const { sa, sender } = scene;
  const own = [scene.event(sa?.outbound.deleted), ...heardBy(scene)].flatMap((event) => event ?? []).sort((one, two) => one.ref - two.ref);
  if (own[0] !== undefined) return own[0];
  const told = toldByReceiver(scene);
  if (told !== undefined) return told;
  const held = scene.event(sa?.outbound.created) ?? scene.event(sa?.outbound.switched);
  if (held === undefined) return undefined;
  return firstBehind(endsOfAll(scene.timeline, sender), held);
}

/** The same, where S's data plane says it of itself: nothing is encrypted with X from then on. */
export function letGoByDataPlane(scene: Scene): TimedEvent | undefined {
  const gone = scene.event(scene.sa?.outbound.deleted);
  return gone?.kind === 'child-sa' && gone.isDataPlane === true ? gone : undefined;
}

/** Where S's own record is silent, R's tells: S answered the DELETE, or sent it, and who does either has closed both halves [C RFC 7296 1.4.1]; or it asked for another pair at once. */
function toldByReceiver(scene: Scene): TimedEvent | undefined {
  const answered = (scene.sa?.deleteAcknowledged ?? []).flatMap((ref) => scene.event(ref) ?? []).at(0);
  const bare = departuresBefore(scene)
    .map(({ sent }) => answerBy(scene, sent))
    .find((event) => event !== undefined);
  return answered ?? bare ?? lastWord(scene) ?? askedAnew(scene);
}

/** By INITIAL_CONTACT an end of IKEv1 says that its phase 1 is the first: its child SAs may outlive the phase 1 that made them, as behind a clear of phase 1 alone. [C RFC 2407 4.6.3.3; L dangling SAs] */
function lastWord(scene: Scene): TimedEvent | undefined {
  const word = wordOfSender(scene);
  return word?.kind === 'notify' && word.version === 1 ? undefined : word;
}

/** What ends all SAs that the side has with the peer. */
const endsOfAll = oncePerSide((timeline, side) =>
  eventsOfKinds(timeline, side, 'notify', 'delete').filter(
    (event) =>
      (event.kind === 'notify' && event.notify === 'INITIAL_CONTACT' && event.direction === 'received') ||
      (event.kind === 'delete' &&
        event.version === 2 &&
        event.what === 'ike-sa' &&
        event.change !== 'acknowledged' &&
        !isOfOldIkeSa(timeline, event)),
  ),
);

/** Where S let X go before the first message, by more than what may have been on its way then. */
export function letGoBefore(scene: Scene): TimedEvent | undefined {
  const gone = givenUpAt(scene);
  const gap = apart(gone, scene.logs[0]);
  return gap !== undefined && gap.leastMs > inFlightMs(scene.timeline) ? gone : undefined;
}

/** A rekey comes late in the life of an SA; what is made sooner is another one, of traffic that is printed alike, unless R let X go for it. [L] */
const REKEY_SHARE = 0.5;

/** `updated peer 192.0.2.1 current outbound sa to SPI …`: S went over to another SA of the same traffic, and not back. [C] ike.md 4.1 */
export function wentOverAt(scene: Scene): TimedEvent | undefined {
  const { sa, timeline, sender, receiver, incident } = scene;
  const made = scene.event(sa?.outbound.created);
  const own = flowOf(made);
  const last = scene.event(sa?.outbound.switched);
  if (own === undefined || last === undefined) return undefined;
  const dueMs = ((made?.kind === 'child-sa' ? made.lifetimeSeconds : undefined) ?? Number.NaN) * 1000 * REKEY_SHARE;
  const all = switchesOf(timeline, sender).get(own) ?? [];
  const successor = successorOf(scene, endingOf(scene)?.event);
  const renewed = successor?.made.side === receiver ? successor.sa.spi : undefined;
  const isDue = ({ event, ref, spi }: Switch) => ref > last.ref && ((gapMs(made, event) ?? 0) >= dueMs || spi === renewed);
  if (all.findLast(isDue)?.spi === incident.spi) return undefined;
  for (let place = countBefore(all, last.ref); place < all.length; place += 1) {
    const each = all[place];
    // By its own listing S sends with X still: what it printed as a switch was another pair's, or did not last.
    if (each !== undefined && isDue(each)) return shownSending(scene, each.event)?.value.isCurrent === true ? undefined : each.event;
  }
  return undefined;
}

interface Switch {
  ref: EventRef;
  event: TimedEvent;
  spi: string;
}

/** By the flow, in the order of the record. */
const switchesOf = oncePerSide((timeline, side) => {
  const all = timeline.childSas.flatMap((sa) => {
    const event = timeline.events[sa.outbound.switched ?? -1];
    const flow = flowOf(timeline.events[sa.outbound.created ?? -1]);
    return event?.side !== side || flow === undefined ? [] : [{ ref: event.ref, event, flow, spi: sa.spi }];
  });
  return grouped(
    all.sort((one, two) => one.ref - two.ref),
    ({ flow }) => [flow],
  );
});
