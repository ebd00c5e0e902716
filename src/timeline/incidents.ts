/** Incidents gather the invalid SPIs: one for each SPI, receiver and flow, with what its repetition says. */
import { type Address, isOtherAddress, isSameAddress, isWithin } from '../ipsec/address.ts';
import type { InvalidSpiEvent } from '../ipsec/event.ts';
import { other, SIDES, type Side } from '../ipsec/side.ts';
import type { EspSpi } from '../ipsec/spi.ts';
import { type Addresses, isAddressIn } from './addresses.ts';
import type { RecordedEvent } from './clock-step.ts';
import { byRef, type Flow, flowsOf, type TimedInvalidSpi } from './flows.ts';
import { grouped, recordedOf, timedOf } from './grouped.ts';
import type { ChildSa, Incident, TimedEvent } from './model.ts';
import { isBetweenHosts } from './own-messages.ts';
import { type IsSettled, persistenceOf, type RecordEnd, recordEnds } from './persistence.ts';
import type { PeerState } from './state.ts';

/** What an invalid SPI's addresses say: ours, another tunnel's of the same router, or nobody's that the router knows. */
export type Owner = 'tunnel' | 'another' | 'nobody';

export interface Ownership {
  addresses: Addresses;
  states: Record<Side, PeerState>;
  /** SPIs that either record installed for this tunnel, or lists as what it sends with. */
  spis: ReadonlySet<EspSpi>;
  /** Which of them is a member of a GETVPN group. */
  isMember: Record<Side, boolean>;
}

/** What else is known of the end of each side's log: when it was asked for its time, and where messages are missing. */
type Ends = Record<Side, Pick<RecordEnd, 'askedMs' | 'askedIn' | 'gaps'>>;

export function foldIncidents(
  events: readonly TimedEvent[],
  addresses: Addresses,
  childSas: readonly ChildSa[],
  known: Ends = { a: {}, b: {} },
): Incident[] {
  const groups = new Map<string, TimedInvalidSpi[]>();
  for (const event of timedOf(events, 'invalid-spi')) {
    const key = `${receiverOf(event, addresses)} ${event.spi}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [event]);
    else if (!isRepeatedLine(group, event)) group.push(event);
  }
  const sas = grouped(childSas, ({ spi }) => [spi]);
  const ends = recordEnds(events);
  for (const side of SIDES) Object.assign(ends[side], known[side]);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { spi, destination = null } = first;
    const receiver = receiverOf(first, addresses);
    const sources = [...new Set(group.flatMap(({ source }) => source ?? []))];
    const source = sources.find((each) => isAddressIn(addresses[other(receiver)], each)) ?? sources[0] ?? null;
    return [
      {
        spi,
        receiver,
        source,
        sources,
        destination,
        refs: group.map(({ ref }) => ref),
        ...worstOf(flowsOf(group), {
          ends,
          isSettled: settledBy(sas, receiver),
          isPeer: (each) => isAddressIn(addresses[other(receiver)], each),
        }),
      },
    ];
  });
}

/** Receivers draw their SPIs at random: a second source of the same one makes it up. [C public captures; RFC 4301 4.1] */
const SOURCES_MIN = 2;
/** `0xDEAD0000`: one in 65,536 ends so by chance; 1 to 255 are reserved, 0 is for nobody on the wire [C RFC 4303 2.1]; `0x41414141` is typed. [L] */
export const MADE_UP = /^0x(?:.{4}0000|000000..|(..)\1{3})$/;

/** SPIs that come from several sources, and that no SA on record bears: no tunnel's, so that this one's report has to name them. */
export function manySourcedSpis(records: readonly (readonly RecordedEvent[])[]): EspSpi[] {
  const sources = new Map<EspSpi, Set<string>>();
  for (const { event } of records.flatMap((events) => recordedOf(events, 'invalid-spi')))
    if (event.source !== undefined) sources.set(event.spi, (sources.get(event.spi) ?? new Set()).add(`${event.side} ${event.source}`));
  for (const [spi, known] of sources) if (known.size < SOURCES_MIN) sources.delete(spi);
  if (sources.size === 0) return [];
  for (const { event } of records.flatMap((events) => recordedOf(events, 'child-sa')))
    if (event.spi !== undefined) sources.delete(event.spi);
  return [...sources.keys()];
}

const SEVERITY = ['black-hole', 'unknown', 'transient'] as const;

/** R has made the SA since, or S has given it up. `sas`: by SPI, at either end. */
function settledBy(sas: ReadonlyMap<EspSpi, readonly ChildSa[]>, receiver: Side): IsSettled {
  return ({ spi, ref }) => {
    const sa = sas.get(spi)?.find((each) => each.receiver === receiver);
    const signs = [sa?.inbound.created, sa?.inbound.installed, sa?.outbound.deleted];
    return signs.some((sign) => sign != null && sign > ref);
  };
}

interface Judging {
  ends: ReturnType<typeof recordEnds>;
  isSettled: IsSettled;
  isPeer: (source: Address | undefined) => boolean;
}

function worstOf(flows: readonly Flow[], { ends, isSettled, isPeer }: Judging): ReturnType<typeof persistenceOf> {
  const judged = flows.map((flow) => persistenceIn(flow, ends, isSettled));
  // What the peer itself sends again and again is lost, whoever else sends with the same SPI.
  const own = judged.find(
    (each, index) => each.persistence === 'black-hole' && isPeer(flows[index]?.events.find(({ source }) => source !== undefined)?.source),
  );
  if (own !== undefined && flows.length === 1) return own;
  if (own !== undefined && flows.length <= SOURCES_MIN)
    return { ...own, persistenceReason: `${own.persistenceReason}, of the peer's own packets` };
  for (const persistence of SEVERITY) {
    const found = judged.find((each) => each.persistence === persistence);
    if (found?.persistence === 'black-hole' && flows.length >= SOURCES_MIN)
      return {
        persistence: 'unknown',
        persistenceReason: `${found.persistenceReason}, but from ${flows.length} sources: no traffic of the tunnel need be lost`,
      };
    if (found !== undefined) return found;
  }
  return persistenceOf([], ends, isSettled);
}

/** Nobody can say that it is over where a later message may be of the same flow. */
function persistenceIn({ events, perhaps }: Flow, ends: Judging['ends'], isSettled: IsSettled): ReturnType<typeof persistenceOf> {
  const read = persistenceOf(events, ends, isSettled);
  if (perhaps.length === 0 || read.persistence !== 'transient') return read;
  const all = persistenceOf([...events, ...perhaps].toSorted(byRef), ends, isSettled);
  if (all.persistence !== 'black-hole') return read;
  return { persistence: 'unknown', persistenceReason: `${all.persistenceReason}, but an address in one of them cannot be read` };
}

/** The same message twice, as when the buffer and a syslog server both kept it: its stamps differ by less than they mean. */
function isRepeatedLine(group: readonly TimedInvalidSpi[], event: TimedInvalidSpi): boolean {
  for (let index = group.length - 1; index >= 0; index -= 1) {
    const seen = group[index];
    if (seen?.at == null || event.at === null) continue;
    const apartMs = Math.abs(seen.at - event.at);
    if (apartMs > LOOK_BACK_MS) return false;
    const isCopy = seen.file !== event.file && !isOtherAddress(seen.source, event.source);
    if (isCopy && apartMs <= Math.max(seen.precisionMs, event.precisionMs)) return true;
  }
  return false;
}

/** The events are in order of time: copies stand near each other. */
const LOOK_BACK_MS = 10_000;

/** The peer that logged it; a file in the wrong folder is told by its addresses. */
function receiverOf({ side, source, destination }: InvalidSpiEvent, addresses: Addresses): Side {
  const isTurned = isAddressIn(addresses[other(side)], destination) && isAddressIn(addresses[side], source);
  return isTurned ? other(side) : side;
}

export function ownerOf(event: InvalidSpiEvent, { addresses, states, spis, isMember }: Ownership): Owner {
  const { source, side, spi } = event;
  if (source === undefined || SIDES.some((end) => isAddressIn(addresses[end], source)) || spis.has(spi)) return 'tunnel';
  if (isMember[side] && isBetweenHosts(event, addresses)) return 'tunnel';
  const isNamed = states[side].peers?.some(({ value }) => isSameAddress(value, source)) === true;
  // A peer that is named may draw any SPI; what nobody answers for and looks made up is no other tunnel's.
  return isNobody(source, states[side]) || (MADE_UP.test(spi) && !isNamed) ? 'nobody' : 'another';
}

/** A source is nobody's when the captured configuration names every peer, and not this one. */
function isNobody(source: Address, { peers, cryptoConfigType }: PeerState): boolean {
  if (peers === undefined || peers.length === 0) return false;
  if (cryptoConfigType?.value === 'dynamic-crypto-map' || cryptoConfigType?.value === 'mgre-dynamic-nhrp') return false;
  return !peers.some(({ value }) => isWithin(value, source));
}
