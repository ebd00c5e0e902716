/** Columns hold many thousands of events, messages and packets as lists of small numbers, which shrink to a few bytes each. */
import type { EventKind } from '../../ipsec/event.ts';
import type { Side } from '../../ipsec/side.ts';
import { familyTeller } from '../../timeline/event-family.ts';
import type { PacketTable, PairedMessage, TimedEvent, Timeline } from '../../timeline/model.ts';
import { sayEvent } from '../tell-event.ts';
import type { locatorOf } from './texts.ts';

/** One entry an event, in the order of the timeline; `words` and `spis` are what the numbers stand for. */
export interface EventColumns {
  /** `a` or `b` each. */
  sides: string;
  kinds: EventKind[];
  kind: number[];
  families: string[];
  family: number[];
  /** ms on the device's own clock, as the step from the event before it of the same side; null without a stamp. */
  at: (number | null)[];
  uncertaintyMs: number[];
  /** What an SA, a DELETE or DPD became, or the direction of a message. */
  changes: string[];
  change: number[];
  words: string[];
  word: number[];
  spis: string[];
  /** -1: it names none. */
  spi: number[];
  /** -1: no text holds the line. */
  text: number[];
  /** As the step from the line before it of the same side. */
  line: number[];
}

export type MessageColumns = { from: string; fates: string; sent: (number | null)[]; received: (number | null)[] };

/** The packets of both captures, in the order of the table. */
export interface PacketColumns {
  from: string;
  /** `e` ESP, `i` IKE. */
  kinds: string;
  fates: string;
  /** Index into `spis`; of IKE -1. */
  spi: number[];
  sequence: number[];
  /** ms since 1970 on the capture clocks' common time, whole, as the step from the one before; null where it was not seen, or cannot be placed. */
  sentAt: (number | null)[];
  receivedAt: (number | null)[];
}

class Words {
  readonly list: string[] = [];
  readonly #places = new Map<string, number>();

  placeOf(word: string): number {
    const known = this.#places.get(word);
    if (known !== undefined) return known;
    this.#places.set(word, this.list.length);
    return this.list.push(word) - 1;
  }
}

export const FATES = { delivered: 'd', lost: 'l', 'unseen-sender': 's', unseen: 'u', unknown: '?' } as const;

export function eventColumns(events: readonly TimedEvent[], spis: Spis, locate: ReturnType<typeof locatorOf>): EventColumns {
  const [kinds, families, changes, words] = [new Words(), new Words(), new Words(), new Words()];
  const before: Record<Side, { at: number; line: number }> = { a: { at: 0, line: 0 }, b: { at: 0, line: 0 } };
  const familyOf = familyTeller();
  const places = events.map((event) => locate(event));
  const columns = {
    sides: events.map(({ side }) => side).join(''),
    kind: events.map(({ kind }) => kinds.placeOf(kind)),
    family: events.map((event) => families.placeOf(familyOf(event) ?? 'syslog')),
    at: events.map(({ side, at }) => (at === null ? null : step(before[side], 'at', at))),
    uncertaintyMs: events.map((event) => Math.round(event.uncertaintyMs)),
    change: events.map((event) => changes.placeOf(changeOf(event))),
    word: events.map((event) => words.placeOf(sayEvent(event))),
    spi: events.map((event) => spis.placeOf('spi' in event ? event.spi : undefined)),
    text: places.map((place) => place?.text ?? -1),
    line: places.map((place, ref) => step(before[events[ref]?.side ?? 'a'], 'line', place?.line ?? 0)),
  };
  return {
    ...columns,
    kinds: kinds.list as EventKind[],
    families: families.list,
    changes: changes.list,
    words: words.list,
    spis: spis.list,
  };
}

function step(before: { at: number; line: number }, key: 'at' | 'line', value: number): number {
  const steps = value - before[key];
  before[key] = value;
  return steps;
}

function changeOf(event: TimedEvent): string {
  if (event.kind === 'message') return event.isRetransmission === true ? `${event.direction} again` : event.direction;
  return 'change' in event ? event.change : '';
}

export function messageColumns(messages: readonly PairedMessage[]): MessageColumns {
  return {
    from: messages.map(({ from }) => from).join(''),
    fates: messages.map(({ fate }) => FATES[fate]).join(''),
    sent: messages.map(({ sent }) => sent),
    received: messages.map(({ received }) => received),
  };
}

export function packetColumns({ pairs }: PacketTable, spis: Spis): PacketColumns {
  const before = { sent: 0, received: 0 };
  const placed = (key: 'sent' | 'received', ms: number | null | undefined): number | null => {
    if (ms === null || ms === undefined) return null;
    const steps = Math.round(ms) - before[key];
    before[key] = Math.round(ms);
    return steps;
  };
  return {
    from: pairs.map(({ from }) => from).join(''),
    kinds: pairs.map(({ kind }) => kind.charAt(0)).join(''),
    fates: pairs.map(({ fate }) => FATES[fate]).join(''),
    spi: pairs.map((pair) => spis.placeOf(pair.kind === 'esp' ? pair.spi : undefined)),
    sequence: pairs.map((pair) => (pair.kind === 'esp' ? pair.sequence : pair.messageId)),
    sentAt: pairs.map(({ sent }) => placed('sent', sent?.commonAtMs)),
    receivedAt: pairs.map(({ received }) => placed('received', received?.commonAtMs)),
  };
}

/** The SPIs of a picture; the same list for events, SAs and packets. */
export class Spis {
  readonly #words = new Words();

  get list(): string[] {
    return this.#words.list;
  }

  /** -1 for none. */
  placeOf(spi: string | undefined): number {
    return spi === undefined ? -1 : this.#words.placeOf(spi);
  }
}

export function spisOf({ childSas, incidents }: Pick<Timeline, 'childSas' | 'incidents'>): Spis {
  const spis = new Spis();
  for (const { spi } of [...incidents, ...childSas]) spis.placeOf(spi);
  return spis;
}
