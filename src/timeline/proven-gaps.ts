/** Proven gaps are where the other side received a message that this side's own record, which listened, does not show leaving: lines of it are missing there. */
import { firstPlace } from '../first-place.ts';
import type { Gap } from '../ios/log/clock.ts';
import type { MessageEvent } from '../ipsec/event.ts';
import { bySide, type Side } from '../ipsec/side.ts';
import { type Listening, listened, without } from './listening.ts';
import { groupsOf, messagesOf, type RecordedMessage } from './message-group.ts';
import type { ClockEstimate } from './model.ts';
import type { PeerRecord } from './record.ts';

type Records = Record<Side, PeerRecord>;
interface Ledger {
  listening: Record<Side, Listening>;
  clock: ClockEstimate;
}

/** By side, on its own clock. */
export function provenGaps(records: Records, ledger: Ledger): Record<Side, Gap[]> {
  const { offsetMs } = ledger.clock;
  if (offsetMs === null) return { a: [], b: [] };
  const messages = messagesOf(records);
  const unsent = groupsOf(records).filter(({ sent }) => sent.length === 0);
  return bySide((side) => {
    const arrivals = unsent.flatMap(({ from, received }) => (from === side ? received.slice(0, 1) : []));
    if (arrivals.length === 0 || records[side].vendors.length > 0 || mayBeTwo(side, messages)) return [];
    const isPrinted = printingOf(side, messages);
    const missing = arrivals.filter(({ event }) => isPrinted(event));
    if (missing.length === 0) return [];
    const stamps = records[side].events.flatMap(({ baseAt }) => baseAt ?? []).sort((one, two) => one - two);
    const shiftMs = side === 'b' ? offsetMs : -offsetMs;
    const nameless = messages.flatMap(({ event, baseAt }) => (event.side === side && isNameless(event) ? (baseAt ?? []) : []));
    const gaps = missing.flatMap((arrival) => gapOf(side, arrival, { stamps, nameless, ledger, shiftMs }));
    return gaps.filter(({ fromAt }, index) => fromAt !== gaps[index - 1]?.fromAt);
  });
}

/** Nearly every packet is on its way for less. [L] */
const ON_ITS_WAY_MS = 100;

const IKE_PORTS: ReadonlySet<number | undefined> = new Set([undefined, 500, 4500]);

/** Behind a NAT there may be another box of the same address. [C RFC 3947] */
function mayBeTwo(side: Side, messages: readonly RecordedMessage[]): boolean {
  return messages.some(({ event }) => event.side !== side && event.direction === 'received' && !IKE_PORTS.has(event.remotePort));
}

/** What the side prints of its own messages, and of which IKE SAs: what it never prints is nowhere missing. An exchange that begins an IKE SA may be another router's of its address. */
function printingOf(side: Side, messages: readonly RecordedMessage[]): (event: MessageEvent) => boolean {
  const own = messages.flatMap(({ event }) => (event.side === side && event.messageId !== undefined ? [event] : []));
  const kinds = new Set(own.flatMap((event) => (event.direction === 'sent' ? [kindOf(event)] : [])));
  const ikeSas = new Set(own.map(ikeSaOf));
  return (event) => kinds.has(kindOf(event)) && (event.version === 1 || (event.exchange !== 'ike-sa-init' && ikeSas.has(ikeSaOf(event))));
}

/**
 * Of what comes IKEv1 does not print that it is informational: it has an id, and none of the steps of another exchange. [C ike.md 3.2]
 * IKEv2 prints each packet in one way, whatever it is: `Sending Packet [To …]`. [C ike.md 6]
 */
const kindOf = ({ version, exchange }: MessageEvent) => (version === 2 ? '2' : `1 ${exchange ?? 'informational'}`);

/** A probe of 12.4 is printed leaving without the id by which the other side has it: it is shown, though nothing ties the two. [C samples debug-isakmp] */
const isNameless = ({ direction, messageId }: MessageEvent) => direction === 'sent' && messageId === undefined;

const ikeSaOf = ({ ikeSpis, ikeSa }: MessageEvent) => (ikeSpis === undefined ? ikeSa : `${ikeSpis.initiator} ${ikeSpis.responder}`);

/** From the last line before the message can have left to the first one behind it. */
function gapOf(side: Side, { event, baseAt }: RecordedMessage, { stamps, nameless, ledger, shiftMs }: Seen): Gap[] {
  if (baseAt === null) return [];
  const boundMs = ledger.clock.uncertaintyMs ?? 0;
  const [leastAt, mostAt] = [baseAt + shiftMs - 2 * boundMs - ON_ITS_WAY_MS, baseAt + shiftMs + boundMs];
  if (nameless.some((at) => at >= leastAt && at <= mostAt) || !listenedAt(side, event, ledger, { leastAt, mostAt })) return [];
  const [fromAt, toAt] = [stamps[countUntil(stamps, leastAt + 1) - 1], stamps[countUntil(stamps, mostAt)]];
  if (fromAt === undefined || toAt === undefined) return [];
  return [{ fromAt, toAt, why: 'the other side received what it does not show leaving' }];
}

/** How many of the stamps, which are in order, lie before this. */
function countUntil(stamps: readonly number[], at: number): number {
  return firstPlace(stamps.length, (place) => (stamps[place] ?? 0) >= at);
}

interface Seen {
  /** Of the side's own lines, in order. */
  stamps: readonly number[];
  /** When it sent what it prints without an id. */
  nameless: readonly number[];
  ledger: Ledger;
  shiftMs: number;
}

/** Where no number is missing a line was not printed. */
function listenedAt(
  side: Side,
  { version }: MessageEvent,
  { listening }: Ledger,
  { leastAt, mostAt }: { leastAt: number; mostAt: number },
): boolean {
  const { numbered } = listening[side];
  const isNumbered = numbered.some(({ fromAt, toAt }) => fromAt <= leastAt && mostAt <= toAt);
  const family = version === 1 ? 'isakmp' : 'ikev2';
  const asked = { side, family, fromMs: leastAt, toMs: mostAt };
  // Each stretch is of the side's own clock.
  return !isNumbered && listened({ listening, clock: { offsetMs: 0 } }, asked) === 'yes';
}

export function withGaps(record: PeerRecord, gaps: readonly Gap[]): PeerRecord {
  return gaps.length === 0 ? record : { ...record, gaps: [...record.gaps, ...gaps] };
}

/** Nothing was surely heard there. */
export function withoutGaps(listening: Listening, gaps: readonly Gap[]): Listening {
  if (gaps.length === 0) return listening;
  const families = listening.families.map((each) => ({ ...each, heard: without(gaps, each.heard) }));
  return { ...listening, families, gaps: [...listening.gaps, ...gaps] };
}
