/** Whose refusal: which SA an end would not make; a peer may ask for others beside the successor of X. */
import type { ChildSaEvent } from '../ipsec/event.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { apart } from './apart.ts';
import { anyOf } from './clues.ts';
import { endingOf } from './ending.ts';
import { flowOf, isOtherTraffic } from './flow.ts';
import { ageOf, EARLY_SHARE, lifetimesAt, thresholdOf } from './lifetime.ts';
import { oncePerScene, type Scene } from './scene.ts';
import { once } from './views.ts';

/** The way of refusing a child SA at the rekey, in IOS's words and the RFCs'. [C RFC 7296, RFC 2408] */
const REFUSALS = /NO_PROPOSAL_CHOSEN|PROPOSAL_NOT_CHOSEN|TS_UNACCEPTABLE|INVALID_KE|not acceptable|QM rejected/i;
/** An end hears what the other asks for within this. [L] */
export const ASKED_MS = 1000;

export const refusals = once(({ events }) =>
  events.filter(
    (event) =>
      (event.kind === 'negotiation' && event.change === 'failed' && REFUSALS.test(event.reason ?? '')) ||
      (event.kind === 'notify' && REFUSALS.test(event.notify)),
  ),
);

/** What was asked for just before, at either end, protects other traffic than X, and nothing for the traffic of X was asked for then. [C RFC 7296 1.3.1] */
export function isOfOtherTraffic(scene: Scene, refused: TimedEvent): boolean {
  const asked = SIDES.flatMap((side) => askedOn(scene)[side].filter((event) => isJustBefore(event, refused)));
  return asked.length > 0 && asked.every((event) => isOther(scene, event));
}

/** X had most of its time left when it went, and nothing says that its rekey was due: what was refused may have been asked for by other traffic. */
export function isNotDue(scene: Scene): boolean {
  const end = endingOf(scene)?.event;
  const age = ageOf(scene, end ?? scene.logs[0]);
  const given = lifetimesAt(scene);
  if (age === undefined || given.length === 0 || age.mostMs >= Math.min(...given) * 1000 * EARLY_SHARE) return false;
  return scene.sa?.inbound.expiring == null && thresholdOf(scene, end) === undefined;
}

/** Requests and proposals that say what they are to protect. */
const askedOn = oncePerScene((scene): Readonly<Record<Side, readonly TimedEvent[]>> => {
  const on = (side: Side) => anyOf(scene, side, 'child-sa', isAsked);
  return { a: on('a'), b: on('b') };
});

/** What was asked for protects other traffic than X, by the lines of that end. */
export function isOther(scene: Scene, asked: TimedEvent): boolean {
  const own = saLinesOf(scene).find((line) => line.side === asked.side && flowOf(line) !== undefined);
  return isOtherTraffic(asked, own);
}

const saLinesOf = oncePerScene((scene): TimedEvent[] => {
  const { inbound, outbound } = scene.sa ?? {};
  const told = [inbound?.created, inbound?.deleted, outbound?.created, outbound?.deleted];
  return told.flatMap((ref) => scene.event(ref) ?? []);
});

function isJustBefore(asked: TimedEvent, refused: TimedEvent): boolean {
  const gap = apart(asked, refused);
  return gap !== undefined && gap.mostMs >= 0 && gap.leastMs <= ASKED_MS;
}

const isAsked = ({ change, localProxy, remoteProxy }: ChildSaEvent) =>
  (change === 'requested' || change === 'proposed') && localProxy !== undefined && remoteProxy !== undefined;
