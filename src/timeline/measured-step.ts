/** A measured step is how far a clock was set by the messages that both peers logged before and behind it: the line that tells of it names whole seconds, and of some no line tells. */
import { SIDES, type Side } from '../ipsec/side.ts';
import { boundsOf, DELAY_LEAST_MS } from './clock.ts';
import { DRIFT_PARTS, intersect } from './clock-bound.ts';
import type { Interval } from './clock-interval.ts';
import { type RecordedEvent, UNTOLD_STEP_MS } from './clock-step.ts';
import { type DpdGroup, groupDpd, type SeenProbe } from './dpd-group.ts';
import { groupsOf } from './message-group.ts';
import type { PeerRecord } from './record.ts';

/** No stamp is believed further than this. */
const PRECISION_LEAST_MS = 1;

/** What lies before a step, moved by what the messages show; the records as they are where both clocks were set, or nothing measures it closer. */
export function withMeasuredSteps(records: Record<Side, PeerRecord>): Record<Side, PeerRecord> {
  const [side, ...more] = SIDES.filter((each) => records[each].events.some(({ stepMs }) => stepMs > 0));
  if (side === undefined || more.length > 0) return records;
  const groups = [...groupsOf(records), ...groupDpd(records)];
  const moves = movesIn({ side, record: records[side], groups });
  if (moves.size === 0) return records;
  const events = records[side].events.map((each) => moved(each, moves.get(keyOf(each.event.file, each.stepMs))));
  return { ...records, [side]: { ...records[side], events } };
}

/** Each file has its own steps: what two of one router leave unsure is as large, and they are not the same. */
const keyOf = (file: string, stepMs: number): string => `${stepMs} ${file}`;

function movesIn(measured: Measured): Map<string, Move> {
  const steps = new Map(
    measured.record.events.flatMap(({ event: { file }, stepMs }) => (stepMs > 0 ? [[keyOf(file, stepMs), { file, stepMs }]] : [])),
  );
  return new Map(
    [...steps].flatMap(([key, step]) => {
      const move = moveOf(step, measured);
      return move === undefined ? [] : [[key, move]];
    }),
  );
}

/** The further from the step, the more the clocks may have drifted. */
function moved(recorded: RecordedEvent, move: Move | undefined): RecordedEvent {
  const { baseAt, precisionMs, stepMs } = recorded;
  if (move === undefined || baseAt === null) return recorded;
  const byMs = Math.round((move.fromMs + move.toMs) / 2);
  const widthMs = Math.max(move.toMs - byMs, byMs - move.fromMs, PRECISION_LEAST_MS);
  const sureMs = Math.ceil(widthMs + Math.abs(baseAt - move.at) * DRIFT_PARTS);
  return sureMs >= stepMs ? recorded : { ...recorded, baseAt: baseAt + byMs, precisionMs: precisionMs - stepMs + sureMs, stepMs: sureMs };
}

/** Measured at this instant. */
interface Move extends Interval {
  at: number;
}

interface Step {
  file: string;
  stepMs: number;
}

interface Measured {
  side: Side;
  record: PeerRecord;
  groups: readonly DpdGroup[];
}

/** How much later than they were put the stamps lie that have this step behind them. */
function moveOf({ file, stepMs }: Step, { side, record, groups }: Measured): Move | undefined {
  const at = record.events.findLast((each) => each.event.file === file && each.stepMs === stepMs && each.baseAt !== null)?.baseAt;
  if (at == null) return undefined;
  const offsetOf = (own: number) => offsetIn(groups.flatMap((group) => inStretch(group, { side, file, stepMs: own, at })));
  const [before, behind] = [offsetOf(stepMs), offsetOf(0)];
  if (before === undefined || behind === undefined) return undefined;
  const [one, two] = side === 'a' ? [before, behind] : [behind, before];
  // Of a step that no line tells nobody knows how long it lasted: what was put on it is no bound.
  const mostMs = stepMs < UNTOLD_STEP_MS ? stepMs : Number.POSITIVE_INFINITY;
  const move = { at, fromMs: Math.max(one.fromMs - two.toMs, -mostMs), toMs: Math.min(one.toMs - two.fromMs, mostMs) };
  const widthMs = move.toMs - move.fromMs;
  return widthMs < 0 || widthMs >= 2 * stepMs ? undefined : move;
}

interface Stretch extends Step {
  side: Side;
  at: number;
}

/** A group that this side's file has between two steps and nowhere else, its stamps as unsure as the clocks may have drifted up to the step. */
function inStretch({ from, sent, received }: DpdGroup, { side, file, stepMs, at }: Stretch): DpdGroup[] {
  const own = from === side ? sent : received;
  const peers = from === side ? received : sent;
  if (!own.every((each) => each.stepMs === stepMs && each.event?.file === file) || peers.some((each) => each.stepMs !== 0)) return [];
  const drifting = (each: SeenProbe): SeenProbe => ({
    ...each,
    precisionMs: each.precisionMs - (each.stepMs ?? 0) + (own[0]?.baseAt == null ? 0 : Math.abs(own[0].baseAt - at) * DRIFT_PARTS),
  });
  return [{ from, sent: sent.map(drifting), received: received.map(drifting) }];
}

/** b's clock minus a's, by messages of both ways that agree. */
function offsetIn(groups: readonly DpdGroup[]): Interval | undefined {
  const { upperMs, lowerMs, conflict } = intersect(boundsOf(groups), DELAY_LEAST_MS);
  if (upperMs === undefined || lowerMs === undefined || conflict !== undefined) return undefined;
  return { fromMs: Math.min(upperMs, lowerMs), toMs: Math.max(upperMs, lowerMs) };
}
