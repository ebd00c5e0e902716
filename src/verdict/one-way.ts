/** One way is a path on which nothing of S's IKE reached R over a time, whatever of R's reached S. */
import type { PairedMessage, TimedEvent } from '../timeline/model.ts';
import { apart, isBefore } from './apart.ts';
import type { Scene } from './scene.ts';
import { messagesFrom, oncePerSide } from './views.ts';

/** One lost message blocks nothing. */
export const LOST_MIN = 3;
/** One exchange that is sent again and again may itself be what the other end does not answer. */
export const EXCHANGES_MIN = 2;
export const BLOCKED_MS = 20_000;

export interface Run {
  first: TimedEvent;
  last: TimedEvent;
  lost: readonly PairedMessage[];
}

/** Of an IKE SA that both ends have: a negotiation that hangs at R shows nothing of what comes to it. [L] ike.md 8.21 */
export const isOfIkeSa = (event: TimedEvent | undefined): boolean =>
  event?.kind === 'message' && event.version === 2 && event.exchange !== 'ike-sa-init' && event.exchange !== undefined;

const isResponse = (event: TimedEvent | undefined): boolean => event?.kind === 'message' && event.message === 'response';

/** Stretches in which all that one side sent was lost on the way, in the order of its record. */
const runsFrom = oncePerSide((timeline, side): Run[] => {
  const runs: PairedMessage[][] = [[]];
  for (const message of messagesFrom(timeline, side)) {
    if (message.fate === 'lost' && isOfIkeSa(timeline.events[message.sent ?? -1])) runs.at(-1)?.push(message);
    else if (message.fate === 'delivered') runs.push([]);
  }
  return runs.flatMap((lost) => {
    const [first, last] = [lost[0], lost.at(-1)].map((message) => timeline.events[message?.sent ?? -1]);
    const isMuch = lost.length >= LOST_MIN && new Set(lost.map(({ key }) => key)).size >= EXCHANGES_MIN;
    const span = apart(first, last);
    // An answer that does not come shows that what it answers did, and that R asked.
    if (!lost.some(({ sent }) => isResponse(timeline.events[sent ?? -1]))) return [];
    return first === undefined || last === undefined || !isMuch || span === undefined || span.leastMs < BLOCKED_MS
      ? []
      : [{ first, last, lost }];
  });
});

/** The stretch in which S's ESP came to R and its IKE did not, with the messages of the unknown SPI that show it. */
export function blockedFromSender(scene: Scene): (Run & { passes: TimedEvent[] }) | undefined {
  for (const run of runsFrom(scene.timeline, scene.sender)) {
    const passes = scene.logs.filter((log) => isBefore(run.first, log) === 'yes' && (apart(log, run.last)?.mostMs ?? -1) >= -BLOCKED_MS);
    if (passes.length > 0) return { ...run, passes };
  }
  return undefined;
}

/** The pair is made with the answer that carries its SPI. [C RFC 7296 1.3] */
const WITH_ITS_MAKING_MS = 1000;

/** S's answer that carried X, where it was lost in such a stretch and R's record has no making of X. */
export function lostAnswer(scene: Scene): { made: TimedEvent; sent: TimedEvent } | undefined {
  const { sa, timeline } = scene;
  const made = scene.event(sa?.outbound.created);
  if (made === undefined || sa?.inbound.created != null || sa?.inbound.installed != null || sa?.inbound.deleted != null) return undefined;
  const sent = blockedFromSender(scene)
    ?.lost.flatMap((message) => timeline.events[message.sent ?? -1] ?? [])
    .find((event) => {
      const gap = apart(made, event);
      return isAnswer(event) && gap !== undefined && gap.mostMs >= 0 && gap.leastMs <= WITH_ITS_MAKING_MS;
    });
  return sent === undefined ? undefined : { made, sent };
}

function isAnswer(event: TimedEvent): boolean {
  return isResponse(event) && event.kind === 'message' && (event.exchange === 'create-child-sa' || event.exchange === 'ike-auth');
}
