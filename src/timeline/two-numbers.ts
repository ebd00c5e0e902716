/** An SPI that a message prints as two different numbers is the one that an SA on record bears, where just one of them is borne. */
import { bySide, SIDES, type Side } from '../ipsec/side.ts';
import { type EspSpi, parseDecimalSpi } from '../ipsec/spi.ts';
import { recordedOf } from './grouped.ts';
import type { PeerRecord } from './record.ts';

/** A figure that a scan misread makes another number; that it makes the one of an SA nearby, nobody need believe. */
export function takeBorne(records: Record<Side, PeerRecord>): Record<Side, PeerRecord> {
  if (!SIDES.some((side) => recordedOf(records[side].events, 'invalid-spi').some(({ event }) => event.printedDecimal !== undefined)))
    return records;
  const borne = new Set(SIDES.flatMap((side) => recordedOf(records[side].events, 'child-sa').flatMap(({ event }) => event.spi ?? [])));
  return bySide((side) => ({ ...records[side], events: records[side].events.map((recorded) => putRight(recorded, borne)) }));
}

function putRight(recorded: PeerRecord['events'][number], borne: ReadonlySet<EspSpi>): PeerRecord['events'][number] {
  const { event } = recorded;
  if (event.kind !== 'invalid-spi' || event.printedDecimal === undefined) return recorded;
  const told = parseDecimalSpi(event.printedDecimal);
  if (told === undefined || !borne.has(told) || borne.has(event.spi)) return recorded;
  return { ...recorded, event: { ...event, spi: told, printedDecimal: undefined } };
}
