/** In flight is what S had sent when R told it of the end of X: it comes within about one round trip, or out of a queue. */
import type { Citation } from '../../ipsec/citation.ts';
import type { TimedEvent } from '../../timeline/model.ts';
import { type Apart, apart, isBefore } from '../apart.ts';
import { arrivalsOf } from '../arrivals.ts';
import { heardUnsent } from '../deletes-heard.ts';
import { type Ending, endingOf, isWithin } from '../ending.ts';
import { type Answer, answerOf, debug, type Fact, no, unknown, yes } from '../fact.ts';
import { givenUpAt, LONG_MS, letGoByDataPlane, wentOverAt } from '../letting-go.ts';
import { isProvenQuiet, isQuietAfter } from '../quiet.ts';
import { inFlightMs, surelyInFlightMs } from '../round-trip.ts';
import type { Scene } from '../scene.ts';
import { deleteLost } from './delivery.ts';
import { goesOn } from './path.ts';

/** Of R, before the end of X and over it. */
const WANTS = [debug('R', 'ipsec', 'before the end'), debug('R', 'ike', 'over the end')];

export const inFlight: Fact = {
  id: 'in-flight',
  link: 'sends',
  question: "Did ESP with X end within about one round trip of X's end?",
  ask: (scene) => {
    const { R, X, logs } = scene;
    const ending = endingOf(scene);
    if (scene.incident.persistence === 'black-hole')
      return no(`the message came again: ${scene.S} goes on with ${X}`, scene.cite(...scene.incident.refs));
    if (ending === undefined) return heardAtSender(scene) ?? unknown(`when ${X} went is not on record`, WANTS);
    if (ending.isBefore === 'no') return no(`${R} deleted ${X} only after the message`, scene.cite(ending.event.ref, logs[0]?.ref));
    return queuedBehind(scene, ending.event) ?? seenLater(scene, ending.event) ?? byLastMessage(scene, ending);
  },
};

/** R's record shows no end of X, and S heard of one, nobody knows how long before or behind the message: what came once is the least that it takes. */
function heardAtSender(scene: Scene): Answer | undefined {
  const { R, S, X, logs } = scene;
  const [heard, first] = [heardUnsent(scene), logs[0]];
  if (heard === undefined || first === undefined || logs.length > 1 || isBefore(heard, first) !== 'unknown') return undefined;
  const said = `${S} heard a DELETE for ${X}, which came to ${R} once: it may have been on its way`;
  return yes(said, scene.cite(heard.ref, first.ref), 'hinted', WANTS);
}

/** S's data plane itself had let X go when R's end was told to it: whatever came later was on its way, in a queue. */
function queuedBehind(scene: Scene, end: TimedEvent): Answer | undefined {
  const { R, S, X, logs, timeline } = scene;
  const gone = letGoByDataPlane(scene);
  const [told, gap] = [apart(end, gone), apart(gone, logs.at(-1))];
  if (gone === undefined || told === undefined || gap === undefined) return undefined;
  if (told.mostMs > inFlightMs(timeline) || gap.leastMs > LONG_MS) return undefined;
  const said = `the data plane of ${S} had let ${X} go ${Math.max(0, Math.round(gap.mostMs))} ms before the last packet came to ${R}: it was on its way`;
  return yes(said, scene.cite(gone.ref, logs.at(-1)?.ref), answerOf(goesOn, scene).is === 'no' ? 'shown' : 'suggested');
}

/** IOS logs one a minute: what came behind its message the packets show. [C seed.md 4] */
function seenLater(scene: Scene, end: TimedEvent): Answer | undefined {
  const seen = arrivalsOf(scene);
  const last = seen?.later.at(-1);
  if (seen === undefined || last === undefined || last.atMs - seen.endMs - seen.boundMs <= inFlightMs(scene.timeline)) return undefined;
  const said = `a packet with ${scene.X} came ${Math.round(last.atMs - seen.endMs)} ms after its end, as ${seen.by} shows`;
  return no(said, [...scene.cite(end.ref), last.line]);
}

/** The last message against the end, within the stamps. */
function byLastMessage(scene: Scene, { event, isBefore: order, toLast }: Ending): Answer {
  const { X, S, logs } = scene;
  const evidence = scene.cite(event.ref, logs.at(-1)?.ref);
  if (toLast === undefined) return withoutStamps(scene, event, evidence);
  const limitMs = inFlightMs(scene.timeline);
  const isInTime = isWithin(toLast, limitMs);
  const came = `came ${sayMs(toLast)} after the end of ${X}`;
  if (isInTime === false) {
    const grade = toLast.leastMs > 2 * limitMs ? 'shown' : 'suggested';
    return no(`a packet ${came}, later than what was on its way`, evidence, grade, WANTS);
  }
  if (isOpen(scene, limitMs)) return unknown(`a packet ${came}; the log ends too soon to show whether ${S} went on`, WANTS, evidence);
  if (isInTime === undefined) return perhapsInTime(scene, toLast, evidence);
  // That none came behind it is shown where none can be missing, or where S had let X go.
  const isLast =
    order === 'yes' && (isProvenQuiet(scene) || hasLetGo(scene, limitMs)) && isWithin(toLast, surelyInFlightMs(scene.timeline)) === true;
  // Of S, which is not heard any more, nobody knows whether it heard the DELETE.
  const isTold = answerOf(deleteLost, scene).is !== 'yes';
  return yes(`the last packet ${came}`, evidence, isLast ? 'shown' : isTold ? 'suggested' : 'hinted', WANTS);
}

function withoutStamps(scene: Scene, end: TimedEvent, evidence: Citation[]): Answer {
  return isAtOnce(scene, end)
    ? yes(`the message stands right behind the end of ${scene.X}; the lines have no stamps`, evidence, 'suggested', WANTS)
    : unknown(`how long after the end of ${scene.X} the message came is not known`, WANTS, evidence);
}

/** Stamps that allow as well that it came long behind the end say for neither. */
function perhapsInTime({ X, timeline }: Scene, toLast: Apart, evidence: Citation[]): Answer {
  const said = `a packet came about ${sayMs(toLast)} after the end of ${X}; the stamps allow that it was on its way`;
  const isNear = toLast.mostMs - toLast.leastMs <= 2 * inFlightMs(timeline);
  return yes(said, evidence, isNear ? 'suggested' : 'hinted', WANTS);
}

function sayMs({ leastMs, mostMs }: Apart): string {
  return `${Math.max(0, Math.round((leastMs + mostMs) / 2))} ms`;
}

/** IOS logs one a minute: of a record that ends sooner nobody knows whether more came, unless S had heard the DELETE. [C seed.md 4] */
function isOpen(scene: Scene, limitMs: number): boolean {
  const isHeard = answerOf(deleteLost, scene).is === 'no' || hasLetGo(scene, limitMs);
  return (scene.incident.persistence === 'unknown' && !isHeard) || isBehindItsIke(scene);
}

/** S had gone over to another SA long before, and still sent with X: a data plane that did not follow then may not follow when X is deleted. [L] ike.md 8.5 */
function isBehindItsIke(scene: Scene): boolean {
  const gap = apart(wentOverAt(scene), scene.logs[0]);
  return gap !== undefined && gap.leastMs > LONG_MS && !isQuietAfter(scene);
}

/** By its own record S had let X go when the message came, or within what may be on its way: its IKE sends no more with it. */
function hasLetGo(scene: Scene, limitMs: number): boolean {
  const gap = apart(givenUpAt(scene), scene.logs.at(-1));
  return gap !== undefined && gap.leastMs >= -limitMs;
}

/** Of a record without stamps only the order of lines is left. */
const NEIGHBOURS = 12;

function isAtOnce({ logs }: Scene, end: TimedEvent): boolean {
  const [first] = logs;
  return first !== undefined && end.side === first.side && end.at === null && first.ref > end.ref && first.ref - end.ref <= NEIGHBOURS;
}
