/** Exchanges that one side's record shows answered, and of which the other's shows nothing, several in a row: that side does not print what it receives. */
import type { Event } from '../ipsec/event.ts';
import { other, type Side } from '../ipsec/side.ts';
import type { RecordedEvent } from './clock-step.ts';
import { doubtFamilies } from './doubted-hearing.ts';
import { familyTeller } from './event-family.ts';
import { recordedOf } from './grouped.ts';
import type { Listening, Stretch } from './listening.ts';
import type { ClockEstimate } from './model.ts';
import type { PeerRecord } from './record.ts';

/** Of one the line may have been lost. [L] */
const ROW_LEAST = 2;
/** An answer comes within this; what lies so near an edge of the record may be beyond it. [L] */
const EDGE_MS = 2000;

type Records = Record<Side, PeerRecord>;
interface Ledger {
  listening: Record<Side, Listening>;
  clock: ClockEstimate;
}

/** An exchange that the other side completed, on this side's clock. */
interface Completed {
  at: number;
  family: string;
  isPrinted: boolean;
}

/** The side's ledger, without the stretches in which it printed nothing of what it answered. */
export function withUnprinted(side: Side, records: Records, { listening, clock }: Ledger): Listening {
  const own = listening[side];
  if (clock.offsetMs === null || records[side].vendors.length > 0) return own;
  const shiftMs = side === 'b' ? clock.offsetMs : -clock.offsetMs;
  const edgeMs = EDGE_MS + (clock.uncertaintyMs ?? 0);
  const completed = completedWith(side, records, shiftMs).filter(({ at, family }) => mayPrint(own, family, { at, edgeMs }));
  const ofEach = [...new Set(completed.map(({ family }) => family))];
  const rows = ofEach.flatMap((family) => rowsIn(completed.filter((each) => each.family === family)));
  return rows.reduce((left, row) => doubtFamilies(left, silentIn(row, left, records[side].events), row), own);
}

/** All of one kind of exchange that lie between two that were printed. */
interface Row extends Stretch {
  family: string;
}

function rowsIn(completed: readonly Completed[]): Row[] {
  const rows: Row[] = [];
  let count = 0;
  let fromAt = Number.NEGATIVE_INFINITY;
  const close = (family: string, toAt: number) => {
    if (count >= ROW_LEAST)
      rows.push({ family, fromAt, toAt, why: `the other side had ${count} exchanges answered that it did not print` });
  };
  for (const { at, family, isPrinted } of completed) {
    if (!isPrinted) count += 1;
    else {
      close(family, at);
      [count, fromAt] = [0, at];
    }
  }
  close(completed.at(-1)?.family ?? '', Number.POSITIVE_INFINITY);
  return rows;
}

/** Its family, and those that printed nothing of this tunnel meanwhile: a peer condition silences all of them. */
function silentIn({ family, fromAt, toAt }: Row, { families }: Listening, events: readonly RecordedEvent[]): string[] {
  const familyOf = familyTeller();
  const printed = new Set<string | undefined>();
  for (const { event, baseAt } of events)
    if (baseAt !== null && baseAt > fromAt + EDGE_MS && baseAt < toAt - EDGE_MS) printed.add(familyOf(event));
  return DEBUGS.filter((each) => each === family || (!printed.has(each) && families.some((known) => known.family === each)));
}

const DEBUGS = ['isakmp', 'ikev2', 'ipsec'];

/** The record is said to be heard there, or was until it fell silent. */
function mayPrint({ families }: Listening, family: string, { at, edgeMs }: { at: number; edgeMs: number }): boolean {
  const { heard = [], silent = [] } = families.find((each) => each.family === family) ?? {};
  return [at - edgeMs, at + edgeMs].every((each) => [...heard, ...silent].some(({ fromAt, toAt }) => fromAt <= each && each <= toAt));
}

/** In order of time. */
function completedWith(side: Side, records: Records, shiftMs: number): Completed[] {
  const printed = new Set(records[side].events.flatMap(({ event }) => nameOf(event, side) ?? []));
  // A log that names no IKE SA names no exchange of IKEv2.
  const named = new Set(recordedOf(records[side].events, 'message').flatMap(({ event: { ikeSpis } }) => (ikeSpis ? ikeSaOf(ikeSpis) : [])));
  const asked = new Set<string>();
  const found: Completed[] = [];
  for (const { event, baseAt } of records[other(side)].events) {
    const name = nameOf(event, side);
    if (name === undefined || baseAt === null) continue;
    if (isQuestion(event)) asked.add(name);
    else if (isAnswer(event) && (event.kind === 'dpd' || asked.delete(name))) {
      if (event.kind === 'message' && event.ikeSpis !== undefined && !named.has(ikeSaOf(event.ikeSpis))) continue;
      found.push({ at: baseAt + shiftMs, family: event.version === 1 ? 'isakmp' : 'ikev2', isPrinted: printed.has(name) });
    }
  }
  return found.sort((one, two) => one.at - two.at);
}

/** `dpd 10826`, `4890461ECAA32FE3 112AD55D6FE6B89B 7`: an exchange that the other side began, alike at both ends. */
function nameOf(event: Event, answering: Side): string | undefined {
  const isAnswering = event.side === answering;
  if (event.kind === 'dpd') {
    const isOf = isAnswering ? OF_ANSWERER : OF_ASKER;
    return event.version === 1 && event.sequence32 !== undefined && isOf.has(event.change) ? `dpd ${event.sequence32}` : undefined;
  }
  if (event.kind !== 'message' || event.version !== 2 || event.ikeSpis === undefined || event.messageId === undefined) return undefined;
  const isAsked = event.message === (event.direction === 'sent' ? 'request' : 'response');
  if (event.exchange === 'ike-sa-init' || event.message === undefined || isAsked === isAnswering) return undefined;
  return `${ikeSaOf(event.ikeSpis)} ${event.messageId}`;
}

const OF_ANSWERER: ReadonlySet<string> = new Set(['probe-received', 'ack-sent']);
const OF_ASKER: ReadonlySet<string> = new Set(['ack-received']);

function ikeSaOf({ initiator, responder }: { initiator: string; responder: string }): string {
  return `${initiator} ${responder}`;
}

function isQuestion(event: Event): boolean {
  return event.kind === 'message' && event.direction === 'sent';
}

function isAnswer(event: Event): event is Extract<Event, { kind: 'dpd' | 'message' }> {
  return event.kind === 'dpd' || (event.kind === 'message' && event.direction === 'received');
}
