/** A scene is one incident seen with its roles: who received, who sent, the life of the SPI, and the questions that rules ask of it. */
import { other, type Side } from '../ipsec/side.ts';
import type { ChildSa, EventRef, Incident, PairedMessage, TimedEvent, Timeline } from '../timeline/model.ts';
import type { Evidence } from './finding.ts';

/** Every rule asks for them, on every incident. */
const EVENTS = new WeakMap<Timeline, Partial<Record<Side, readonly TimedEvent[]>>>();

/** Two stamps in whole seconds; what is only interpolated says less than the order of lines does. */
const COARSEST_MS = 2000;

export class Scene {
  readonly incident: Incident;
  readonly timeline: Timeline;
  /** R, who logged the SPI, and S, who sent with it. */
  readonly receiver: Side;
  readonly sender: Side;
  /** The life of the SPI, when either record knows it. */
  readonly sa: ChildSa | undefined;
  readonly logs: readonly TimedEvent[];

  constructor(incident: Incident, timeline: Timeline) {
    this.incident = incident;
    this.timeline = timeline;
    this.receiver = incident.receiver;
    this.sender = other(incident.receiver);
    this.sa = timeline.childSas.find(({ spi, receiver }) => spi === incident.spi && receiver === incident.receiver);
    this.logs = incident.refs.flatMap((ref) => this.event(ref) ?? []);
  }

  /** The receiver's name. */
  get R(): string {
    return this.timeline.tunnel[this.receiver].name;
  }

  /** The sender's name. */
  get S(): string {
    return this.timeline.tunnel[this.sender].name;
  }

  get X(): string {
    return this.incident.spi;
  }

  event(ref: EventRef | null | undefined): TimedEvent | undefined {
    return ref === null || ref === undefined ? undefined : this.timeline.events[ref];
  }

  eventsOf(side: Side): readonly TimedEvent[] {
    const known = EVENTS.get(this.timeline) ?? {};
    EVENTS.set(this.timeline, known);
    known[side] ??= this.timeline.events.filter((event) => event.side === side);
    return known[side];
  }

  /** The first signs of the SPI on either record: no cause is older than these. */
  get births(): TimedEvent[] {
    const { inbound, outbound } = this.sa ?? {};
    const atSender = outbound?.created ?? outbound?.switched;
    return [inbound?.requested, inbound?.created ?? inbound?.installed, atSender].flatMap((ref) => this.event(ref) ?? []);
  }

  /** True when the SPI was surely made after the event, so that the event cannot have ended it. */
  isYoungerThan(event: TimedEvent): boolean {
    return this.births.some((birth) => Scene.isSurelyBefore(event, birth));
  }

  /** How long after the event R deleted the SPI, in ms; undefined when either has no stamp or no deletion is on record. */
  deletedAfterMs(event: TimedEvent): number | undefined {
    return Scene.gapMs(event, this.event(this.sa?.inbound.deleted));
  }

  /** True when that side's record holds lines of the debug family. */
  hasFamily(side: Side, family: string): boolean {
    return this.timeline.recordings[side].families.includes(family);
  }

  /** Messages that one side sent, with what became of them. */
  messagesFrom(side: Side): PairedMessage[] {
    return this.timeline.messages.filter(({ from, sent }) => from === side && sent !== null);
  }

  /** ms from one event to another on one device's clock; undefined without stamps of their own, or across devices. */
  static gapMs(from: TimedEvent | undefined, to: TimedEvent | undefined): number | undefined {
    if (from === undefined || to === undefined || from.side !== to.side || from.at === null || to.at === null) return undefined;
    if (from.precisionMs + to.precisionMs > COARSEST_MS) return undefined;
    return to.at - from.at;
  }

  /** True when the one surely stands before the other on the common clock. */
  static isSurelyBefore(one: TimedEvent, two: TimedEvent): boolean {
    if (one.side === two.side) return one.ref < two.ref;
    if (one.commonAt === null || two.commonAt === null) return false;
    return one.commonAt + one.uncertaintyMs < two.commonAt - two.uncertaintyMs;
  }

  /** The lines of these events, in the order of the timeline, each once. */
  cite(...refs: (EventRef | null | undefined)[]): Evidence[] {
    const known = [...new Set(refs.filter((ref) => ref !== null && ref !== undefined))].sort((one, two) => one - two);
    return known.flatMap((ref) => {
      const event = this.event(ref);
      return event === undefined ? [] : [{ side: event.side, file: event.file, line: event.line, text: event.text }];
    });
  }
}
