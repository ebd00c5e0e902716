/** Killed: did R delete X, which was new, because a packet for it came too early. */

import type { DeleteEvent, MessageEvent } from '../../ipsec/event.ts';
import type { TimedEvent } from '../../timeline/model.ts';
import { apart, isBefore } from '../apart.ts';
import { anyOf, lastBefore } from '../clues.ts';
import { type Answer, debug, type Fact, no, unknown, yes } from '../fact.ts';
import type { Scene } from '../scene.ts';
import { silent } from '../silence.ts';
import { killedByIkeAlone } from '../unnamed-making.ts';
import { NEW_MS } from '../unprinted.ts';
import { bornAtSender, installedOf, SETTLED_MS } from './birth.ts';

/** The delete follows the packet at once; what comes seconds later has another reason. [L FBZ CSCvn31824] */
const AT_ONCE_MS = 2000;

/** What was created so long before takes packets: none of them is early. [L] ike.md 8.6 */
const STOOD_MS = 1500;

const WANTS = [debug('R', 'ipsec', 'at the making'), debug('S', 'ike', 'at the making')];

export const killedWhenNew: Fact = {
  id: 'killed-when-new',
  link: 'forgot',
  question: 'Did R delete X, which was new, because a packet for it came too early?',
  ask: (scene) => {
    const [first] = scene.logs;
    const made = makingOf(scene);
    return first === undefined || made === undefined
      ? (killedByIkeAlone(scene) ?? unknown(`no making of ${scene.X} is on record`, WANTS))
      : (wasNotNew(scene, first, made) ?? stoodBefore(scene, first, made) ?? byItsEnds(scene, first, made));
  },
};

function makingOf(scene: Scene): TimedEvent | undefined {
  return scene.event(scene.sa?.inbound.requested) ?? createdOf(scene) ?? bornAtSender(scene) ?? exchangeBefore(scene);
}

function createdOf(scene: Scene): TimedEvent | undefined {
  const { created, installed } = scene.sa?.inbound ?? {};
  return scene.event(created) ?? scene.event(installed);
}

const isOfChildSa = ({ exchange }: MessageEvent) => exchange === 'create-child-sa' || exchange === 'ike-auth';

/** With the debug of IKEv2 alone R's own exchange is all that tells when X was made. */
function exchangeBefore(scene: Scene): TimedEvent | undefined {
  const near = lastBefore(scene, anyOf(scene, scene.receiver, 'message', isOfChildSa));
  const gap = apart(near, scene.logs[0]);
  return gap !== undefined && gap.leastMs <= NEW_MS ? near : undefined;
}

function wasNotNew(scene: Scene, first: TimedEvent, made: TimedEvent): Answer | undefined {
  const age = apart(made, first);
  if (age === undefined || (age.leastMs <= NEW_MS && age.mostMs >= -NEW_MS)) return undefined;
  return no(`${scene.X} was not new when the message came`, scene.cite(made.ref, first.ref));
}

function stoodBefore(scene: Scene, first: TimedEvent, made: TimedEvent): Answer | undefined {
  const stood = apart(installedOf(scene), first);
  if (stood === undefined || stood.leastMs <= STOOD_MS) return undefined;
  const seconds = (stood.leastMs / 1000).toFixed(1);
  const said = `${scene.R} had created ${scene.X} ${seconds} s before the message: the packet was not early`;
  return no(said, scene.cite(made.ref, first.ref), 'suggested', WANTS);
}

/** What ended X behind the packet, unless R itself had ended it before. */
function byItsEnds(scene: Scene, first: TimedEvent, made: TimedEvent): Answer {
  const { R, X, receiver: side } = scene;
  const ends = endsOf(scene);
  const killed = ends.find((event) => isBefore(event, first) !== 'yes');
  const told = killed === undefined ? undefined : toldToDelete(scene, first, killed);
  if (told !== undefined) return told;
  const earlier = ends.find((event) => event.side === side && isBefore(event, first) === 'yes');
  if (earlier !== undefined) return no(`${R} had deleted ${X} before the message`, scene.cite(earlier.ref, first.ref));
  const what = `no deletion of ${X} right after the message`;
  if (killed === undefined) return silent(scene, { side, heard: 'ipsec', since: first, until: first, what, wants: WANTS });
  return onlyAnswered(scene, first) ?? judgeKill(scene, { first, made, killed });
}

/** The deletion of X at R, and the DELETEs for it, sent and received. */
function endsOf(scene: Scene): TimedEvent[] {
  const { inbound, deleteSent = [], deleteReceived = [] } = scene.sa ?? {};
  return [inbound?.deleted, ...deleteSent, ...deleteReceived].flatMap((ref) => scene.event(ref) ?? []);
}

/** S's own DELETE came between the packet and the deletion, at once before it: then the packet killed nothing. [C RFC 7296 1.4.1] */
function toldToDelete(scene: Scene, first: TimedEvent, killed: TimedEvent): Answer | undefined {
  const { R, S, X, receiver } = scene;
  if (killed.side !== receiver || killed.kind !== 'child-sa') return undefined;
  const told = anyOf(scene, receiver, 'delete', isReceived).findLast((event) => {
    const gap = apart(event, killed);
    return event.ref > first.ref && event.ref < killed.ref && gap !== undefined && gap.leastMs <= SETTLED_MS;
  });
  if (told === undefined) return undefined;
  return no(`${R} deleted ${X} because ${S} told it to, after the packet`, scene.cite(first.ref, told.ref, killed.ref));
}

const isReceived = ({ change }: DeleteEvent) => change === 'received';

/** R answers an unknown SPI with a DELETE for it: of what it never made, by its own debugs, it has killed nothing. [C seed.md 5] */
function onlyAnswered(scene: Scene, first: TimedEvent): Answer | undefined {
  const { sa, R, X, receiver: side } = scene;
  if ([sa?.inbound.requested, sa?.inbound.created, sa?.inbound.installed, sa?.inbound.deleted].some((ref) => ref != null)) return undefined;
  const what = `neither a making nor a deletion of ${X}`;
  const never = silent(scene, { side, heard: 'ipsec', since: bornAtSender(scene) ?? first, until: first, what, wants: WANTS });
  if (never.is !== 'no') return undefined;
  return no(`${R} never made ${X}: its DELETE is the answer to the packet`, never.evidence, never.grade, WANTS);
}

/** The first message, the deletion behind it, and the making before both. */
interface Kill {
  first: TimedEvent;
  made: TimedEvent;
  killed: TimedEvent;
}

function judgeKill(scene: Scene, { first, made, killed }: Kill): Answer {
  const { R, X, sa, sender } = scene;
  const gap = apart(first, killed);
  if (gap !== undefined && gap.leastMs > NEW_MS)
    return no(`${R} deleted ${X} ${Math.round(gap.leastMs / 1000)} s after the message`, scene.cite(made.ref, killed.ref));
  const evidence = scene.cite(made.ref, first.ref, killed.ref, ...(sa?.deleteReceived ?? []));
  // Within one millisecond a device's own order of lines speaks for it, and shows nothing; across routers it says nothing.
  const isNamed = isBefore(first, killed) === 'unknown' && killed.side === first.side && first.ref < killed.ref;
  if ((isBefore(first, killed) !== 'yes' && !isNamed) || gap === undefined || apart(made, first) === undefined)
    return (
      deletedAsSoonAsMade(scene, made, killed) ??
      unknown(`whether the message or the deletion of ${X} came first is not known`, WANTS, evidence)
    );
  const isTold = killed.side === sender || (sa?.deleteReceived.length ?? 0) > 0;
  const said = `${R} deleted ${X} ${Math.round((gap.leastMs + gap.mostMs) / 2)} ms after a packet for it came, while it was new`;
  if (gap.leastMs > AT_ONCE_MS || stoodAtSender(scene, first)) return yes(said, evidence, 'hinted', WANTS);
  if (gap.mostMs > AT_ONCE_MS || isNamed) return yes(said, evidence, 'suggested', WANTS);
  return yes(said, evidence, isTold && sa?.inbound.deleted != null ? 'shown' : 'suggested', WANTS);
}

/** R's own making is not on record, and S had X for so long that R had it as well, unless it was slow. */
function stoodAtSender(scene: Scene, first: TimedEvent): boolean {
  const age = apart(bornAtSender(scene), first);
  return createdOf(scene) === undefined && age !== undefined && age.leastMs > STOOD_MS;
}

/** By S's record alone, which nothing ties to R's clock: an end that deletes at once what it has just made has seldom another reason, and the other is a rekey that crossed. [L ike.md 8.7] */
function deletedAsSoonAsMade(scene: Scene, made: TimedEvent, killed: TimedEvent): Answer | undefined {
  const { R, X, sender } = scene;
  const lived = apart(made, killed);
  if (made.side !== sender || killed.side !== sender || lived === undefined || lived.mostMs > AT_ONCE_MS) return undefined;
  return yes(`${R} told of the end of ${X} as soon as it was made`, scene.cite(made.ref, killed.ref), 'hinted', WANTS);
}
