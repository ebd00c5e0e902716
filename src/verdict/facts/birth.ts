/** Birth: did R ever make X, was it still making it, and did it delete it because a packet for it came too early. */

import type { DeleteEvent, MessageEvent } from '../../ipsec/event.ts';
import type { TimedEvent } from '../../timeline/model.ts';
import { type Apart, apart, isBefore } from '../apart.ts';
import { anyOf, lastBefore, receiverShows } from '../clues.ts';
import { endingOf } from '../ending.ts';
import { type Answer, debug, type Fact, no, unknown, type Wanted, yes } from '../fact.ts';
import { isProvenQuiet } from '../quiet.ts';
import type { Scene } from '../scene.ts';
import { silent } from '../silence.ts';
import { earlyByIkeAlone, killedByIkeAlone } from '../unnamed-making.ts';
import { NEW_MS } from '../unprinted.ts';
import { messagesOf } from '../views.ts';
import { listedIn } from './between.ts';

export const madeAtReceiver: Fact = {
  id: 'made-at-receiver',
  link: 'forgot',
  question: 'Did R make X itself?',
  ask: (scene) => {
    const { sa, R, X, receiver, timeline } = scene;
    const { inbound } = sa ?? {};
    const refs = [inbound?.requested, inbound?.created, inbound?.installed, inbound?.deleted].filter((ref) => ref != null);
    if (refs.length > 0) return yes(`${R} made ${X}`, scene.cite(...refs));
    const listed = [...receiverShows(scene), ...listedIn(scene, receiver)].slice(0, 1);
    if (listed.length > 0) return yes(`${R} lists ${X}`, listed);
    // What goes out behind the message may be no more than the answer to it. [C seed.md 5]
    const ending = endingOf(scene);
    if (ending?.isBefore === 'yes') return yes(`${R} sent a DELETE for ${X}`, scene.cite(ending.event.ref), 'suggested');
    const born = bornAtSender(scene);
    const id = sa?.messageId;
    const shared = messagesOf(timeline, id).find(({ fate }) => fate === 'delivered');
    if (shared !== undefined)
      return yes(`${R} took part in the negotiation of ${X}`, scene.cite(shared.sent, shared.received), 'suggested');
    if (born === undefined) return unknown(`when ${X} was made is on neither record`, [debug('R', 'ipsec', 'at the making')]);
    return silent(scene, {
      side: receiver,
      heard: 'ipsec',
      since: born,
      until: born,
      what: `nothing of ${X} when ${scene.S} made it`,
      wants: [debug('R', 'ipsec', 'at the making')],
    });
  },
};

export function bornAtSender({ births, sender }: Scene): TimedEvent | undefined {
  return births.find(({ side }) => side === sender);
}

/** A negotiation is over long before this; what is created later is another story. [L] */
const RACE_MS = 5000;
/** Installed this much earlier, the SA was there. ike.md 8.6 */
const SETTLED_MS = 1000;

export const usedTooEarly: Fact = {
  id: 'used-too-early',
  link: 'sends',
  question: 'Did S use X before R had installed it?',
  ask: (scene) => {
    const { R, X, sa, logs, incident } = scene;
    const [first] = logs;
    const born = scene.event(sa?.inbound.installed) ?? scene.event(sa?.inbound.created);
    const wants = [debug('R', 'ipsec', 'at the making'), debug('S', 'ipsec', 'at the making')];
    const shown = receiverShows(scene);
    if (incident.persistence === 'black-hole') return no(`${R} logged ${X} again and again: a race passes`, scene.cite(...incident.refs));
    if (born === undefined || first === undefined) {
      if (shown.length > 0 && scene.sa?.inbound.deleted == null)
        return yes(`${R} lists ${X}, which it did not know a moment before`, [...scene.cite(...incident.refs), ...shown], 'hinted', wants);
      const ending = endingOf(scene);
      if (ending?.isBefore === 'yes') return no(`${R} had given up ${X} before the message`, scene.cite(ending.event.ref, first?.ref));
      const early = earlyByIkeAlone(scene);
      if (early !== undefined) return early;
      return unknown(`${R}'s record does not show ${X} being created`, wants);
    }
    return judgeMoment(scene, first, born, wants);
  },
};

/** The message against the installation, within the stamps. */
function judgeMoment(scene: Scene, first: TimedEvent, born: TimedEvent, wants: Wanted[]): Answer {
  const { R, S, X, sa } = scene;
  const gap = apart(first, born);
  const switched = scene.event(sa?.outbound.switched) ?? scene.event(sa?.outbound.enabled);
  const evidence = scene.cite(switched?.ref, sa?.inbound.created, sa?.inbound.installed, first.ref);
  if (gap === undefined) {
    if (isBefore(first, born) !== 'yes') return no(`${R} had created ${X} before the message`, evidence);
    return yes(`${R} created ${X} after the message`, evidence, 'suggested', wants);
  }
  if (gap.leastMs > RACE_MS)
    return no(`${R} created ${X} only ${Math.round(gap.leastMs / 1000)} s after the message: no race lasts so long`, evidence);
  if (gap.mostMs < -SETTLED_MS) return no(`${R} had created ${X} ${Math.round(-gap.mostMs / 1000)} s before the message`, evidence);
  if (sa?.inbound.deleted != null && isBefore(first, born) !== 'yes')
    return no(`${R} had created ${X} before the message, and deleted it`, evidence);
  if (gap.leastMs > 0 && switched !== undefined && isBefore(born, switched) === 'yes')
    return no(`${S} went over to ${X} only after ${R} had created it`, evidence);
  const said = `${R} created ${X} ${Math.round(Math.abs((gap.leastMs + gap.mostMs) / 2))} ms ${gap.leastMs + gap.mostMs > 0 ? 'after' : 'before'} the message`;
  if (gap.leastMs >= 0 && gap.mostMs > 1)
    return yes(`${said}, and ${S} was already sending with it`, evidence, isProvenQuiet(scene) ? 'shown' : 'suggested', wants);
  const gone = [sa?.inbound.deleted, sa?.deleteSent[0], sa?.deleteReceived[0]].find((ref) => ref != null);
  if (gap.mostMs < -1 && gone !== undefined)
    return no(`${R} had created ${X} before the message, and gave it up`, scene.cite(sa?.inbound.created, gone), 'suggested');
  // IOS says `created` before its data plane takes packets. [L] ike.md 4.4, 8.6
  if (gap.mostMs < -1) return yes(`${said}; its data plane may take packets later than that`, evidence, 'suggested', wants);
  return isBefore(first, born) === 'yes'
    ? yes(`${said}, and ${S} was already sending with it`, evidence, 'suggested', wants)
    : unknown(`${R} created ${X} so close to the message that the order is not known`, wants, evidence);
}

/** The delete follows the packet at once; what comes seconds later has another reason. [L FBZ CSCvn31824] */
const AT_ONCE_MS = 2000;

/** What was created so long before takes packets: none of them is early. [L] ike.md 8.6 */
const STOOD_MS = 1500;

export const killedWhenNew: Fact = {
  id: 'killed-when-new',
  link: 'forgot',
  question: 'Did R delete X, which was new, because a packet for it came too early?',
  ask: (scene) => {
    const { R, X, sa, logs, receiver } = scene;
    const [first] = logs;
    const wants = [debug('R', 'ipsec', 'at the making'), debug('S', 'ike', 'at the making')];
    const made =
      scene.event(sa?.inbound.requested) ??
      scene.event(sa?.inbound.created) ??
      scene.event(sa?.inbound.installed) ??
      bornAtSender(scene) ??
      exchangeBefore(scene);
    if (first === undefined || made === undefined) return killedByIkeAlone(scene) ?? unknown(`no making of ${X} is on record`, wants);
    const age = apart(made, first);
    if (age !== undefined && (age.leastMs > NEW_MS || age.mostMs < -NEW_MS))
      return no(`${X} was not new when the message came`, scene.cite(made.ref, first.ref));
    const stood = apart(scene.event(sa?.inbound.installed) ?? scene.event(sa?.inbound.created), first);
    if (stood !== undefined && stood.leastMs > STOOD_MS)
      return no(
        `${R} had created ${X} ${(stood.leastMs / 1000).toFixed(1)} s before the message: the packet was not early`,
        scene.cite(made.ref, first.ref),
        'suggested',
        wants,
      );
    const ends = [
      scene.event(sa?.inbound.deleted),
      ...(sa?.deleteSent ?? []).map((ref) => scene.event(ref)),
      ...(sa?.deleteReceived ?? []).map((ref) => scene.event(ref)),
    ];
    const killed = ends.flatMap((event) => (event === undefined ? [] : [event])).find((event) => isBefore(event, first) !== 'yes');
    const told = killed === undefined ? undefined : toldToDelete(scene, first, killed);
    if (told !== undefined)
      return no(`${R} deleted ${X} because ${scene.S} told it to, after the packet`, scene.cite(first.ref, told.ref, killed?.ref));
    const earlier = ends.find((event) => event !== undefined && event.side === receiver && isBefore(event, first) === 'yes');
    const answered = killed === undefined || earlier !== undefined ? undefined : onlyAnswered(scene, first, wants);
    if (answered !== undefined) return answered;
    if (earlier !== undefined) return no(`${R} had deleted ${X} before the message`, scene.cite(earlier.ref, first.ref));
    if (killed === undefined)
      return silent(scene, {
        side: receiver,
        heard: 'ipsec',
        since: first,
        until: first,
        what: `no deletion of ${X} right after the message`,
        wants,
      });
    return judgeKill(scene, { first, made, killed, age }, wants);
  },
};

/** S's own DELETE came between the packet and the deletion, at once before it: then the packet killed nothing. [C RFC 7296 1.4.1] */
function toldToDelete(scene: Scene, first: TimedEvent, killed: TimedEvent): TimedEvent | undefined {
  if (killed.side !== scene.receiver || killed.kind !== 'child-sa') return undefined;
  return anyOf(scene, scene.receiver, 'delete', isReceived).findLast((event) => {
    const gap = apart(event, killed);
    return event.ref > first.ref && event.ref < killed.ref && gap !== undefined && gap.leastMs <= SETTLED_MS;
  });
}

const isReceived = ({ change }: DeleteEvent) => change === 'received';

/** R answers an unknown SPI with a DELETE for it: of what it never made, by its own debugs, it has killed nothing. [C seed.md 5] */
function onlyAnswered(scene: Scene, first: TimedEvent, wants: Wanted[]): Answer | undefined {
  const { sa, R, X, receiver } = scene;
  if ([sa?.inbound.requested, sa?.inbound.created, sa?.inbound.installed, sa?.inbound.deleted].some((ref) => ref != null)) return undefined;
  const never = silent(scene, {
    side: receiver,
    heard: 'ipsec',
    since: bornAtSender(scene) ?? first,
    until: first,
    what: `neither a making nor a deletion of ${X}`,
    wants,
  });
  if (never.is !== 'no') return undefined;
  return no(`${R} never made ${X}: its DELETE is the answer to the packet`, never.evidence, never.grade, wants);
}

/** The message, the deletion behind it, and how old X was. */
function judgeKill(
  scene: Scene,
  { first, made, killed, age }: { first: TimedEvent; made: TimedEvent; killed: TimedEvent; age: Apart | undefined },
  wants: Wanted[],
): Answer {
  const { R, X, sa, sender } = scene;
  const gap = apart(first, killed);
  if (gap !== undefined && gap.leastMs > NEW_MS)
    return no(`${R} deleted ${X} ${Math.round(gap.leastMs / 1000)} s after the message`, scene.cite(made.ref, killed.ref));
  const evidence = scene.cite(made.ref, first.ref, killed.ref, ...(sa?.deleteReceived ?? []));
  // Within one millisecond a device's own order of lines speaks for it, and shows nothing; across routers it says nothing.
  const isNamed = isBefore(first, killed) === 'unknown' && killed.side === first.side && first.ref < killed.ref;
  if ((isBefore(first, killed) !== 'yes' && !isNamed) || gap === undefined || age === undefined)
    return unknown(`whether the message or the deletion of ${X} came first is not known`, wants, evidence);
  const isTold = killed.side === sender || (sa?.deleteReceived.length ?? 0) > 0;
  const said = `${R} deleted ${X} ${Math.round((gap.leastMs + gap.mostMs) / 2)} ms after a packet for it came, while it was new`;
  if (gap.leastMs > AT_ONCE_MS) return yes(said, evidence, 'hinted', wants);
  if (gap.mostMs > AT_ONCE_MS || isNamed) return yes(said, evidence, 'suggested', wants);
  return yes(said, evidence, isTold && sa?.inbound.deleted != null ? 'shown' : 'suggested', wants);
}

const isOfChildSa = ({ exchange }: MessageEvent) => exchange === 'create-child-sa' || exchange === 'ike-auth';

/** With the debug of IKEv2 alone R's own exchange is all that tells when X was made. */
function exchangeBefore(scene: Scene): TimedEvent | undefined {
  const near = lastBefore(scene, anyOf(scene, scene.receiver, 'message', isOfChildSa));
  const gap = apart(near, scene.logs[0]);
  return gap !== undefined && gap.leastMs <= NEW_MS ? near : undefined;
}
