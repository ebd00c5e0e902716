/** A log that prints no IKE SPIs numbers its IKE SAs for itself: a child SA that both records know says which of them is which of the other's. */
import type { MessageEvent } from '../ipsec/event.ts';
import { other, type Side } from '../ipsec/side.ts';
import type { RecordedEvent } from './clock-step.ts';
import { recordedOf } from './grouped.ts';
import type { PeerRecord } from './record.ts';

/** From the last message of a negotiation to the SA that it makes. [L] */
const MAKING_MS = 2000;

type IkeSpis = NonNullable<MessageEvent['ikeSpis']>;
/** By the SPI of a child SA: the IKE SA that made it. */
interface Makers {
  numbers: Map<string, number>;
  ikeSpis: Map<string, IkeSpis>;
}

/** Both records, `ikeSpis` or `ikeSa` set on the messages of IKE SAs that are numbered only. */
export function nameIkeSas(records: Record<Side, PeerRecord>): Record<Side, PeerRecord> {
  if (!isNumbered(records.a) && !isNumbered(records.b)) return records;
  const makers = { a: makersOf(records.a), b: makersOf(records.b) };
  return { a: named('a', records, makers), b: named('b', records, makers) };
}

function isNumbered({ events }: PeerRecord): boolean {
  return recordedOf(events, 'message').some(({ event }) => isNameless(event));
}

function isNameless({ version, ikeSpis, connId, subject }: MessageEvent): boolean {
  return version === 2 && ikeSpis === undefined && subject === undefined && connId !== undefined;
}

function makersOf({ events }: PeerRecord): Makers {
  const makers: Makers = { numbers: new Map(), ikeSpis: new Map() };
  let last: { event: MessageEvent; baseAt: number | null } | undefined;
  for (const { event, baseAt } of events) {
    if (event.kind === 'message' && event.ikeSpis !== undefined) last = { event, baseAt };
    if (event.kind !== 'child-sa' || event.change !== 'created' || event.spi === undefined) continue;
    if (event.connId !== undefined) makers.numbers.set(event.spi, event.connId);
    if (last?.event.ikeSpis !== undefined && isJustBefore(last.baseAt, baseAt)) makers.ikeSpis.set(event.spi, last.event.ikeSpis);
  }
  return makers;
}

function isJustBefore(earlier: number | null, later: number | null): boolean {
  return earlier !== null && later !== null && later - earlier <= MAKING_MS;
}

function named(side: Side, records: Record<Side, PeerRecord>, makers: Record<Side, Makers>): PeerRecord {
  const spis = new Map<number, IkeSpis>();
  const names = new Map<number, string>();
  for (const [spi, number] of makers[side].numbers) {
    const theirs = makers[other(side)];
    const found = theirs.ikeSpis.get(spi);
    if (found !== undefined) spis.set(number, found);
    // The first one that both know names it on both sides.
    if (theirs.numbers.has(spi)) names.set(number, [names.get(number), spi].filter((each) => each !== undefined).sort()[0] ?? spi);
  }
  const name = (recorded: RecordedEvent): RecordedEvent => {
    const { event } = recorded;
    if (event.kind !== 'message' || !isNameless(event)) return recorded;
    const [ikeSpis, ikeSa] = [spis.get(event.connId ?? -1), names.get(event.connId ?? -1)];
    return { ...recorded, event: { ...event, ...(ikeSpis === undefined ? {} : { ikeSpis }), ...(ikeSa === undefined ? {} : { ikeSa }) } };
  };
  return { ...records[side], events: records[side].events.map(name) };
}
