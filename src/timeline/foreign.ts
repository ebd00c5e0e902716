/** Foreign is what other tunnels of the same router have left in its record: it is taken out, counted, and its unknown SPIs are named. */
import { type Address, isPrivate, isSameAddress } from '../ipsec/address.ts';
import type { Event, InvalidSpiEvent } from '../ipsec/event.ts';
import { other } from '../ipsec/side.ts';
import { belongsToTunnel, isAddressIn } from './addresses.ts';
import { endsOfAnotherIkeSa } from './another-ike-sa.ts';
import type { RecordedEvent } from './clock-step.ts';
import { recordedOf } from './grouped.ts';
import { type Ownership, ownerOf } from './incidents.ts';
import { otherPeers } from './other-peers.ts';
import { othersLines } from './others-lines.ts';
import type { Foreign, PeerRecord } from './record.ts';
import type { PeerState } from './state.ts';

export function withoutForeign(record: PeerRecord, ownership: Ownership): { record: PeerRecord; foreign: Foreign } {
  const isOfTunnel = (event: Event) => belongsToTunnel(event, ownership.addresses);
  const others = new Set([...othersLines(record.events, isOfTunnel), ...endsOfAnotherIkeSa(record.events, isOfTunnel)]);
  const isOurs = ({ event }: RecordedEvent): boolean => isOwn(event, ownership) && !others.has(event);
  const events = record.events.filter(isOurs);
  const foreign = record.events.length - events.length;
  if (foreign === 0) return { record, foreign: { events: 0, invalidSpis: 0, strangers: [], others: [] } };
  const messages = recordedOf(record.events, 'invalid-spi')
    .filter((each) => !isOurs(each))
    .map(({ event }) => event);
  return { record: { ...record, events }, foreign: { events: foreign, ...foreignMessages(messages, record, ownership) } };
}

/** Each source and SPI once. */
function foreignMessages(messages: readonly InvalidSpiEvent[], record: PeerRecord, ownership: Ownership): Omit<Foreign, 'events'> {
  if (messages.length === 0) return { invalidSpis: 0, strangers: [], others: [] };
  const known = otherPeers(record, ownership.addresses[other(record.side)]);
  const sent = new Map(
    messages.flatMap((message) => {
      const { source, spi, side } = message;
      if (source === undefined) return [];
      const isUnknown = isToRouter(message, ownership) && isStranger(source, ownership.states[side]) && !known.has(source);
      return [[`${source} ${spi}`, { source, spi, isUnknown }] as const];
    }),
  );
  const each = [...sent.values()];
  return {
    invalidSpis: messages.length,
    strangers: [...new Set(each.flatMap(({ source, isUnknown }) => (isUnknown ? [source] : [])))],
    others: each.flatMap(({ source, spi, isUnknown }) => (isUnknown ? [] : [{ source, spi }])),
  };
}

/** False where both addresses are of others: behind a NAT the router has another one than the tunnel names, which is private. */
function isToRouter({ destination, side }: InvalidSpiEvent, { addresses }: Ownership): boolean {
  return destination === undefined || isAddressIn(addresses[side], destination) || isPrivate(destination);
}

/** True of a source that no line of the configuration names as itself. */
function isStranger(source: Address, { peers = [] }: PeerState): boolean {
  return !peers.some(({ value }) => isSameAddress(value, source));
}

function isOwn(event: Event, ownership: Ownership): boolean {
  return event.kind === 'invalid-spi' ? ownerOf(event, ownership) !== 'another' : belongsToTunnel(event, ownership.addresses);
}
