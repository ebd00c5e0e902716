/** A lifetime is what X was given at R, how old it was when it went, and R's own word that an SA would run out. */
import type { TimedEvent } from '../timeline/model.ts';
import { apart, COARSEST_MS, isBefore } from './apart.ts';
import { lastSyslogBefore } from './clues.ts';
import { endingOf } from './ending.ts';
import type { Scene } from './scene.ts';
import { eventsOfKind, oncePerSide, timetableOf, within } from './views.ts';

/** `sibling, 30 seconds left`: the old pair retires behind a rekey. [L] ike.md 4.1 */
const SIBLING = /^sibling/;
/** A deletion at the very end of the lifetime, give or take a timer. [L] */
export const AT_LIFETIME_MS = 3000;
/** `CRYPTO-5-SESSION_STATUS: Crypto tunnel is UP  . Peer 198.51.100.1:500` [L] */
const SESSION_UP = /^CRYPTO-SESSION_STATUS: .*\bis UP\b/;

/** Type 18 of the data plane's drops. [C GENIE] */
export const HARD_EXPIRY = /^IN_.*HARD_EXPIRY$/;
/** `SA lifetime threshold reached (kilobytes)`, `volume lifetime` [L] */
export const BY_VOLUME = /kilobyte|volume|\bkb\b lifetime/i;
/** `SA idle timer expired`, `idle timeout` [L] */
export const BY_IDLE = /\bidle\b/i;
/** An SA that goes long before its time is up has met another end. [L] */
export const EARLY_SHARE = 0.8;

export interface Age {
  born: TimedEvent;
  leastMs: number;
  mostMs: number;
}

/** How old X was when it went: by the first line that tells of its making, else by the session that came up. */
export function ageOf(scene: Scene, end: TimedEvent | undefined): Age | undefined {
  const { sa, receiver } = scene;
  const up = lastSyslogBefore(scene, receiver, SESSION_UP);
  const births = [sa?.inbound.created, sa?.inbound.installed, sa?.outbound.created, sa?.outbound.switched].flatMap(
    (ref) => scene.event(ref) ?? [],
  );
  for (const born of up === undefined ? births : [...births, up]) {
    // Of the other router's clock nothing may be known.
    const gap = apart(born, end);
    if (gap !== undefined) return { born, ...gap };
  }
  return undefined;
}

export function lifetimeOf(event: TimedEvent | undefined): number | undefined {
  return event?.kind === 'child-sa' ? event.lifetimeSeconds : undefined;
}

/** What R gave X: what create_sa or delete_sa print, then its configuration. */
export function lifetimesAt(scene: Scene): number[] {
  const { sa, timeline, receiver } = scene;
  const printed = [lifetimeOf(scene.event(sa?.inbound.created)), lifetimeOf(scene.event(sa?.inbound.deleted))];
  return [...printed, timeline.states[receiver].ipsecLifetimeSeconds?.value].filter((seconds) => seconds !== undefined);
}

export function reasonOf(event: TimedEvent | undefined): string {
  return event?.kind === 'child-sa' ? (event.reason ?? '') : '';
}

/** The end of X at R: its own threshold, its deletion, or what the data plane's end left behind the message. */
export function endOf(scene: Scene): TimedEvent | undefined {
  const { sa, logs } = scene;
  const [first] = logs;
  const expiring = scene.event(sa?.inbound.expiring);
  const own = expiring !== undefined && !SIBLING.test(reasonOf(expiring)) ? expiring : undefined;
  const deleted = scene.event(sa?.inbound.deleted) ?? endingOf(scene)?.event;
  const end = own ?? deleted;
  if (end === undefined || first === undefined) return undefined;
  if (isBefore(end, first) !== 'no') return end;
  // The data plane stops a moment before IOS deletes the SA. [L]
  const late = apart(first, end);
  return late !== undefined && late.leastMs <= AT_LIFETIME_MS ? end : undefined;
}

/** `lifetime_expiry` names no SA: it is that of X when X goes as many seconds later as it says, and no other does. [L] ike.md 4.1 */
export function thresholdOf({ timeline, receiver, incident }: Scene, deleted: TimedEvent | undefined): TimedEvent | undefined {
  if (deleted === undefined || deleted.side !== receiver) return undefined;
  const gone = deletions(timeline, receiver);
  const isOthersToo = (event: TimedEvent, dueAt: number) =>
    within(gone, dueAt - DUE_APART_MS, dueAt + DUE_APART_MS).some(({ spi, end }) => spi !== incident.spi && isDue(event, end));
  return thresholds(timeline, receiver).find(
    (event) => isDue(event, deleted) && !isOthersToo(event, (event.at ?? Number.NaN) + secondsLeft(event) * 1000),
  );
}

/** With all that two stamps may be off. */
const DUE_APART_MS = AT_LIFETIME_MS + 2 * COARSEST_MS;

function isDue(event: TimedEvent, end: TimedEvent): boolean {
  const gap = apart(event, end);
  const leftMs = secondsLeft(event) * 1000;
  return gap !== undefined && gap.leastMs <= leftMs + AT_LIFETIME_MS && gap.mostMs >= leftMs - AT_LIFETIME_MS;
}

const thresholds = oncePerSide((timeline, side) =>
  eventsOfKind(timeline, side, 'child-sa').filter(({ change, spi }) => change === 'expiring' && spi === undefined),
);

const deletions = oncePerSide((timeline, side) => {
  const all = timeline.childSas.flatMap(({ spi, receiver, inbound }) => {
    const end = inbound.deleted === null ? undefined : timeline.events[inbound.deleted];
    return receiver !== side || end === undefined ? [] : [{ spi, end }];
  });
  return timetableOf(all, ({ end }) => end);
});

/** `30 seconds left` */
export function secondsLeft(event: TimedEvent): number {
  return Number.parseInt(reasonOf(event), 10);
}

/** True when R deleted the SA with much of its time left. */
export function isCutShort(scene: Scene): boolean {
  const age = ageOf(scene, scene.event(scene.sa?.inbound.deleted));
  const given = lifetimesAt(scene);
  return age !== undefined && given.length > 0 && age.mostMs < Math.min(...given) * 1000 * EARLY_SHARE;
}
