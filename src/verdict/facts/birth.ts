/** Birth: did R ever make X, and was it still making it when the packet came. */

import type { Citation } from '../../ipsec/citation.ts';
import type { TimedEvent } from '../../timeline/model.ts';
import { earlyByAnswer } from '../answer-behind.ts';
import { type Apart, apart, isBefore, isNumberedBefore } from '../apart.ts';
import { receiverShows } from '../clues.ts';
import { endingOf } from '../ending.ts';
import { type Answer, debug, type Fact, no, unknown, yes } from '../fact.ts';
import { listened } from '../listening.ts';
import { otherHalfAtReceiver } from '../other-half.ts';
import { isProvenQuiet } from '../quiet.ts';
import type { Scene } from '../scene.ts';
import { silent } from '../silence.ts';
import { earlyByIkeAlone } from '../unnamed-making.ts';
import { messagesOf } from '../views.ts';
import { listedIn } from './between.ts';

const AT_MAKING = [debug('R', 'ipsec', 'at the making')];

export const madeAtReceiver: Fact = {
  id: 'made-at-receiver',
  link: 'forgot',
  question: 'Did R make X itself?',
  ask: (scene) =>
    madeByLines(scene) ?? listedAtReceiver(scene) ?? toldOfIt(scene) ?? madeAsPair(scene) ?? negotiated(scene) ?? nothingOfIt(scene),
};

function madeByLines(scene: Scene): Answer | undefined {
  const { inbound } = scene.sa ?? {};
  const refs = [inbound?.requested, inbound?.created, inbound?.installed, inbound?.deleted].filter((ref) => ref != null);
  return refs.length > 0 ? yes(`${scene.R} made ${scene.X}`, scene.cite(...refs)) : undefined;
}

function listedAtReceiver(scene: Scene): Answer | undefined {
  const listed = [...receiverShows(scene), ...listedIn(scene, scene.receiver)].slice(0, 1);
  return listed.length > 0 ? yes(`${scene.R} lists ${scene.X}`, listed) : undefined;
}

/** What goes out behind the message may be no more than the answer to it. [C seed.md 5] */
function toldOfIt(scene: Scene): Answer | undefined {
  const ending = endingOf(scene);
  if (ending?.isBefore !== 'yes') return undefined;
  return yes(`${scene.R} sent a DELETE for ${scene.X}`, scene.cite(ending.event.ref), 'suggested');
}

function madeAsPair(scene: Scene): Answer | undefined {
  const refs = otherHalfAtReceiver(scene);
  if (refs.length === 0) return undefined;
  const { R, S, X } = scene;
  return yes(`${R} has the SA that ${S} made together with ${X}`, scene.cite(...refs, scene.sa?.outbound.created), 'suggested');
}

function negotiated(scene: Scene): Answer | undefined {
  const shared = messagesOf(scene.timeline, scene.sa?.messageId).find(({ fate }) => fate === 'delivered');
  if (shared === undefined) return undefined;
  return yes(`${scene.R} took part in the negotiation of ${scene.X}`, scene.cite(shared.sent, shared.received), 'suggested');
}

function nothingOfIt(scene: Scene): Answer {
  const { S, X, receiver: side } = scene;
  const born = bornAtSender(scene);
  if (born === undefined) return unknown(`when ${X} was made is on neither record`, AT_MAKING);
  return silent(scene, { side, heard: 'ipsec', since: born, until: born, what: `nothing of ${X} when ${S} made it`, wants: AT_MAKING });
}

export function bornAtSender({ births, sender }: Scene): TimedEvent | undefined {
  return births.find(({ side }) => side === sender);
}

/** A negotiation is over long before this; what is created later is another story. [L] */
const RACE_MS = 5000;
/** Installed this much earlier, the SA was there. ike.md 8.6 */
export const SETTLED_MS = 1000;

/** Of both ends, when they make it. */
const WANTS = [debug('R', 'ipsec', 'at the making'), debug('S', 'ipsec', 'at the making')];

export const usedTooEarly: Fact = {
  id: 'used-too-early',
  link: 'sends',
  question: 'Did S use X before R had installed it?',
  ask: (scene) => {
    const { R, X, logs, incident } = scene;
    const [first] = logs;
    if (incident.persistence === 'black-hole') return no(`${R} logged ${X} again and again: a race passes`, scene.cite(...incident.refs));
    const born = installedOf(scene);
    if (first !== undefined && born !== undefined) return judgeMoment(scene, first, born);
    return (
      listedSince(scene) ??
      goneBefore(scene) ??
      earlyByAnswer(scene) ??
      earlyByIkeAlone(scene) ??
      unknown(`${R}'s record does not show ${X} being created`, WANTS)
    );
  },
};

/** Where R's record has X as installed, or at least as created. */
export function installedOf(scene: Scene): TimedEvent | undefined {
  const { installed, created } = scene.sa?.inbound ?? {};
  return scene.event(installed) ?? scene.event(created);
}

function listedSince(scene: Scene): Answer | undefined {
  const { sa, R, X, incident } = scene;
  const shown = receiverShows(scene);
  if (shown.length === 0 || sa?.inbound.deleted != null) return undefined;
  return yes(`${R} lists ${X}, which it did not know a moment before`, [...scene.cite(...incident.refs), ...shown], 'hinted', WANTS);
}

function goneBefore(scene: Scene): Answer | undefined {
  const ending = endingOf(scene);
  if (ending?.isBefore !== 'yes') return undefined;
  return no(`${scene.R} had given up ${scene.X} before the message`, scene.cite(ending.event.ref, scene.logs[0]?.ref));
}

/** The first message, the line that has X as installed, and from the one to the other. */
interface Moment {
  first: TimedEvent;
  born: TimedEvent;
  gap: Apart;
  evidence: Citation[];
}

/** The message against the installation, within the stamps. */
function judgeMoment(scene: Scene, first: TimedEvent, born: TimedEvent): Answer {
  const { R, X, sa } = scene;
  const gap = apart(first, born);
  const evidence = scene.cite(switchedAt(scene)?.ref, sa?.inbound.created, sa?.inbound.installed, first.ref);
  if (gap !== undefined) {
    const moment = { first, born, gap, evidence };
    return noRace(scene, moment) ?? byMoment(scene, moment);
  }
  if (isBefore(first, born) !== 'yes') return no(`${R} had created ${X} before the message`, evidence);
  return yes(`${R} created ${X} after the message`, evidence, 'suggested', WANTS);
}

/** By its stamp, or within one stamp by the number of its line. */
function isLoggedBefore(first: TimedEvent, born: TimedEvent): boolean {
  return isBefore(first, born) === 'yes' || isNumberedBefore(first, born);
}

/** S's line that it sends with X from there on. */
function switchedAt(scene: Scene): TimedEvent | undefined {
  const { switched, enabled } = scene.sa?.outbound ?? {};
  return scene.event(switched) ?? scene.event(enabled);
}

function noRace(scene: Scene, { first, born, gap, evidence }: Moment): Answer | undefined {
  const { R, S, X, sa } = scene;
  if (gap.leastMs > RACE_MS)
    return no(`${R} created ${X} only ${Math.round(gap.leastMs / 1000)} s after the message: no race lasts so long`, evidence);
  if (gap.mostMs < -SETTLED_MS) return no(`${R} had created ${X} ${Math.round(-gap.mostMs / 1000)} s before the message`, evidence);
  if (sa?.inbound.deleted != null && !isLoggedBefore(first, born))
    return no(`${R} had created ${X} before the message, and deleted it`, evidence);
  const made = scene.event(sa?.outbound.created);
  // Nobody sends with what he has not made yet; whether its IKE had gone over to it is another thing. [C RFC 4301 4.4.2]
  const isUnmade = gap.leastMs > 0 && made !== undefined && isBefore(first, made) === 'yes';
  return isUnmade ? no(`${S} made ${X} only after the message`, scene.cite(first.ref, made.ref)) : undefined;
}

function byMoment(scene: Scene, { first, born, gap, evidence }: Moment): Answer {
  const { R, S, X } = scene;
  const said = `${R} created ${X} ${Math.round(Math.abs((gap.leastMs + gap.mostMs) / 2))} ms ${gap.leastMs + gap.mostMs > 0 ? 'after' : 'before'} the message`;
  const switched = switchedAt(scene);
  // The packet is the proof that S used it; that its own record names a later moment leaves a doubt. [L]
  const isSaidLater = switched !== undefined && isBefore(born, switched) === 'yes';
  const sending = `${said}, and ${S} was already sending with it${isSaidLater ? ', though its record has it go over to that only later' : ''}`;
  const isShown = isProvenQuiet(scene) && !isSaidLater;
  if (gap.leastMs >= 0 && gap.mostMs > 1) return yes(sending, evidence, isShown ? 'shown' : 'suggested', WANTS);
  // IOS says `created` before its data plane takes packets. [L] ike.md 4.4, 8.6
  if (gap.mostMs < -1) {
    const grade = isMissedSince(scene, { first, born }) ? 'hinted' : 'suggested';
    return givenUpSince(scene) ?? yes(`${said}; its data plane may take packets later than that`, evidence, grade, WANTS);
  }
  return isLoggedBefore(first, born)
    ? yes(sending, evidence, 'suggested', WANTS)
    : unknown(`${R} created ${X} so close to the message that the order is not known`, WANTS, evidence);
}

/** Lines of R are known to be missing in between: an end of X may be among them. */
function isMissedSince({ timeline, receiver }: Scene, { first, born }: Pick<Moment, 'first' | 'born'>): boolean {
  if (born.side !== receiver || born.at === null || first.at === null) return false;
  return listened(timeline, 'log', { side: receiver, fromMs: born.at, toMs: first.at }) === 'no';
}

function givenUpSince(scene: Scene): Answer | undefined {
  const { R, X, sa } = scene;
  const gone = [sa?.inbound.deleted, sa?.deleteSent[0], sa?.deleteReceived[0]].find((ref) => ref != null);
  if (gone === undefined) return undefined;
  return no(`${R} had created ${X} before the message, and gave it up`, scene.cite(sa?.inbound.created, gone), 'suggested');
}
