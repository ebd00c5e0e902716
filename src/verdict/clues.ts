/** Clues are what the rules look for again and again: messages before the incident, what a side surely recorded, what a show listed. */
import { isSameAddress } from '../ipsec/address.ts';
import { type Citation, citationOf } from '../ipsec/citation.ts';
import type { EventKind, SyslogEvent } from '../ipsec/event.ts';
import type { Side } from '../ipsec/side.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { LOG_INTERVAL_MS } from '../timeline/persistence.ts';
import type { Cited } from '../timeline/state.ts';
import { type Examination, refuted, unknown } from './outcomes.ts';
import type { Scene } from './scene.ts';

type EventOf<Kind extends TimedEvent['kind']> = Extract<TimedEvent, { kind: Kind }>;

/** Events of one kind on one side's record, before the first message of the incident; without stamps the order of lines decides. */
export function before<Kind extends TimedEvent['kind']>(scene: Scene, side: Side, kind: Kind): EventOf<Kind>[] {
  const first = scene.logs[0];
  return scene
    .eventsOf(side)
    .filter((event): event is EventOf<Kind> => event.kind === kind && (first === undefined || event.ref < first.ref));
}

/** Any of them, before or behind. */
export function anyOf<Kind extends TimedEvent['kind']>(scene: Scene, side: Side, kind: Kind): EventOf<Kind>[] {
  return scene.eventsOf(side).filter((event): event is EventOf<Kind> => event.kind === kind);
}

/** Messages whose `FACILITY-MNEMONIC` or text fits, before the incident and not more than this before. */
export function syslogsBefore(
  scene: Scene,
  side: Side,
  pattern: RegExp,
  withinMs = Number.POSITIVE_INFINITY,
): (TimedEvent & SyslogEvent)[] {
  const first = scene.logs[0];
  return before(scene, side, 'syslog').filter((event) => {
    const age = first === undefined || first.at === null || event.at === null || first.side !== side ? 0 : first.at - event.at;
    return age <= withinMs && pattern.test(`${event.facility}-${event.mnemonic}: ${event.message}`);
  });
}

/** How much of a record must lie before the incident for its silence to mean something. */
const SILENCE_MS = 60_000;

/** What only one debug, or the event trace, tells. */
const TOLD_BY = {
  ike: new Set<EventKind>(['message', 'ike-sa', 'negotiation', 'delete', 'notify', 'dpd']),
  ipsec: new Set<EventKind>(['child-sa']),
} as const;

/** True when the side's record begins well before the incident; with a debug: when that is on record as running by then. */
export function isCovered(scene: Scene, side: Side, debug?: keyof typeof TOLD_BY, leastMs = SILENCE_MS): boolean {
  const first = scene.logs[0];
  const firstAt = first?.side === side ? first.at : (first?.commonAt ?? null);
  if (firstAt === null) return false;
  const { fromAt } = scene.timeline.recordings[side];
  if (debug === undefined) return fromAt !== null && firstAt - fromAt >= leastMs;
  return scene.eventsOf(side).some(({ kind, at }) => at !== null && firstAt - at >= leastMs && TOLD_BY[debug].has(kind));
}

export interface Search {
  /** What was looked for, and not found. */
  what: string;
  /** What would have decided. */
  missing: string;
  /** Which debug would have told; none: each log does. */
  debug?: keyof typeof TOLD_BY;
}

/** Nothing was found: refuted where the record covers the time before the incident, unknown where it does not. */
export function nothingFound(scene: Scene, side: Side, { what, missing, debug }: Search): Examination {
  const name = scene.timeline.tunnel[side].name;
  return isCovered(scene, side, debug)
    ? refuted(`the log of ${name} shows ${what}`)
    : unknown(`the log of ${name} does not reach back far enough: it shows ${what}`, [missing]);
}

/** A line of a show as evidence. */
export function citeShown(...facts: (Cited<unknown> | undefined)[]): Citation[] {
  return facts.flatMap((fact) => (fact === undefined ? [] : [citationOf(fact)]));
}

/** The first line of S's record, or of a show of S, that says S sends with the SPI. */
export function senderHolds(scene: Scene): Citation[] {
  const { sa, sender, timeline, incident } = scene;
  const recorded = scene.cite(sa?.outbound.switched ?? sa?.outbound.enabled ?? sa?.outbound.created);
  if (recorded.length > 0) return recorded;
  const shown = timeline.states[sender].ipsecSas?.find(({ value }) => value.spi === incident.spi && value.direction === 'outbound');
  return citeShown(shown);
}

/** The line that says R owns the SPI as inbound now. */
export function receiverShows(scene: Scene): Citation[] {
  const { receiver, timeline, incident } = scene;
  return citeShown(timeline.states[receiver].ipsecSas?.find(({ value }) => value.spi === incident.spi && value.direction === 'inbound'));
}

/** So long after the last message what is shown may be another SA's life. [L] */
const LATE_MS = 600_000;

/** True when the side's shows were taken long after the incident. */
export function isShownLate({ timeline, logs, receiver }: Scene, side: Side): boolean {
  const { clockAt } = timeline.states[side];
  const last = logs.at(-1);
  const lastAt = side === receiver ? last?.at : last?.commonAt;
  return clockAt !== undefined && lastAt != null && clockAt.value - lastAt > LATE_MS;
}

/** True when the receiver's record goes on for longer than IOS would have stayed silent about packets that go on. */
export function isQuietAfter({ timeline, receiver, logs }: Scene): boolean {
  const { toAt } = timeline.recordings[receiver];
  const at = logs.at(-1)?.at ?? null;
  return at !== null && toAt !== null && toAt - at > LOG_INTERVAL_MS;
}

/** True when the packets come from a whole address by which neither the bundle nor R's own record knows S. */
export function isFromElsewhere(scene: Scene): boolean {
  const { source } = scene.incident;
  const { address, natAddress } = scene.timeline.tunnel[scene.sender];
  if (source === null || isSameAddress(source, address) || isSameAddress(source, natAddress)) return false;
  return !anyOf(scene, scene.receiver, 'message').some(({ remote }) => isSameAddress(remote, source));
}

export function speaksIkev2(scene: Scene): boolean {
  return anyOf(scene, scene.receiver, 'message').some(({ version }) => version === 2);
}
