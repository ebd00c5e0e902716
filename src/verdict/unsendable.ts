/** A DELETE that R could not send, for want of an IKE SA: when X went, or only in answer to a message of the incident. */
import type { TimedEvent } from '../timeline/model.ts';
import { LOG_INTERVAL_MS } from '../timeline/persistence.ts';
import { AT_ONCE_MS, apart } from './apart.ts';
import { isBesideAnEnd } from './deletes-sent.ts';
import { listened } from './listening.ts';
import { oncePerScene, type Scene } from './scene.ts';

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
