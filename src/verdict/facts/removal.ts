/** Removal: that R deleted X, and with what: its IKE SA, or a word of S. That R took S for dead stands in `dead-peer.ts`. */
import type { IkeSaEvent } from '../../ipsec/event.ts';
import type { TimedEvent } from '../../timeline/model.ts';
import { AT_ONCE_MS, apart, COARSEST_MS, isBefore } from '../apart.ts';
import { anyOf, lastBefore } from '../clues.ts';
import { heardUnsent } from '../deletes-heard.ts';
import { unnamedDelete } from '../deletes-sent.ts';
import { endingOf, isToldBefore, wordBefore } from '../ending.ts';
import { type Answer, answerOf, debug, type Fact, no, unknown, yes } from '../fact.ts';
import { letGoBy } from '../let-go-first.ts';
import type { Scene } from '../scene.ts';
import { contactBefore, wordOfSender } from '../sender-word.ts';
import { silent } from '../silence.ts';
import { listedThenGone } from './between.ts';
import { cleared } from './clearing.ts';
import { declaredDead } from './dead-peer.ts';

/** Where R's deletions stand. */
const BEFORE_END = [debug('R', 'ipsec', 'before the end')];

export const deletedAtReceiver: Fact = {
  id: 'deleted-at-receiver',
  link: 'forgot',
  question: 'Did R delete X before the message?',
  ask: (scene) =>
    deletedBefore(scene) ??
    deletedAtOnce(scene) ??
    deletedAfter(scene) ??
    goneFromListing(scene) ??
    heardAtSender(scene) ??
    noDeletion(scene),
};

function deletedBefore(scene: Scene): Answer | undefined {
  const { R, S, X, sa } = scene;
  const ending = endingOf(scene);
  if (ending?.isBefore !== 'yes') return undefined;
  const said = ending.toldBy === 'sender' ? `${S} heard ${R}'s DELETE for ${X} before the message` : `${R} deleted ${X} before the message`;
  const grade = isPrinted(scene) || !isByIkeAlone(scene, ending.event) ? 'shown' : 'suggested';
  return yes(said, scene.cite(sa?.inbound.deleted, ending.event.ref), grade, BEFORE_END);
}

/** Told by a DELETE of IKE that names no SPI, or that of the IKE SA. */
function isByIkeAlone(scene: Scene, end: TimedEvent): boolean {
  const isOfIkeSa = end.kind === 'delete' && end.what === 'ike-sa';
  return isOfIkeSa || end === unnamedDelete(scene) || end === wordBefore(scene);
}

/** `delete_sa` of X itself stands before the message. */
function isPrinted(scene: Scene): boolean {
  const [deleted, first] = [scene.event(scene.sa?.inbound.deleted), scene.logs[0]];
  return deleted !== undefined && first !== undefined && isBefore(deleted, first) === 'yes';
}

function deletedAtOnce(scene: Scene): Answer | undefined {
  const { R, X, logs } = scene;
  const ending = endingOf(scene);
  if (ending?.isBefore !== 'unknown') return undefined;
  const evidence = scene.cite(ending.event.ref, logs[0]?.ref);
  return isToldBefore(scene, ending.event)
    ? yes(`${R} deleted ${X} within one millisecond of the message, and logged the deletion first`, evidence, 'suggested', BEFORE_END)
    : unknown(`${R} deleted ${X} at the moment of the message: which came first is not known`, BEFORE_END, evidence);
}

function deletedAfter(scene: Scene): Answer | undefined {
  const [end, last] = [endingOf(scene)?.event, scene.logs.at(-1)];
  if (end === undefined || last === undefined || isBefore(end, last) !== 'no') return undefined;
  return no(`${scene.R} deleted ${scene.X} only after the message`, scene.cite(end.ref, last.ref));
}

function goneFromListing(scene: Scene): Answer | undefined {
  const gone = answerOf(listedThenGone, scene);
  return gone.is === 'yes' ? gone : undefined;
}

function heardAtSender(scene: Scene): Answer | undefined {
  const { R, S, X } = scene;
  const heard = heardUnsent(scene);
  if (heard === undefined) return undefined;
  return unknown(`${S} heard a DELETE for ${X}, whose end ${R}'s record does not show`, BEFORE_END, scene.cite(heard.ref));
}

function noDeletion(scene: Scene): Answer {
  const { sa, receiver: side, X } = scene;
  const dead = answerOf(declaredDead, scene);
  if (dead.is === 'yes') return unknown(dead.said, BEFORE_END, dead.evidence);
  const born = scene.event(sa?.inbound.created) ?? scene.event(sa?.inbound.installed);
  return silent(scene, { side, heard: 'ipsec', since: born, what: `no deletion of ${X}`, wants: BEFORE_END });
}

const isDeleted = ({ change }: IkeSaEvent) => change === 'deleted';

/** Over the end of X at R, where its reason stands. */
const WANTS = [debug('R', 'ike', 'over the end')];

const notOnRecord = ({ R, X }: Scene): Answer => unknown(`no deletion of ${X} is on ${R}'s record`, WANTS);

/** R's record was listened to when it deleted X, and has no such line. */
function silentAt(scene: Scene, deleted: TimedEvent, what: string): Answer {
  return silent(scene, { side: scene.receiver, heard: 'ike', since: deleted, until: deleted, what, wants: WANTS });
}

/** What only S says of it has no reason of R beside it. */
function deletionOfR(scene: Scene): TimedEvent | undefined {
  const ending = endingOf(scene);
  return ending?.toldBy === 'sender' ? undefined : ending?.event;
}

export const deletedBySender: Fact = {
  id: 'deleted-by-sender',
  link: 'forgot',
  question: 'Did R delete X because S told it to, by a DELETE or by INITIAL_CONTACT?',
  ask: (scene) => {
    const { R, S, X } = scene;
    const deleted = deletionOfR(scene);
    if (deleted === undefined) return notOnRecord(scene);
    const told = wordOfSender(scene);
    if (told === undefined) return byIpsecAlone(scene) ?? silentAt(scene, deleted, `no word of ${S} that ended ${X}`);
    const typed = answerOf(cleared, scene);
    if (typed.is === 'yes' && typed.grade === 'shown') return no(typed.said, typed.evidence);
    return yes(`${S} told ${R} to delete what belongs to ${X}`, scene.cite(told.ref, deleted.ref), 'suggested');
  },
};

/** S let X go with no word of its IKE, and R's IKE told R to: it had heard of it. */
function byIpsecAlone(scene: Scene): Answer | undefined {
  const { R, S, X } = scene;
  const found = letGoBy(scene);
  if (found?.by !== 'sender' || hearsIke(scene, found.atReceiver)) return undefined;
  const said = `${S} let ${X} go of itself, and the IKE of ${R} told ${R} to delete it then`;
  return yes(said, scene.cite(found.atSender.ref, found.atReceiver.ref), 'suggested', WANTS);
}

/** Then IKE's own lines say what made it. */
function hearsIke(scene: Scene, deleted: TimedEvent): boolean {
  return silentAt(scene, deleted, '').is !== 'unknown';
}

export const endedByContact: Fact = {
  id: 'ended-by-contact',
  link: 'forgot',
  question: 'Did R delete X because an INITIAL_CONTACT came from the address of S?',
  ask: (scene) => {
    const { R, S, X } = scene;
    const deleted = deletionOfR(scene);
    if (deleted === undefined) return notOnRecord(scene);
    const contact = contactBefore(scene);
    if (contact === undefined) return silentAt(scene, deleted, `no INITIAL_CONTACT with which ${X} went`);
    const said = `an INITIAL_CONTACT from the address of ${S} made ${R} delete ${X}`;
    return yes(said, scene.cite(contact.ref, deleted.ref), 'suggested', [debug('S', 'ike', 'over the end')]);
  },
};

export const deletedWithIkeSa: Fact = {
  id: 'deleted-with-ike-sa',
  link: 'forgot',
  question: 'Did X go together with its IKE SA at R?',
  ask: (scene) => {
    const { R, X } = scene;
    const ending = endingOf(scene);
    if (ending === undefined) return notOnRecord(scene);
    const gone = ikeSaGoneWith(scene, ending.event);
    const both = gone === undefined && !hearsIke(scene, ending.event) ? letGoBy(scene) : undefined;
    if (both?.by === 'ike')
      return yes(
        `the IKE of ${R} and that of ${scene.S} told each to delete ${X}, and neither had begun it: it went with its IKE SA`,
        scene.cite(both.atReceiver.ref, both.atSender.ref),
        'suggested',
        WANTS,
      );
    if (gone === undefined) return silentAt(scene, ending.event, `no IKE SA that went with ${X}`);
    return yes(`${X} went with its IKE SA at ${R}`, scene.cite(gone.ref, ending.event.ref));
  },
};

/** R's line that its IKE SA went within a moment of X; or the DELETE for that, which says it too. */
function ikeSaGoneWith(scene: Scene, deleted: TimedEvent): TimedEvent | undefined {
  const isAtOnce = (event: TimedEvent): boolean => {
    const gap = apart(event, deleted);
    return gap !== undefined && gap.leastMs <= AT_ONCE_MS && gap.mostMs >= -AT_ONCE_MS;
  };
  const since = { event: deleted, ms: AT_ONCE_MS + 2 * COARSEST_MS };
  const gone = lastBefore(scene, anyOf(scene, scene.receiver, 'ike-sa', isDeleted), isAtOnce, since);
  const own = unnamedDelete(scene);
  return gone ?? (own?.kind === 'delete' && own.what === 'ike-sa' && (own === deleted || isAtOnce(own)) ? own : undefined);
}
