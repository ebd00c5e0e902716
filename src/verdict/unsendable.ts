/** A DELETE that R could not send, for want of an IKE SA: when X went, or only in answer to a message of the incident. */
import type { DpdEvent, IkeSaEvent, MessageEvent } from '../ipsec/event.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { LOG_INTERVAL_MS } from '../timeline/persistence.ts';
import { AT_ONCE_MS, apart, WITH_PEER_MS } from './apart.ts';
import { anyOf } from './clues.ts';
import { isBesideAnEnd } from './deletes-sent.ts';
import { listened } from './listening.ts';
import { oncePerScene, type Scene } from './scene.ts';
import { countBefore } from './views.ts';

/** R says so of each packet that it logs, too: without an end in the debug of IPsec beside it, or a minute before the next message, it answers one that is not on record. [C seed.md 5; L: IOS logs one a minute] */
export const unsendableAtEnd = oncePerScene((scene): TimedEvent[] => {
  const [first] = scene.logs;
  if (first === undefined) return [];
  const all = (scene.sa?.deleteUnsendable ?? []).flatMap((ref) => scene.event(ref) ?? []);
  return all.filter((event) => event.ref < first.ref && !isAnswer(scene, event, first));
});

function isAnswer({ timeline, receiver, sa }: Scene, tried: TimedEvent, first: TimedEvent): boolean {
  const { at } = tried;
  if (at === null || sa?.inbound.deleted != null || isBesideAnEnd(timeline, receiver, at)) return false;
  if ((apart(tried, first)?.mostMs ?? 0) >= LOG_INTERVAL_MS) return true;
  return listened(timeline, 'ipsec', { side: receiver, fromMs: at - AT_ONCE_MS, toMs: at + AT_ONCE_MS }) === 'yes';
}

/** R had an IKE SA with S, and has none: its end is printed by the debug that told of it [C ike.md 7]. Where it is not on record, neither need be what else went then, and why. */
export function isIkeEndMissing(scene: Scene, tried: TimedEvent): boolean {
  const { receiver: side, timeline } = scene;
  const lived = lastOf(anyOf(scene, side, 'message', isOfStanding), anyOf(scene, side, 'ike-sa', isMade), tried);
  const ended = lastOf(anyOf(scene, side, 'ike-sa', isEnd), anyOf(scene, side, 'dpd', isDeath), tried);
  if (lived?.at == null || tried.at === null || (ended !== undefined && ended.ref > lived.ref)) return false;
  // In a pause of the debug it may have ended long before.
  const heardFrom = (fromMs: number) => listened(timeline, 'ike', { side, fromMs, toMs: tried.at ?? fromMs });
  return heardFrom(tried.at - WITH_PEER_MS) !== 'yes' || heardFrom(lived.at) === 'yes';
}

function lastOf(ones: readonly TimedEvent[], twos: readonly TimedEvent[], until: TimedEvent): TimedEvent | undefined {
  const [one, two] = [ones, twos].map((events) => events[countBefore(events, until.ref) - 1]);
  return (one?.ref ?? -1) > (two?.ref ?? -1) ? one : two;
}

/** `received packet from … (R) QM_IDLE`: of a phase 1 that is made. [C ike.md 3.2] */
const isOfStanding = ({ version, direction, state, exchange }: MessageEvent) =>
  direction === 'received' && (version === 1 ? state === 'QM_IDLE' : exchange === 'create-child-sa' || exchange === 'informational');
const isMade = ({ change }: IkeSaEvent) => change === 'established';
const isEnd = ({ change }: IkeSaEvent) => change === 'deleted' || change === 'failed';
const isDeath = ({ change }: DpdEvent) => change === 'dead';
