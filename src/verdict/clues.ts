/** Clues are what the facts look for again and again: messages before the incident, what a show listed. */
import { isSameAddress } from '../ipsec/address.ts';
import { type Citation, citationOf } from '../ipsec/citation.ts';
import type { SyslogEvent } from '../ipsec/event.ts';
import type { Side } from '../ipsec/side.ts';
import type { TimedEvent, Timeline } from '../timeline/model.ts';
import { LOG_INTERVAL_MS } from '../timeline/persistence.ts';
import type { Cited } from '../timeline/state.ts';
import type { Scene } from './scene.ts';

type EventOf<Kind extends TimedEvent['kind']> = Extract<TimedEvent, { kind: Kind }>;

/** Events of one kind on one side's record, before the first message of the incident; without stamps the order of lines decides. */
export function before<Kind extends TimedEvent['kind']>(scene: Scene, side: Side, kind: Kind): EventOf<Kind>[] {
  const first = scene.logs[0];
  return anyOf(scene, side, kind).filter((event) => first === undefined || event.ref < first.ref);
}

/** Every fact asks for them, on every incident. */
const BY_KIND = new WeakMap<Timeline, Map<string, readonly TimedEvent[]>>();

/** Any of them, before or behind. */
export function anyOf<Kind extends TimedEvent['kind']>(scene: Scene, side: Side, kind: Kind): readonly EventOf<Kind>[] {
  const known = BY_KIND.get(scene.timeline) ?? new Map<string, readonly TimedEvent[]>();
  BY_KIND.set(scene.timeline, known);
  const key = `${side} ${kind}`;
  const found = known.get(key) ?? scene.eventsOf(side).filter((event) => event.kind === kind);
  known.set(key, found);
  return found as readonly EventOf<Kind>[];
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
