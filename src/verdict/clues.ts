/** Clues are what the facts look for again and again: messages before the incident, what a show listed. */
import type { ShownChildSa } from '../ios/shows/show.ts';
import { isSameAddress } from '../ipsec/address.ts';
import { type Citation, citationOf } from '../ipsec/citation.ts';
import type { SyslogEvent } from '../ipsec/event.ts';
import type { Side } from '../ipsec/side.ts';
import type { TimedEvent, Timeline } from '../timeline/model.ts';
import type { Cited, PeerState } from '../timeline/state.ts';
import { placeSince } from './places.ts';
import type { Scene } from './scene.ts';
import { countBefore, type EventOf, eventsOfKind, oncePerSide } from './views.ts';

/** Those of a kind that are such; asked with the same question, which is therefore a constant, they are looked for once. */
type Such<Kind extends TimedEvent['kind']> = (event: EventOf<Kind>) => boolean;

/** Events of one kind on one side's record, before the first message of the incident; without stamps the order of lines decides. */
export function before<Kind extends TimedEvent['kind']>(scene: Scene, side: Side, kind: Kind, isSuch?: Such<Kind>): EventOf<Kind>[] {
  const first = scene.logs[0];
  const events = anyOf(scene, side, kind, isSuch);
  return events.slice(0, first === undefined ? events.length : countBefore(events, first.ref));
}

/** The last of them that stands before the first message and fits; `since`: it is stamped at most so long before that event, if they are of one record. */
export function lastBefore<Seen extends TimedEvent>(
  scene: Scene,
  events: readonly Seen[],
  fits: (event: Seen) => boolean = () => true,
  since?: { event: TimedEvent; ms: number },
): Seen | undefined {
  const first = scene.logs[0];
  const from = since === undefined ? 0 : placeSince(events, since.event, since.ms);
  for (let place = (first === undefined ? events.length : countBefore(events, first.ref)) - 1; place >= from; place -= 1) {
    const event = events[place];
    if (event !== undefined && fits(event)) return event;
  }
  return undefined;
}

/** Any of them, before or behind. */
export function anyOf<Kind extends TimedEvent['kind']>(
  scene: Scene,
  side: Side,
  kind: Kind,
  isSuch?: Such<Kind>,
): readonly EventOf<Kind>[] {
  if (isSuch === undefined) return eventsOfKind(scene.timeline, side, kind);
  const known = SUCH(scene.timeline, side);
  const found = known.get(isSuch) ?? eventsOfKind(scene.timeline, side, kind).filter(isSuch);
  known.set(isSuch, found);
  return found as readonly EventOf<Kind>[];
}

const SUCH = oncePerSide(() => new Map<unknown, readonly TimedEvent[]>());

/** Messages whose `FACILITY-MNEMONIC` or text fits, before the incident and not more than this before. */
export function syslogsBefore(
  scene: Scene,
  side: Side,
  pattern: RegExp,
  withinMs = Number.POSITIVE_INFINITY,
): (TimedEvent & SyslogEvent)[] {
  const first = scene.logs[0];
  const events = syslogsThatFit(scene.timeline, side, pattern);
  return events.slice(0, first === undefined ? events.length : countBefore(events, first.ref)).filter((event) => {
    const age = first === undefined || first.at === null || event.at === null || first.side !== side ? 0 : first.at - event.at;
    return age <= withinMs;
  });
}

/** Those on R's record behind its first message, within this. */
export function syslogsBehind(scene: Scene, pattern: RegExp, withinMs: number): (TimedEvent & SyslogEvent)[] {
  const [first] = scene.logs;
  return syslogsThatFit(scene.timeline, scene.receiver, pattern).filter(({ at, ref }) => {
    const gap = first?.at == null || at === null ? undefined : at - first.at;
    return first !== undefined && ref > first.ref && gap !== undefined && gap <= withinMs;
  });
}

const FITTING = oncePerSide(() => new Map<RegExp, readonly EventOf<'syslog'>[]>());

function syslogsThatFit(timeline: Timeline, side: Side, pattern: RegExp): readonly EventOf<'syslog'>[] {
  const fitting = FITTING(timeline, side);
  const isFit = ({ facility, mnemonic, message }: SyslogEvent) => pattern.test(`${facility}-${mnemonic}: ${message}`);
  const found = fitting.get(pattern) ?? eventsOfKind(timeline, side, 'syslog').filter(isFit);
  fitting.set(pattern, found);
  return found;
}

/** The last message that fits, before the incident. */
export function lastSyslogBefore(scene: Scene, side: Side, pattern: RegExp): EventOf<'syslog'> | undefined {
  return lastBefore(scene, syslogsThatFit(scene.timeline, side, pattern));
}

/** A line of a show as evidence. */
export function citeShown(...facts: (Cited<unknown> | undefined)[]): Citation[] {
  return facts.flatMap((fact) => (fact === undefined ? [] : [citationOf(fact)]));
}

/** The line by which a peer lists an SA, whole or in part. */
export function saIn(
  { ipsecSas = [], partSas = [] }: PeerState,
  spi: string,
  direction: ShownChildSa['direction'],
): Cited<ShownChildSa> | undefined {
  const isIt = ({ value }: Cited<ShownChildSa>) => value.spi === spi && value.direction === direction;
  return ipsecSas.find(isIt) ?? partSas.find(isIt);
}

/** The first line of S's record, or of a show of S, that says S sends with the SPI. */
export function senderHolds(scene: Scene): Citation[] {
  const { sa, sender, timeline, incident } = scene;
  const recorded = scene.cite(sa?.outbound.switched ?? sa?.outbound.enabled ?? sa?.outbound.created);
  if (recorded.length > 0) return recorded;
  return citeShown(saIn(timeline.states[sender], incident.spi, 'outbound'));
}

/** `current outbound spi: 0x…`: the line of S's listing of X, and whether S sends with it now; undefined where no listing says, or only one that the terminal printed above this line of its log. [C] ike.md 7 */
export function shownSending({ timeline, sender, incident }: Scene, since?: TimedEvent): Cited<ShownChildSa> | undefined {
  return timeline.states[sender].ipsecSas?.find(
    ({ value, file, line }) => value.spi === incident.spi && value.isCurrent !== undefined && !(file === since?.file && line < since.line),
  );
}

/** The line that says R owns the SPI as inbound now. */
export function receiverShows(scene: Scene): Citation[] {
  const { receiver, timeline, incident } = scene;
  return citeShown(saIn(timeline.states[receiver], incident.spi, 'inbound'));
}

/** The same, where it was not typed on the terminal whose log this is, above the first message: then it was so before. */
export function receiverShowsSince(scene: Scene): Citation[] {
  const { receiver, timeline, incident, logs } = scene;
  const [first] = logs;
  const { ipsecSas = [], partSas = [] } = timeline.states[receiver];
  const listed = [...ipsecSas, ...partSas].filter(({ value }) => value.spi === incident.spi && value.direction === 'inbound');
  return citeShown(listed.find(({ file, line }) => file !== first?.file || line > first.line));
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

/** True when the packets come from a whole address by which neither the bundle nor R's own record knows S. */
export function isFromElsewhere(scene: Scene): boolean {
  const { source } = scene.incident;
  const { address, natAddress } = scene.timeline.tunnel[scene.sender];
  if (source === null || isSameAddress(source, address) || isSameAddress(source, natAddress)) return false;
  return !anyOf(scene, scene.receiver, 'message').some(({ remote }) => isSameAddress(remote, source));
}

export function speaksIkev2({ timeline, receiver }: Scene): boolean {
  return saysIkev2(timeline, receiver);
}

const saysIkev2 = oncePerSide((timeline, side) => eventsOfKind(timeline, side, 'message').some(({ version }) => version === 2));
