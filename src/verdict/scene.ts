/** A scene is one incident seen with its roles: who received, who sent, the life of the SPI, and the questions that rules ask of it. */

import { type Citation, citationOf } from '../ipsec/citation.ts';
import { other, type Side } from '../ipsec/side.ts';
import { gapMs, isSurelyBefore } from '../timeline/event-order.ts';
import type { ChildSa, EventRef, Incident, TimedEvent, Timeline } from '../timeline/model.ts';
import { eventsOf, saOf } from './views.ts';

export class Scene {
  readonly incident: Incident;
  readonly timeline: Timeline;
  /** R, who logged the SPI, and S, who sent with it. */
  readonly receiver: Side;
  readonly sender: Side;
  /** The life of the SPI, when either record knows it. */
  readonly sa: ChildSa | undefined;
  readonly logs: readonly TimedEvent[];
  /** What was worked out of it, by the function that did. */
  readonly known = new Map<unknown, unknown>();

  constructor(incident: Incident, timeline: Timeline) {
    this.incident = incident;
    this.timeline = timeline;
    this.receiver = incident.receiver;
    this.sender = other(incident.receiver);
    this.sa = saOf(timeline, incident.receiver, incident.spi);
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
    return eventsOf(this.timeline, side);
  }

  /** The first signs of the SPI on either record: no cause is older than these. */
  get births(): TimedEvent[] {
    const { inbound, outbound } = this.sa ?? {};
    const atSender = outbound?.created ?? outbound?.switched;
    return [inbound?.requested, inbound?.created ?? inbound?.installed, atSender].flatMap((ref) => this.event(ref) ?? []);
  }

  /** True when the SPI was surely made after the event, so that the event cannot have ended it. */
  isYoungerThan(event: TimedEvent): boolean {
    return this.births.some((birth) => isSurelyBefore(event, birth));
  }

  /** How long after the event R deleted the SPI, in ms; undefined when either has no stamp or no deletion is on record. */
  deletedAfterMs(event: TimedEvent): number | undefined {
    return gapMs(event, this.event(this.sa?.inbound.deleted));
  }

  /** The lines of these events, in the order of the timeline, each once. */
  cite(...refs: (EventRef | null | undefined)[]): Citation[] {
    const cited: TimedEvent[] = [];
    let isInOrder = true;
    for (const ref of refs) {
      const event = this.event(ref);
      if (event === undefined) continue;
      isInOrder &&= (cited.at(-1)?.ref ?? -1) < event.ref;
      cited.push(event);
    }
    // As nearly always; and thousands of incidents ask dozens of facts each.
    if (isInOrder) return cited.map(citedOnce);
    return [...new Set(cited)].sort((one, two) => one.ref - two.ref).map(citedOnce);
  }
}

const CITED = new WeakMap<TimedEvent, Citation>();

/** Dozens of facts cite one line. */
function citedOnce(event: TimedEvent): Citation {
  const known = CITED.get(event);
  if (known !== undefined) return known;
  const citation = citationOf(event);
  CITED.set(event, citation);
  return citation;
}

/** What is worked out of a scene the first time that somebody asks, and kept as long as the scene. */
export function oncePerScene<View>(make: (scene: Scene) => View): (scene: Scene) => View {
  return (scene) => {
    if (!scene.known.has(make)) scene.known.set(make, make(scene));
    return scene.known.get(make) as View;
  };
}
