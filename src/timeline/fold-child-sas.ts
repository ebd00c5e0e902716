/** Folding child SAs gathers every event of one SPI into one life, as its receiver and as its sender recorded it. */
import type { ChildSaEvent, DeleteEvent } from '../ipsec/event.ts';
import { other, type Side } from '../ipsec/side.ts';
import type { EspSpi } from '../ipsec/spi.ts';
import { type Addresses, isAddressIn } from './addresses.ts';
import type { ChildSa, EventRef, PairedMessage, SaLife, TimedEvent } from './model.ts';

const FIELDS: Record<ChildSaEvent['change'], keyof SaLife> = {
  requested: 'requested',
  created: 'created',
  installed: 'installed',
  'outbound-enabled': 'enabled',
  'outbound-switched': 'switched',
  expiring: 'expiring',
  deleted: 'deleted',
};

/** A DELETE that names no SPI deletes what goes within this after it. [L] */
const DELETE_APART_MS = 1000;

export function foldChildSas(events: readonly TimedEvent[], messages: readonly PairedMessage[], addresses: Addresses): ChildSa[] {
  const fold = new Fold(addresses);
  for (const event of events) if (event.kind === 'child-sa') fold.follow(event);
  const sentById = departures(events, messages);
  for (const event of events) if (event.kind === 'delete' && event.what === 'child-sa') fold.followDelete(event, sentById);
  fold.tieNamelessDeletes(events);
  return fold.result();
}

class Fold {
  private readonly sas = new Map<string, ChildSa>();
  private readonly addresses: Addresses;

  constructor(addresses: Addresses) {
    this.addresses = addresses;
  }

  result(): ChildSa[] {
    return [...this.sas.values()];
  }

  follow(event: TimedEvent & ChildSaEvent): void {
    const { spi } = event;
    const direction = this.directionOf(event);
    if (spi === undefined || direction === undefined) return;
    const receiver = direction === 'inbound' ? event.side : other(event.side);
    const sa = this.sa(spi, receiver);
    sa.messageId ??= event.messageId ?? null;
    const life = sa[direction];
    life[FIELDS[event.change]] ??= event.ref;
  }

  followDelete(event: TimedEvent & DeleteEvent, sentById: ReadonlyMap<string, EventRef>): void {
    const { spi, side, ref, messageId } = event;
    if (spi === undefined) return;
    // The SPI in a DELETE is the sender's own inbound one.
    const sa = this.sa(spi, event.change === 'received' ? other(side) : side);
    if (event.change === 'unsendable') sa.deleteUnsendable.push(ref);
    else if (event.change === 'acknowledged') sa.deleteAcknowledged.push(ref);
    else if (event.change === 'sent') add(sa.deleteSent, ref);
    else {
      sa.deleteReceived.push(ref);
      const departure = messageId === undefined ? undefined : sentById.get(`${other(side)} ${messageId}`);
      if (departure !== undefined) add(sa.deleteSent, departure);
    }
  }

  /** Older IOS prints no SPI at a DELETE: the outbound SA that goes at once is the one meant. */
  tieNamelessDeletes(events: readonly TimedEvent[]): void {
    const open: Partial<Record<Side, TimedEvent & DeleteEvent>> = {};
    for (const event of events) {
      if (event.kind === 'delete' && event.what === 'child-sa' && event.change === 'received' && event.spi === undefined)
        open[event.side] = event;
      const cause = open[event.side];
      if (event.kind !== 'child-sa' || event.change !== 'deleted' || event.spi === undefined || cause === undefined) continue;
      if (this.directionOf(event) !== 'outbound' || !isNear(cause, event)) continue;
      add(this.sa(event.spi, other(event.side)).deleteReceived, cause.ref);
    }
  }

  private directionOf({ direction, destination, side, spi }: ChildSaEvent): ChildSaEvent['direction'] {
    if (direction !== undefined) return direction;
    if (isAddressIn(this.addresses[side], destination)) return 'inbound';
    if (isAddressIn(this.addresses[other(side)], destination)) return 'outbound';
    if (spi === undefined) return undefined;
    if (this.sas.has(`${spi} ${side}`)) return 'inbound';
    return this.sas.has(`${spi} ${other(side)}`) ? 'outbound' : undefined;
  }

  private sa(spi: EspSpi, receiver: Side): ChildSa {
    const key = `${spi} ${receiver}`;
    const known = this.sas.get(key);
    if (known !== undefined) return known;
    const lists = { deleteSent: [], deleteReceived: [], deleteUnsendable: [], deleteAcknowledged: [] };
    const fresh: ChildSa = { spi, receiver, messageId: null, inbound: emptyLife(), outbound: emptyLife(), ...lists };
    this.sas.set(key, fresh);
    return fresh;
  }
}

function emptyLife(): SaLife {
  return { requested: null, created: null, installed: null, enabled: null, switched: null, expiring: null, deleted: null };
}

function add(refs: EventRef[], ref: EventRef): void {
  if (!refs.includes(ref)) refs.push(ref);
}

function isNear(cause: TimedEvent, event: TimedEvent): boolean {
  return cause.at === null || event.at === null || (event.at >= cause.at && event.at - cause.at <= DELETE_APART_MS);
}

/** By side and IKEv1 message id: where the message left, so that a DELETE read at the one peer is found at the other. */
function departures(events: readonly TimedEvent[], messages: readonly PairedMessage[]): Map<string, EventRef> {
  const found = new Map<string, EventRef>();
  for (const { sent, from } of messages) {
    const event = sent === null ? undefined : events[sent];
    if (event?.kind === 'message' && event.messageId !== undefined && event.version === 1)
      found.set(`${from} ${event.messageId}`, event.ref);
  }
  return found;
}
