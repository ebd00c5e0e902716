/** What a timeline lacks: messages that are cut off, SPIs that are printed as two numbers, and what the bundle itself has no record of. */
import { type Bundle, type Doubt, printDoubt } from '../bundle/bundle.ts';
import { citationOf } from '../ipsec/citation.ts';
import type { Event } from '../ipsec/event.ts';
import { bySide, SIDES, type Side } from '../ipsec/side.ts';
import { type EspSpi, espSpi } from '../ipsec/spi.ts';
import { recordedOf, timedOf } from './grouped.ts';
import { doubtHostNames } from './host-names.ts';
import type { Timeline } from './model.ts';
import type { PeerRecord } from './record.ts';

/** What is doubtful, missing or cut off, of the bundle and of its records. */
export function whatLacks(
  bundle: Bundle,
  records: Record<Side, PeerRecord>,
  events: Timeline['events'],
  ofTime: readonly Doubt[],
): Pick<Timeline, 'doubts' | 'missing' | 'cut'> {
  const cut = bySide((side) => cutOff(records[side]));
  const doubtful = [...ofTime, ...doubtHostNames(bundle), ...doubtfulSpis(records, events)];
  return {
    doubts: [...(bundle.doubts ?? []), ...doubtful],
    missing: [...doubtful.map(printDoubt), ...bundle.missing, ...SIDES.flatMap((side) => sayCut(side, records[side], cut[side]))],
    cut: SIDES.some((side) => cut[side].length > 0) ? SIDES.flatMap((side) => cut[side].map(citationOf)) : undefined,
  };
}

/** An SPI that is printed as two numbers, unless an SA on record bears it. */
function doubtfulSpis(records: Record<Side, PeerRecord>, events: Timeline['events']): Doubt[] {
  const isTwofold = ({ events: own }: PeerRecord) => recordedOf(own, 'invalid-spi').some(({ event }) => event.printedDecimal !== undefined);
  if (!SIDES.some((side) => isTwofold(records[side]))) return [];
  const borne = new Set(timedOf(events, 'child-sa').flatMap(({ spi }) => spi ?? []));
  return SIDES.flatMap((side) => doubtSpis(records[side], borne));
}

function sayCut(side: Side, record: PeerRecord, cut: readonly Event[]): string[] {
  return [
    ...cut.map(
      ({ file, line, endLine }) =>
        `${side}: ${file}:${line} is a message of an unknown SPI that was ${endLine > line ? NOT_JOINED : 'cut off inside'}`,
    ),
    ...record.cutShort
      .filter((file) => !cut.some((event) => event.file === file && event === lastOf(record, file)))
      .map((file) => `${side}: ${file} ends in the middle of a message`),
  ];
}

/**
 * Both forms are of one number: one of them was changed on its way. `borne`: those of SAs on record, which confirm the hexadecimal one that is
 * trusted [C ike.md 1.6], unless an SA bears the other as well.
 */
function doubtSpis({ side, events }: PeerRecord, borne: ReadonlySet<EspSpi>): Doubt[] {
  return recordedOf(events, 'invalid-spi').flatMap(({ event }) =>
    event.printedDecimal !== undefined && !isConfirmed(event.spi, event.printedDecimal, borne)
      ? [
          {
            side,
            file: event.file,
            why: `says in line ${event.line} one SPI as ${event.spi} and as ${event.printedDecimal}, which are two: one of them is wrong`,
          },
        ]
      : [],
  );
}

function isConfirmed(spi: EspSpi, decimal: string, borne: ReadonlySet<EspSpi>): boolean {
  const told = espSpi(Number(decimal));
  return borne.has(spi) && (told === undefined || !borne.has(told));
}

const NOT_JOINED = 'folded and could not be joined: its SPI is not known';

function lastOf({ events }: PeerRecord, file: string): Event | undefined {
  return events.findLast(({ event }) => event.file === file)?.event;
}

/** `destaddr=..., prot=50, spi=0x...`: somebody's note of how the message looks; a router prints an address there. */
const OF_ANY = /\bdestaddr ?= ?(?:\.{2,}|…|<)/;

/** Only the mnemonic is left of these, or pieces that do not make one SPI. */
function cutOff({ events }: PeerRecord): Event[] {
  return recordedOf(events, 'syslog').flatMap(({ event }) =>
    event.mnemonic === 'RECVD_PKT_INV_SPI' && !OF_ANY.test(event.message) ? [event] : [],
  );
}
