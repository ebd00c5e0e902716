/** Listening asks the timeline's ledger whether a side surely recorded over a stretch of its own clock: only there does silence say that nothing happened. */
import { TRACE_ID } from '../ios/families/event-trace.ts';
import { RECORDING_MARK } from '../ios/log/syslog.ts';
import type { EventKind } from '../ipsec/event.ts';
import type { Side } from '../ipsec/side.ts';
import { askedAt } from '../timeline/capture-end.ts';
import { type Answer, listened as askLedger, isComplete, isFullOfHoles, LOG_ID, mayLack } from '../timeline/listening.ts';
import type { Timeline } from '../timeline/model.ts';
import type { Grade } from './fact.ts';
import { eventsOfKind, oncePerSide } from './views.ts';

/** What is printed without any debug; what only the debugs of IKE, or of IPsec, print. */
export type Heard = 'log' | 'ike' | 'ipsec';

/** A stretch of one side's own clock, in ms since 1970. */
export interface Stretch {
  side: Side;
  fromMs: number;
  toMs: number;
}

const TOLD_BY: Readonly<Record<Exclude<Heard, 'log'>, ReadonlySet<EventKind>>> = {
  ike: new Set<EventKind>(['message', 'ike-sa', 'negotiation', 'delete', 'notify', 'dpd']),
  ipsec: new Set<EventKind>(['child-sa']),
};
/** A stamp of whole seconds, or the line that was printed a moment before. */
const EDGE_MS = 1000;

/** `no`: it was surely not; `unknown`: nothing says. */
export function listened(timeline: Timeline, heard: Heard, asked: Stretch): Answer {
  const stretch = untilTaken(timeline, asked);
  const { lines, gaps } = timeline.recordings[stretch.side];
  if (lines === 0 || gaps.some((gap) => gap.fromAt <= stretch.toMs && gap.toAt >= stretch.fromMs)) return 'no';
  const answers = familiesOf(timeline, stretch.side, heard).map((family) => ({
    family,
    said: askLedger(ownLedger(timeline), { ...withoutEdges(stretch), family }),
  }));
  // What an event trace keeps needs no debug beside it; of debugs each that prints for this tunnel must have been on.
  if (answers.some(({ family, said }) => family === TRACE_ID && said === 'yes')) return 'yes';
  const debugs = answers.filter(({ family }) => family !== TRACE_ID);
  if (debugs.length > 0 && debugs.every(({ said }) => said === 'yes')) return 'yes';
  return debugs.length > 0 && debugs.every(({ said }) => said === 'no') ? 'no' : 'unknown';
}

/** What a buffer that was read later does not hold behind its last line was not printed until then: the last line answers for it. [L] */
function untilTaken(timeline: Timeline, stretch: Stretch): Stretch {
  const { toAt } = timeline.recordings[stretch.side];
  const endAt = timeline.listening[stretch.side].counters.length === 0 ? undefined : takenAt(timeline, stretch.side);
  if (toAt === null || endAt === undefined || stretch.toMs <= toAt || stretch.toMs > endAt) return stretch;
  return { ...stretch, fromMs: Math.min(stretch.fromMs, toAt), toMs: toAt };
}

const takenAt = oncePerSide((timeline, side) => askedAt(side, timeline));

/** True when nothing can be missing in the stretch: the ledger proves it, or our own mark ends a recording that was read back whole. */
export function isProvenWhole(timeline: Timeline, stretch: Stretch): boolean {
  const { gaps, damagedLines } = timeline.recordings[stretch.side];
  if (gaps.length > 0 || damagedLines > 0 || timeline.listening[stretch.side].isSampled === true) return false;
  const said = isComplete(ownLedger(timeline), withoutEdges(stretch));
  if (said !== 'unknown') return said === 'yes';
  return !mayLack(ownLedger(timeline), withoutEdges(stretch)) && isMarked(timeline, stretch.side);
}

/** How much it says that this side's record shows nothing in the stretch, where it listened. */
export function gradeOfSilence(timeline: Timeline, stretch: Stretch): Grade {
  if (isProvenWhole(timeline, stretch)) return 'shown';
  return isFullOfHoles(ownLedger(timeline), withoutEdges(stretch)) ? 'hinted' : 'suggested';
}

/** The side's own clock is asked: how far it is from the other one does not matter. */
function ownLedger({ listening }: Timeline): Parameters<typeof askLedger>[0] {
  return { listening, clock: { offsetMs: 0 } };
}

function withoutEdges({ side, fromMs, toMs }: Stretch): Stretch {
  return { side, fromMs: fromMs + EDGE_MS, toMs: toMs - EDGE_MS };
}

/** IKE's debugs say that a child SA is installed, and nothing of its end: their silence is none of IPsec's. [C] ike.md 3.3 */
const OF_IKE: ReadonlySet<string> = new Set(['isakmp', 'ikev2']);

/** Those that print this for the tunnel, as the record shows: what never printed it may not print it at all. */
function familiesOf(timeline: Timeline, side: Side, heard: Heard): readonly string[] {
  if (heard === 'log') return [LOG_ID];
  return printing(timeline, side)[heard];
}

const printing = oncePerSide(({ listening }, side) => {
  const families = Object.entries(listening[side].printed);
  const thatTell = (heard: keyof typeof TOLD_BY) =>
    families.flatMap(([family, kinds]) => (kinds.some((kind) => TOLD_BY[heard].has(kind)) ? [family] : []));
  return { ike: thatTell('ike'), ipsec: thatTell('ipsec').filter((family) => !OF_IKE.has(family)) };
});

const isMarked = oncePerSide((timeline, side) =>
  eventsOfKind(timeline, side, 'syslog').some(({ facility, message }) => facility === 'HA_EM' && message.includes(RECORDING_MARK)),
);
