/** Clues are what the rules look for again and again: messages before the incident, what a side surely recorded, what a show listed. */
import type { SyslogEvent } from '../ipsec/event.ts';
import type { Side } from '../ipsec/side.ts';
import type { TimedEvent } from '../timeline/model.ts';
import type { Cited } from '../timeline/state.ts';
import type { Evidence } from './finding.ts';
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

/** True when the side's record begins well before the incident. */
export function isCovered(scene: Scene, side: Side): boolean {
  const first = scene.logs[0];
  const { fromAt } = scene.timeline.recordings[side];
  if (first === undefined || fromAt === null || first.at === null) return false;
  const firstAt = first.side === side ? first.at : first.commonAt;
  return firstAt !== null && firstAt - fromAt >= SILENCE_MS;
}

/** Nothing was found: refuted where the record covers the time before the incident, unknown where it does not. */
export function nothingFound(scene: Scene, side: Side, what: string, missing: string): Examination {
  const name = scene.timeline.tunnel[side].name;
  return isCovered(scene, side)
    ? refuted(`${name}'s record shows ${what}`)
    : unknown(`${name}'s record does not reach back far enough: it shows ${what}`, [missing]);
}

/** A line of a show as evidence. */
export function citeShown(side: Side, ...facts: (Cited<unknown> | undefined)[]): Evidence[] {
  return facts.flatMap((fact) => (fact === undefined ? [] : [{ side, file: fact.file, line: fact.line, text: fact.text }]));
}

/** The first line of S's record, or of a show of S, that says S sends with the SPI. */
export function senderHolds(scene: Scene): Evidence[] {
  const { sa, sender, timeline, incident } = scene;
  const recorded = scene.cite(sa?.outbound.switched ?? sa?.outbound.enabled ?? sa?.outbound.created);
  if (recorded.length > 0) return recorded;
  const shown = timeline.states[sender].ipsecSas?.find(({ value }) => value.spi === incident.spi && value.direction === 'outbound');
  return citeShown(sender, shown);
}

/** The line that says R owns the SPI as inbound now. */
export function receiverShows(scene: Scene): Evidence[] {
  const { receiver, timeline, incident } = scene;
  return citeShown(
    receiver,
    timeline.states[receiver].ipsecSas?.find(({ value }) => value.spi === incident.spi && value.direction === 'inbound'),
  );
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
