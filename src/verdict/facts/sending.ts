/** Sending: whether S sent with X after its own IKE had let it go, or only what was on its way when R told it. */
import type { ShownDataPlaneSa } from '../../ios/shows/show.ts';
import type { TimedEvent } from '../../timeline/model.ts';
import type { Cited } from '../../timeline/state.ts';
import { answeredWith, sentAgain } from '../answered.ts';
import { apart, isBefore } from '../apart.ts';
import { citeShown, saIn } from '../clues.ts';
import { endingOf } from '../ending.ts';
import { type Answer, answerOf, debug, type Fact, type Grade, log, no, show, unknown, yes } from '../fact.ts';
import { givenUpAt, LONG_MS, letGoBefore, letGoByDataPlane, wentOverAt } from '../letting-go.ts';
import { outlivedAt } from '../outliving.ts';
import { isQuietAfter, isUnbrokenQuiet } from '../quiet.ts';
import type { Scene } from '../scene.ts';
import { wordOfSender } from '../sender-word.ts';
import { silent } from '../silence.ts';
import { deleteLost } from './delivery.ts';
import { inFlight } from './in-flight.ts';
import { goesOn } from './path.ts';
import { deletedBySender } from './removal.ts';
import { deleteLeft } from './telling.ts';

/** Of both halves of S: its IKE, and its data plane. */
const WANTS = [debug('S', 'ike', 'over the end'), show('S', 'show platform hardware qfp active feature ipsec')];

export const sentAfterGivenUp: Fact = {
  id: 'sent-after-given-up',
  link: 'sends',
  question: 'Did S send with X long after its own IKE had let X go?',
  ask: (scene) => {
    const gone = givenUpAt(scene);
    const over = sentAfterGoingOver(scene);
    const later = gone === undefined ? [] : laterThan(scene, gone);
    if (over !== undefined && later.length === 0) return over;
    if (gone === undefined) return notGivenUp(scene);
    return neverHeld(scene, gone) ?? (later.length === 0 ? noneLater(scene, gone) : wentOn(scene, gone, later));
  },
};

/** What R had, and deleted, S made with it. */
function neverHeld(scene: Scene, gone: TimedEvent): Answer | undefined {
  const { S, X, sender } = scene;
  const { created, switched, deleted } = scene.sa?.outbound ?? {};
  if (gone.side !== sender || deleted != null || created != null || switched != null) return undefined;
  if (inDataPlane(scene) !== undefined || endingOf(scene)?.isBefore === 'yes') return undefined;
  return unknown(`${S} is not on record as ever having held ${X}`, [debug('S', 'ipsec', 'before the end')], scene.cite(gone.ref));
}

/** X as a show of S's data plane has it. */
function inDataPlane({ timeline, sender, incident }: Scene): Cited<ShownDataPlaneSa> | undefined {
  return timeline.states[sender].dataPlaneSas?.find(({ value }) => value.spi === incident.spi);
}

/** No message came long after S had let X go. */
function noneLater(scene: Scene, gone: TimedEvent): Answer {
  const { S, X, logs } = scene;
  const own = letGoByDataPlane(scene);
  if (own !== undefined) return no(`the data plane of ${S} itself had let ${X} go`, scene.cite(own.ref, logs.at(-1)?.ref));
  if (logs.some((log) => apart(gone, log) === undefined)) return untied(scene, gone);
  const evidence = scene.cite(gone.ref, logs.at(-1)?.ref);
  // What came on record S sent while it held X, whatever its data plane did later.
  if ((apart(logs.at(-1), gone)?.leastMs ?? 0) > LONG_MS)
    return no(`${S} let ${X} go only after the last message`, evidence, gradeOf(scene, gone));
  if (letGoBefore(scene) !== undefined)
    return unknown(`${S} had let ${X} go shortly before the message: its data plane may only have been late`, WANTS, evidence);
  if (!isTooShort(scene)) return no(`${S} sent nothing with ${X} long after it had let it go`, evidence, gradeOf(scene, gone));
  const said = `${S} had let ${X} go; the log ends too soon to show whether its data plane went on`;
  return unknown(said, [log('R', 'after the message'), ...WANTS], evidence);
}

function wentOn(scene: Scene, gone: TimedEvent, later: readonly TimedEvent[]): Answer {
  const { S, X, sa, timeline, sender } = scene;
  const shown = inDataPlane(scene);
  const counted = timeline.states[sender].counters?.find(({ value }) => STALE_COUNTER.test(value.name) && value.count > 0);
  const evidence = [...scene.cite(gone.ref, sa?.outbound.deleted, ...later.map(({ ref }) => ref)), ...citeShown(shown, counted)];
  return yes(`${S} let ${X} go and went on sending with it`, evidence, shown !== undefined ? 'shown' : 'suggested', WANTS);
}

/** Nothing ties the two clocks: what each says by itself. */
function untied(scene: Scene, gone: TimedEvent): Answer {
  const clocks = [show('S', 'show clock', 'now'), show('R', 'show clock', 'now')];
  const outlived = outlivedAt(scene, gone);
  if (outlived !== undefined) return yes(outlived.said, scene.cite(...outlived.refs), outlived.grade, [...WANTS, ...clocks]);
  const said = `nothing ties the two clocks closely enough to say whether ${scene.S} let ${scene.X} go before the message`;
  return unknown(said, clocks, scene.cite(gone.ref));
}

/** That S answered a DELETE, R alone tells: whether S's data plane heard of it takes S's record. */
function gradeOf({ sender }: Scene, gone: TimedEvent): Grade {
  return gone.side === sender ? 'shown' : 'suggested';
}

/** IOS logs one a minute: a data plane that goes on shows in a log that goes on, and in what R counts. [C seed.md 4] */
function isTooShort(scene: Scene): boolean {
  const { is, grade } = answerOf(goesOn, scene);
  return is === 'unknown' || (is === 'no' && grade !== 'shown' && !isUnbrokenQuiet(scene));
}

/** Messages that came long after this. */
function laterThan({ logs }: Scene, gone: TimedEvent): TimedEvent[] {
  return logs.filter((log) => {
    const gap = apart(gone, log);
    return gap !== undefined && gap.leastMs > LONG_MS;
  });
}

/** S encrypts with the newest of its SAs: from the switch on, what bears X is not sent by its IKE. [C] ike.md 4.1 */
function sentAfterGoingOver(scene: Scene): Answer | undefined {
  const { S, X } = scene;
  const over = wentOverAt(scene);
  const [later] = over === undefined ? [] : laterThan(scene, over);
  // What stops when R has told S was no data plane that hears of nothing: it takes a log that goes on to show that.
  if (over === undefined || later === undefined || isShownToStop(scene)) return undefined;
  const seconds = Math.round((apart(over, later)?.leastMs ?? 0) / 1000);
  const grade = scene.incident.persistence === 'black-hole' && isToldBefore(scene, later) ? 'suggested' : 'hinted';
  return yes(
    `${S} had gone over to another SA ${seconds} s before, and still sent with ${X}`,
    scene.cite(scene.sa?.outbound.switched, over.ref, later.ref),
    grade,
    WANTS,
  );
}

/** A newer SA does not end the older one: an S that neither heard nor said that X is over may hold it still. [C RFC 7296 2.8; ike.md 8.4, 8.5] */
function isToldBefore(scene: Scene, message: TimedEvent): boolean {
  const word = givenUpAt(scene) ?? wordOfSender(scene);
  return answerOf(deleteLost, scene).is === 'no' || (word !== undefined && isBefore(word, message) === 'yes');
}

function isShownToStop(scene: Scene): boolean {
  return scene.incident.persistence === 'transient' && isQuietAfter(scene);
}

/** S's IOSd still lists it, or its record is silent about any end of it. */
function notGivenUp(scene: Scene): Answer {
  const { S, X, sender, timeline, incident, logs } = scene;
  const wants = [debug('S', 'ike', 'over the end')];
  const listed = saIn(timeline.states[sender], incident.spi, 'outbound');
  if (listed !== undefined) return no(`${S} still lists ${X}`, citeShown(listed));
  const end = endingOf(scene)?.event;
  if (end === undefined) return unknown(`nothing on ${S}'s record says that it let ${X} go`, wants);
  return silent(scene, { side: sender, heard: 'ike', since: end, until: logs.at(-1), what: `no end of ${X}`, wants });
}

/** Type 32 of the data plane's drops: packets for an SA that is no longer valid. [C GENIE] ike.md 7 */
const STALE_COUNTER = /^OUT_V[46]_PKT_HIT_INVALID_SA$/;

export const toldInTime: Fact = {
  id: 'told-in-time',
  link: 'told',
  question: 'Did R tell S, and did ESP with X end with that?',
  ask: (scene) => {
    const [left, flight, lost] = [answerOf(deleteLeft, scene), answerOf(inFlight, scene), answerOf(deleteLost, scene)];
    const opposed = left.is === 'no' ? left : flight.is === 'no' ? flight : lost.is === 'yes' ? lost : undefined;
    if (opposed !== undefined) return no(opposed.said, opposed.evidence, opposed.grade, opposed.wants);
    // Where R told it twice, before the message and in answer to it, S may have heard the second alone.
    const isWhichOpen = sentAgain(scene).length > 0 || answeredWith(scene).size > 0;
    if (left.is !== 'yes' || flight.is !== 'yes' || (lost.is === 'unknown' && isWhichOpen))
      return unknown(`whether ${scene.S} was told in time is not on record`, [...left.wants, ...flight.wants]);
    return yes(
      `${scene.R} told ${scene.S}, and ${flight.said}`,
      [...left.evidence, ...flight.evidence],
      flight.grade === 'hinted' || (lost.is === 'no' && lost.grade === 'shown') ? flight.grade : 'suggested',
      lost.wants,
    );
  },
};

export const tornDown: Fact = {
  id: 'torn-down',
  link: 'told',
  question: 'Did a DELETE, of R or of S, go with the end of X?',
  ask: (scene) => {
    const [left, told, lost] = [answerOf(deleteLeft, scene), answerOf(deletedBySender, scene), answerOf(deleteLost, scene)];
    // One that R had to send again may have come too late to go with it.
    if (left.is === 'yes' && lost.is === 'unknown' && sentAgain(scene).length > 0) return unknown(lost.said, lost.wants, lost.evidence);
    if (left.is === 'yes') return left;
    if (told.is === 'yes') return told;
    if (left.is === 'no' && told.is === 'no') return left;
    return unknown(`no DELETE that went with the end of ${scene.X} is on record`, [...left.wants, ...told.wants]);
  },
};
