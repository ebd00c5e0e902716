/** Folding child SAs gathers every event of one SPI into one life, as its receiver and as its sender recorded it. */
import type { ChildSaEvent, DeleteEvent } from '../ipsec/event.ts';
import { other, type Side } from '../ipsec/side.ts';
import type { EspSpi } from '../ipsec/spi.ts';
import { type Addresses, isAddressIn } from './addresses.ts';
import { timedOf } from './grouped.ts';
import type { ChildSa, EventRef, PairedMessage, SaLife, TimedEvent } from './model.ts';

/** What is proposed or refused has no SPI yet, and no life. */
const FIELDS: Record<ChildSaEvent['change'], keyof SaLife | undefined> = {
  requested: 'requested',
  proposed: undefined,
  refused: undefined,
  created: 'created',
  installed: 'installed',
  'outbound-enabled': 'enabled',
  'outbound-switched': 'switched',
  expiring: 'expiring',
  deleted: 'deleted',
};

/** So many DELETEs without an SPI are looked at, on either side of a deletion. */
const NEIGHBOURS = 8;
/** A DELETE that names no SPI deletes what goes within this after it. [L] */
const DELETE_APART_MS = 1000;

export function foldChildSas(events: readonly TimedEvent[], messages: readonly PairedMessage[], addresses: Addresses): ChildSa[] {
  const fold = new Fold(addresses);
  for (const event of timedOf(events, 'child-sa')) fold.follow(event);
  const sentById = departures(events, messages);
  for (const event of timedOf(events, 'delete')) if (event.what === 'child-sa') fold.followDelete(event, sentById);
  fold.tieNamelessDeletes(events);
  return fold.result();
}

class Fold {
  readonly #sas = new Map<string, ChildSa>();
  readonly #addresses: Addresses;

  constructor(addresses: Addresses) {
    this.#addresses = addresses;
  }

  result(): ChildSa[] {
    return [...this.#sas.values()];
  }

  follow(event: TimedEvent & ChildSaEvent): void {
    const { spi } = event;
    const direction = this.#directionOf(event);
    const field = FIELDS[event.change];
    if (spi === undefined || direction === undefined || field === undefined) return;
    const receiver = direction === 'inbound' ? event.side : other(event.side);
    const sa = this.#sa(spi, receiver);
    sa.messageId ??= event.messageId ?? null;
    const life = sa[direction];
    life[field] ??= event.ref;
  }

  followDelete(event: TimedEvent & DeleteEvent, sentById: ReadonlyMap<string, EventRef>): void {
    const { spi, side, ref, messageId } = event;
    if (spi === undefined) return;
    // The SPI in a DELETE is the sender's own inbound one.
    const sa = this.#sa(spi, event.change === 'received' ? other(side) : side);
    if (event.change === 'unsendable') sa.deleteUnsendable.push(ref);
    else if (event.change === 'acknowledged') sa.deleteAcknowledged.push(ref);
    else if (event.change === 'sent') add(sa.deleteSent, ref);
    else {
      sa.deleteReceived.push(ref);
      const departure = messageId === undefined ? undefined : sentById.get(`${other(side)} ${messageId}`);
      if (departure !== undefined) add(sa.deleteSent, departure);
    }
  }

  /** Where a DELETE prints no SPI, the SA that goes beside it is the one meant: outbound where it came in, inbound where it left. */
  tieNamelessDeletes(events: readonly TimedEvent[]): void {
    const nameless = timedOf(events, 'delete').filter(({ what, spi }) => what === 'child-sa' && spi === undefined);
    const gone = nameless.length === 0 ? [] : timedOf(events, 'child-sa').filter(({ change }) => change === 'deleted');
    const taken = new Set<TimedEvent>();
    let next = 0;
    for (const event of gone) {
      while ((nameless[next]?.ref ?? Number.POSITIVE_INFINITY) < event.ref) next += 1;
      const near = nameless.slice(Math.max(next - NEIGHBOURS, 0), next + NEIGHBOURS);
      const causes = near.filter((candidate) => this.#isCause(candidate, event));
      const cause = nearest(causes.length > 1 ? causes.filter((each) => !taken.has(each)) : causes, event) ?? causes.at(-1);
      if (cause === undefined || event.spi === undefined) continue;
      taken.add(cause);
      this.#tie(event, event.spi, cause);
    }
  }

  #tie(event: TimedEvent & ChildSaEvent, spi: EspSpi, cause: TimedEvent & DeleteEvent): void {
    const isReceived = cause.change === 'received';
    const sa = this.#sa(spi, isReceived ? other(event.side) : event.side);
    const told = isReceived ? sa.deleteReceived : sa.deleteSent;
    const isNamedSince = told.some((ref) => ref > cause.ref && ref < event.ref);
    if (!isNamedSince && !isYounger(isReceived ? sa.outbound : sa.inbound, cause)) add(told, cause.ref);
  }

  #isCause(cause: TimedEvent & DeleteEvent, event: TimedEvent & ChildSaEvent): boolean {
    if (cause.side !== event.side || (cause.change !== 'received' && cause.change !== 'sent')) return false;
    // IKE reads a DELETE before IPsec acts on it; a deletion of our own may be printed on either side of its DELETE.
    const isOutbound = cause.change === 'received';
    const isNear = isOutbound ? isShortlyAfter(cause, event) : isShortlyAfter(cause, event) || isShortlyAfter(event, cause);
    return isNear && this.#directionOf(event) === (isOutbound ? 'outbound' : 'inbound');
  }

  #directionOf({ direction, destination, side, spi }: ChildSaEvent): ChildSaEvent['direction'] {
    if (direction !== undefined) return direction;
    if (isAddressIn(this.#addresses[side], destination)) return 'inbound';
    if (isAddressIn(this.#addresses[other(side)], destination)) return 'outbound';
    if (spi === undefined) return undefined;
    if (this.#sas.has(`${spi} ${side}`)) return 'inbound';
    return this.#sas.has(`${spi} ${other(side)}`) ? 'outbound' : undefined;
  }

  #sa(spi: EspSpi, receiver: Side): ChildSa {
    const key = `${spi} ${receiver}`;
    const known = this.#sas.get(key);
    if (known !== undefined) return known;
    const lists = { deleteSent: [], deleteReceived: [], deleteUnsendable: [], deleteAcknowledged: [] };
    const fresh: ChildSa = { spi, receiver, messageId: null, inbound: emptyLife(), outbound: emptyLife(), ...lists };
    this.#sas.set(key, fresh);
    return fresh;
  }
}

function emptyLife(): SaLife {
  return { requested: null, created: null, installed: null, enabled: null, switched: null, expiring: null, deleted: null };
}

function add(refs: EventRef[], ref: EventRef): void {
  if (!refs.includes(ref)) refs.push(ref);
}

/** Where several are near, each SA that goes has a DELETE of its own: the nearest in time, and of those that are as near the first. [L ike.md 3.3] */
function nearest<Cause extends TimedEvent>(causes: readonly Cause[], { at }: TimedEvent): Cause | undefined {
  const apartMs = (cause: Cause) => (cause.at === null || at === null ? 0 : Math.abs(cause.at - at));
  return causes.reduce<Cause | undefined>((best, each) => (best === undefined || apartMs(each) < apartMs(best) ? each : best), undefined);
}

function isShortlyAfter(earlier: TimedEvent, later: TimedEvent): boolean {
  if (earlier.ref > later.ref) return false;
  return earlier.at === null || later.at === null || later.at - earlier.at <= DELETE_APART_MS;
}

/** True of an SA that the end made behind the DELETE: that was of another. */
function isYounger({ requested, created, installed, enabled, switched }: SaLife, { ref }: TimedEvent): boolean {
  const born = [requested, created, installed, enabled, switched].filter((each) => each !== null);
  return born.length > 0 && born.every((each) => each > ref);
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
