/** In flight is what S had sent when R told it of the end of X: it comes within about one round trip, or out of a queue. */
import type { TimedEvent } from '../../timeline/model.ts';
import { apart } from '../apart.ts';
import { arrivalsOf } from '../arrivals.ts';
import { endingOf, isWithin } from '../ending.ts';
import { type Answer, answerOf, debug, type Fact, no, unknown, yes } from '../fact.ts';
import { givenUpAt, LONG_MS, letGoByDataPlane, wentOverAt } from '../letting-go.ts';
import { isProvenQuiet, isQuietAfter } from '../quiet.ts';
import { inFlightMs } from '../round-trip.ts';
import type { Scene } from '../scene.ts';
import { deleteLost } from './delivery.ts';
import { goesOn } from './path.ts';

export const inFlight: Fact = {
  id: 'in-flight',
  link: 'sends',
  question: "Did ESP with X end within about one round trip of X's end?",
  ask: (scene) => {
    const { R, X, incident, timeline } = scene;
    const ending = endingOf(scene);
    const wants = [debug('R', 'ipsec', 'before the end'), debug('R', 'ike', 'over the end')];
    if (incident.persistence === 'black-hole')
      return no(`the message came again: ${scene.S} goes on with ${X}`, scene.cite(...incident.refs));
    if (ending === undefined) return unknown(`when ${X} went is not on record`, wants);
    if (ending.isBefore === 'no') return no(`${R} deleted ${X} only after the message`, scene.cite(ending.event.ref, scene.logs[0]?.ref));
    const limit = inFlightMs(timeline);
    const queued = queuedBehind(scene, ending.event, limit);
    if (queued !== undefined) return queued;
    const seen = arrivalsOf(scene);
    const last = seen?.later.at(-1);
    // IOS logs one a minute: what came behind its message the packets show. [C seed.md 4]
    if (seen !== undefined && last !== undefined && last.atMs - seen.endMs - seen.boundMs > limit)
      return no(`a packet with ${X} came ${Math.round(last.atMs - seen.endMs)} ms after its end, as ${seen.by} shows`, [
        ...scene.cite(ending.event.ref),
        last.line,
      ]);
    const within = isWithin(ending.toLast, limit);
    const evidence = scene.cite(ending.event.ref, scene.logs.at(-1)?.ref);
    if (ending.toLast === undefined)
      return isAtOnce(scene, ending.event)
        ? yes(`the message stands right behind the end of ${X}; the lines have no stamps`, evidence, 'suggested', wants)
        : unknown(`how long after the end of ${X} the message came is not known`, wants, evidence);
    const after = `${Math.max(0, Math.round((ending.toLast.leastMs + ending.toLast.mostMs) / 2))} ms`;
    if (within !== false && isOpen(scene, limit))
      return unknown(
        `a packet came ${after} after the end of ${X}; the log ends too soon to show whether ${scene.S} went on`,
        wants,
        evidence,
      );
    // That none came behind it is shown where none can be missing, or where S had let X go.
    const isLast = ending.isBefore === 'yes' && (isProvenQuiet(scene) || hasLetGo(scene, limit));
    if (within === true) return yes(`the last packet came ${after} after the end of ${X}`, evidence, isLast ? 'shown' : 'suggested', wants);
    if (within === false)
      return no(
        `a packet came ${after} after the end of ${X}, later than what was on its way`,
        evidence,
        ending.toLast.leastMs > 2 * limit ? 'shown' : 'suggested',
        wants,
      );
    // Stamps that allow as well that it came long behind the end say for neither.
    const isNear = ending.toLast.mostMs - ending.toLast.leastMs <= 2 * limit;
    return yes(
      `a packet came about ${after} after the end of ${X}; the stamps allow that it was on its way`,
      evidence,
      isNear ? 'suggested' : 'hinted',
      wants,
    );
  },
};

/** S's data plane itself had let X go when R's end was told to it: whatever came later was on its way, in a queue. */
function queuedBehind(scene: Scene, end: TimedEvent, limitMs: number): Answer | undefined {
  const { R, S, X, logs } = scene;
  const gone = letGoByDataPlane(scene);
  const [told, gap] = [apart(end, gone), apart(gone, logs.at(-1))];
  if (gone === undefined || told === undefined || gap === undefined || told.mostMs > limitMs || gap.leastMs > LONG_MS) return undefined;
  const said = `the data plane of ${S} had let ${X} go ${Math.max(0, Math.round(gap.mostMs))} ms before the last packet came to ${R}: it was on its way`;
  return yes(said, scene.cite(gone.ref, logs.at(-1)?.ref), answerOf(goesOn, scene).is === 'no' ? 'shown' : 'suggested');
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
