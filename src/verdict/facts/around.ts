/** Around the end: whether ESP of S still reached R when X went, by R's messages and packet by packet. */
import type { TimedEvent } from '../../timeline/model.ts';
import { apart } from '../apart.ts';
import { type Arrivals, arrivalsOf, missingBetween } from '../arrivals.ts';
import { endingOf } from '../ending.ts';
import { type Answer, debug, type Fact, log, no, unknown, yes } from '../fact.ts';
import { listened } from '../listening.ts';
import type { Scene } from '../scene.ts';
import { instantOn } from '../silence.ts';
import { countBefore, eventsOfKinds, oncePerSide } from '../views.ts';
import { deathOf } from './dead-peer.ts';

/** The first packet behind the end is logged at once: traffic that goes on is seen within this. [L] */
const AROUND_MS = 10_000;
/** Only what comes at once was on its way all the time: an outage that ends seconds after the peer was given up looks alike. [L] */
const AT_ONCE_MS = 1000;
/** That an outage ended by chance between the deletion and the packet: one in so many at most. */
const CHANCE = 10;
/** A packet that is missing in a row that S sends evenly. */
const PACES = 1.5;
/** Who is silent for so long does not send: then ESP was silent too. */
export const SILENT_MS = 30_000;

export const espAround: Fact = {
  id: 'esp-around',
  link: 'sends',
  question: 'Did ESP of S still reach R around the end of X?',
  ask: (scene) => {
    const { R, S, X, logs } = scene;
    const wants = [debug('R', 'ipsec', 'before the end')];
    const end = endingOf(scene)?.event ?? deathOf(scene);
    const gap = apart(end, logs[0]);
    if (end === undefined || gap === undefined) return unknown(`when ${X} went is not on record`, wants);
    const evidence = scene.cite(end.ref, logs[0]?.ref);
    const seen = byArrivals(scene);
    if (seen !== undefined) return seen;
    const arrived = `ESP of ${S} reached ${R} ${Math.max(0, Math.round(gap.mostMs / 1000))} s after the end of ${X}`;
    // Of a path that was out for so long few come back just now; of one that was out for seconds many do.
    const isSoon = gap.mostMs * CHANCE <= (vainMs(scene) ?? 0);
    if (gap.leastMs <= AROUND_MS && gap.leastMs > PACES * (paceOf(logs) ?? Number.POSITIVE_INFINITY))
      return unknown(`${arrived}, later than ${S} sends: it may not have passed before`, wants, evidence);
    if (gap.leastMs <= AROUND_MS)
      return yes(arrived, evidence, isSoon ? (gap.mostMs <= AT_ONCE_MS ? 'shown' : 'suggested') : 'hinted', wants);
    return silentBehind(scene, end, gap.leastMs);
  },
};

function silentBehind(scene: Scene, end: TimedEvent, leastMs: number): Answer {
  const { R, S, X, logs, receiver, timeline } = scene;
  const evidence = scene.cite(end.ref, logs[0]?.ref);
  const toMs = instantOn(scene, receiver, logs[0]) ?? 0;
  const stretch = { side: receiver, fromMs: leastMs >= 0 ? (instantOn(scene, receiver, end) ?? 0) : 0, toMs };
  const said = `no ESP of ${S} came to ${R} for ${Math.round(leastMs / 1000)} s after the end of ${X}`;
  // Who has nothing to send is silent, too: only packets that are missing show that the path was out.
  if (leastMs >= SILENT_MS && listened(timeline, 'log', stretch) === 'yes') return no(said, evidence, 'suggested');
  return unknown(said, [log('R', 'over the end')], evidence);
}

/** What the packets themselves show: those before and behind the end, and those that are missing in between. */
function byArrivals(scene: Scene): Answer | undefined {
  const { R, S, X } = scene;
  const seen = arrivalsOf(scene);
  const [before, behind] = [seen?.before.at(-1), seen?.later[0]];
  if (seen === undefined || before === undefined || behind === undefined) return undefined;
  const evidence = [before.line, ...scene.cite(endingOf(scene)?.event.ref), behind.line];
  const missing = missingBetween(before, behind);
  const isInVain = cameInVain(scene, seen);
  if (missing >= MISSING_MIN && !isInVain)
    return no(`${missing} packets that ${S} sent over the end of ${X} never came to ${R}, by their numbers`, evidence);
  const isClose = behind.atMs - seen.endMs <= AROUND_MS && seen.endMs - before.atMs <= AROUND_MS;
  if (!isClose && !(isInVain && missing === 0)) return undefined;
  return yes(`${seen.by} shows ESP of ${S} with ${X} shortly before and behind its end`, evidence);
}

/** One or two may be lost on any path. [L] */
const MISSING_MIN = 3;

/** True when what S sent over the end of X never came, by its numbers. */
export function isMissing(scene: Scene): boolean {
  const seen = arrivalsOf(scene);
  const [before, behind] = [seen?.before.at(-1), seen?.later[0]];
  return before !== undefined && behind !== undefined && missingBetween(before, behind) >= MISSING_MIN;
}

/** True when ESP still came while R had spoken in vain for a while: then IKE alone was not answered. */
function cameInVain(scene: Scene, { before, endMs }: Arrivals): boolean {
  const last = before.at(-1);
  const vain = vainMs(scene);
  return last !== undefined && vain !== undefined && endMs - last.atMs < vain;
}

/** For how long R had spoken in vain when it took S for dead. */
export function vainMs(scene: Scene): number | undefined {
  const asked = firstInVain(scene);
  return asked === undefined ? undefined : apart(asked, deathOf(scene))?.leastMs;
}

/** The first thing that R asked of S since it heard of it last, before it took it for dead; what R may have heard in a hole of its record is not asked over. */
export function firstInVain(scene: Scene): TimedEvent | undefined {
  const dead = deathOf(scene);
  if (dead === undefined) return undefined;
  const spoken = spokenBy(scene.timeline, scene.receiver);
  const count = countBefore(spoken, dead.ref + 1);
  let first = count;
  while (first > 0 && !isHeard(spoken[first - 1])) first -= 1;
  return spoken.slice(first, count).find((event) => wantsAnswer(event) && isHeardUntil(scene, event, dead));
}

function isHeardUntil({ timeline, receiver: side }: Scene, asked: TimedEvent, dead: TimedEvent): boolean {
  return asked.at !== null && dead.at !== null && listened(timeline, 'ike', { side, fromMs: asked.at, toMs: dead.at }) === 'yes';
}

const spokenBy = oncePerSide((timeline, side) => eventsOfKinds(timeline, side, 'message', 'dpd'));

function isHeard(event: TimedEvent | undefined): boolean {
  return event?.kind === 'message' ? event.direction === 'received' : event?.kind === 'dpd' && HEARD.has(event.change);
}

/** In IKEv1 an exchange ends with a message that nobody answers; a probe always wants its answer. [C RFC 2409 5.5, RFC 3706, RFC 7296 2.1] */
function wantsAnswer(event: TimedEvent): boolean {
  return event.kind === 'message' ? event.version === 2 && event.message === 'request' : event.kind === 'dpd' && ASKED.has(event.change);
}

const ASKED: ReadonlySet<string> = new Set(['probe-sent', 'missed', 'dead']);
const HEARD: ReadonlySet<string> = new Set(['ack-received', 'probe-received']);

/** The longest time between two packets of S, where R logs each of them: three in a row at least. IOS logs one a minute. [C seed.md 4] */
function paceOf(logs: readonly TimedEvent[]): number | undefined {
  const gaps = logs.slice(1).flatMap((event, index) => apart(logs[index], event)?.mostMs ?? []);
  return gaps.length < 2 ? undefined : Math.max(...gaps);
}
