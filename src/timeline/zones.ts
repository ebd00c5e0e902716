/** Zones bring all that one device stamps onto UTC: by what the stamps print, else by its clock or its configuration, else nobody knows. */
import type { Bundle } from '../bundle/bundle.ts';
import { TRACE_ID } from '../ios/families/event-trace.ts';
import { readLogLine } from '../ios/log/line.ts';
import type { Log } from '../ios/log/log.ts';
import { RELAY_PRECISION_MS } from '../ios/log/relay-stamp.ts';
import { isAmbiguousZone, knownZoneMinutes, type NamedZones, readZones, zoneMinutes } from '../ios/log/stamp-zone.ts';
import { CLOCK, parseClock } from '../ios/log/syslog.ts';
import { readSummerRule, type SummerRule } from '../ios/summer-rule.ts';
import type { Event } from '../ipsec/event.ts';
import type { Side } from '../ipsec/side.ts';
import type { StampedIn } from './stamped-in.ts';
import type { PeerState } from './state.ts';
import { inSeason, readSummerTime } from './summer-time.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Files of one capture end this close together. [L] */
const ENDS_APART_MS = 30 * MINUTE_MS;
/** A show takes a while; no stamp of a log is later than the clock that was asked afterwards by more. [L] */
const AHEAD_MS = 2 * MINUTE_MS;

/** What the device's own clock and configuration say. */
export interface ZoneContext {
  named: NamedZones;
  /** False: its stamps are of UTC. */
  isLocal?: boolean | undefined;
  /** When it puts its clock on and back, by `show clock detail`, else by its configuration. */
  summer?: SummerRule | undefined;
  /** `show clock`, or the probe of a capture. */
  clock?: { zone: string; minutes: number | undefined; wallAt: number } | undefined;
}

/** `show_running-config.txt`, and what a filter left of it that speaks of clocks. */
const ZONES_CONFIGURED = /^show_(?:run|timezone)/i;

export function zoneContextOf({ sides, manifest }: Bundle, side: Side): ZoneContext {
  const configurations = sides[side].filter(({ name }) => ZONES_CONFIGURED.test(name)).map(({ text }) => text);
  const configuration = configurations.join('\n');
  const { named, isLocal } = readZones(configuration);
  const shown = sides[side].filter(({ name }) => /^show_clock/i.test(name)).map(({ text }) => text);
  const answers = [...shown, ...(manifest?.clockProbes ?? []).flatMap((probe) => (probe.side === side ? [probe.answer] : []))];
  const answer = answers.find((each) => CLOCK.test(each));
  const zone = answer === undefined ? undefined : CLOCK.exec(answer)?.[5];
  const read = answer === undefined ? undefined : parseClock(answer);
  const told = readSummerTime(answers.join('\n'));
  const summer = told === undefined ? readSummerRule(configuration) : () => told;
  if (zone === undefined || read === undefined) return { named, isLocal, summer };
  const wallAt = read.at + zoneMinutes(zone) * MINUTE_MS;
  return { named, isLocal, summer, clock: { zone, minutes: knownZoneMinutes(zone, named), wallAt } };
}

/** The logs on UTC, as far as anything says by which zone they were stamped. [L] */
export function inOneZone(logs: readonly Log[], context: ZoneContext): { logs: Log[]; stampedIn: StampedIn } {
  const asPrinted = inZone(logs, context);
  const season = context.isLocal === false || logs.some(({ zone }) => zone !== null) ? undefined : seasonOf(logs, context);
  // Stamps of UTC know no summer.
  if (season === undefined || asPrinted.stampedIn.minutes === 0) return asPrinted;
  const seasoned = inZone(
    logs.map((log) => inSeason(log, season.summer, season.isSummer)),
    season.context,
  );
  return seasoned.stampedIn.minutes === season.minutes ? seasoned : asPrinted;
}

/** The season in which the clock was asked, or in which a log ends that is stamped in local time. */
function seasonOf(logs: readonly Log[], context: ZoneContext) {
  const { clock, isLocal, named } = context;
  const endAt = logs.reduce<number | null>((last, { toAt }) => (toAt !== null && toAt > (last ?? toAt - 1) ? toAt : last), null);
  const askedAt = clock?.wallAt ?? (isLocal ? endAt : null);
  const summer = askedAt === null ? undefined : context.summer?.(new Date(askedAt).getUTCFullYear());
  if (summer === undefined || askedAt === null) return undefined;
  const isSummer = clock === undefined ? askedAt >= summer.startsAt && askedAt < summer.endsAt : clock.zone === summer.zone;
  if (clock !== undefined) return { summer, isSummer, minutes: clock.minutes, context };
  // In the hour that comes twice nobody knows which of the two it is.
  if (askedAt < summer.endsAt && askedAt >= summer.endsAt - HOUR_MS) return undefined;
  // Without a clock only what the configuration names is left: of its two zones the one of this season.
  const own = Object.entries(named).filter(([zone]) => (zone === summer.zone.toUpperCase()) === isSummer);
  return { summer, isSummer, minutes: own[0]?.[1], context: { ...context, named: Object.fromEntries(own) } };
}

function inZone(logs: readonly Log[], context: ZoneContext): { logs: Log[]; stampedIn: StampedIn } {
  const by = stampedBy(logs);
  const labelled = logs.find((log) => log.zone !== null);
  const main = labelled ?? logs.find(({ families, toAt }) => toAt !== null && !families.includes(TRACE_ID)) ?? logs[0];
  const stampedIn = labelled === undefined ? unlabelled(main?.toAt ?? null, context) : labelledIn(logs, context);
  const ownMs = labelled === undefined ? (stampedIn.minutes ?? 0) * MINUTE_MS : 0;
  const zoneShiftMs = (labelled?.zone == null ? context.clock?.minutes : knownZoneMinutes(labelled.zone, context.named)) ?? 0;
  const end = main?.toAt == null ? null : main.toAt - ownMs;
  const moved = logs.map((log) => {
    if (log.zone !== null) return log;
    if (labelled === undefined && log === main) return movedBy(log, -ownMs);
    return end !== null && isElsewhere(log, end, zoneShiftMs * MINUTE_MS) ? movedBy(log, -zoneShiftMs * MINUTE_MS) : log;
  });
  return {
    logs: moved,
    stampedIn: { ...stampedIn, by, why: by === 'relay' ? `stamped by the relay, not by the router; ${stampedIn.why}` : stampedIn.why },
  };
}

/** The state with `show clock`, and what `show version` says by that clock, as the log stamps: by its zone, or as it stands, whichever lies nearer to the log's end. [L] */
export function onLogClock(state: PeerState, { clock }: ZoneContext, { toAt }: { toAt: number | null }): PeerState {
  const { clockAt, startedAt } = state;
  if (clockAt === undefined || clock === undefined || toAt === null) return state;
  const instants = [clock.wallAt - (clock.minutes ?? 0) * MINUTE_MS, clock.wallAt].map((value) => ({ ...clockAt, value }));
  const [nearest] = instants.sort((one, two) => Math.abs(one.value - toAt) - Math.abs(two.value - toAt));
  const byMs = (nearest?.value ?? clockAt.value) - clockAt.value;
  return { ...state, clockAt: nearest, ...(startedAt && { startedAt: { ...startedAt, value: startedAt.value + byMs } }) };
}

type InZone = Omit<StampedIn, 'by'>;

function labelledIn(logs: readonly Log[], { named }: ZoneContext): InZone {
  const printed = [...new Set(logs.flatMap(({ zones }) => zones))];
  const unknown = printed.filter((zone) => knownZoneMinutes(zone, named) === undefined);
  const shared = printed.filter((zone) => isAmbiguousZone(zone) && named[zone.toUpperCase()] === undefined);
  const doubted = [...unknown, ...shared];
  const isOf = printed.length === 1 ? '' : `, each by its own`;
  if (doubted.length === 0) return { printed, minutes: null, why: `its stamps say ${printed.join(' and ')}${isOf}`, isKnown: true };
  const why =
    unknown.length > 0
      ? `not known: its stamps say ${unknown.join(' and ')}, which is a name of its own, and were read as they stand`
      : `not sure: its stamps say ${shared.join(' and ')}, which several zones are called`;
  return { printed, minutes: null, why, isKnown: false };
}

/** Stamps without a zone: by the configuration, else by what fits the device's clock alone. */
function unlabelled(endAt: number | null, { named, isLocal, clock }: ZoneContext): InZone {
  const known = (minutes: number, why: string): InZone => ({ printed: [], minutes, why, isKnown: true });
  const unknown = (why: string): InZone => ({
    printed: [],
    minutes: null,
    why: `not known: its stamps print no zone, ${why}`,
    isKnown: false,
  });
  const [standard, ...others] = Object.values(named);
  if (isLocal === false) return known(0, 'by its configuration, which stamps in UTC');
  if (clock === undefined) {
    if (isLocal && standard !== undefined && others.length === 0) return known(standard, `by its configuration, ${Object.keys(named)[0]}`);
    return unknown('and no show clock was captured');
  }
  if (clock.minutes === undefined) return unknown(`and show clock says ${clock.zone}, a name of its own`);
  if (clock.minutes === 0) return known(0, `by show clock, ${clock.zone}`);
  if (isLocal) return known(clock.minutes, `by show clock, ${clock.zone}`);
  if (endAt === null) return unknown('and nothing was stamped');
  const asUtcMs = clock.wallAt - clock.minutes * MINUTE_MS - endAt;
  const asLocalMs = clock.wallAt - endAt;
  const fits = (ms: number) => ms >= -AHEAD_MS && ms <= ENDS_APART_MS;
  if (fits(asLocalMs) && !fits(asUtcMs)) return known(clock.minutes, `by show clock, ${clock.zone}`);
  if (fits(asUtcMs) && !fits(asLocalMs)) return known(0, `by show clock, which says ${clock.zone} while the log's end fits UTC`);
  if (asUtcMs < -AHEAD_MS && asLocalMs >= -AHEAD_MS) return known(clock.minutes, `by show clock, ${clock.zone}`);
  return unknown(`and show clock (${clock.zone}) is too far from the log's end to tell`);
}

/** Enough of each log to see whose its stamps are. */
const SAMPLE_EVENTS = 200;

function lastStamped(events: readonly Event[]): Event[] {
  const found: Event[] = [];
  for (let at = events.length - 1; at >= 0 && found.length < SAMPLE_EVENTS; at -= 1) {
    const event = events[at];
    if (event !== undefined && event.at !== null) found.push(event);
  }
  return found;
}

/** Most of its stamps are such; what a vendor's own syslog stamps is the device's. */
function stampedBy(logs: readonly Log[]): StampedIn['by'] {
  const sample = logs.flatMap(({ events }) => lastStamped(events));
  const stamps = sample.map(({ text }) => readLogLine(text).stamp);
  const isMost = (count: number) => count * 2 > sample.length;
  if (isMost(stamps.filter((stamp) => stamp?.kind === 'calendar' && stamp.precisionMs === RELAY_PRECISION_MS).length)) return 'relay';
  return isMost(stamps.filter((stamp) => stamp?.kind === 'uptime').length) ? 'uptime' : 'device';
}

function isElsewhere({ toAt }: Log, end: number, shiftMs: number): boolean {
  return toAt !== null && Math.abs(toAt - end) > ENDS_APART_MS && Math.abs(toAt - shiftMs - end) <= ENDS_APART_MS;
}

function movedBy(log: Log, ms: number): Log {
  const move = (at: number | null) => (at === null ? null : at + ms);
  if (ms === 0) return log;
  return {
    ...log,
    events: log.events.map((event) => ({ ...event, at: move(event.at) })),
    fromAt: move(log.fromAt),
    toAt: move(log.toAt),
    gaps: log.gaps.map((gap) => ({ ...gap, fromAt: gap.fromAt + ms, toAt: gap.toAt + ms })),
    numbered: log.numbered.map(({ fromAt, toAt }) => ({ fromAt: fromAt + ms, toAt: toAt + ms })),
  };
}
