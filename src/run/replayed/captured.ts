/** A captured chain is what a bundle says of one story as the lab can play it: when R forgot, what was lost, who probes, when it was over. */
import { FlaptrapError } from '../../errors.ts';
import { bySide, other, SIDES, type Side } from '../../ipsec/side.ts';
import type { ReplaySpec } from '../../lab/replay.ts';
import type { TimedEvent, Timeline } from '../../timeline/model.ts';
import type { Chain } from '../../verdict/chain.ts';
import type { Forgot } from '../../verdict/forgetting.ts';
import type { JudgedIncident, Verdict } from '../../verdict/verdict.ts';
import { probedEvery } from './probes.ts';

export interface CapturedChain {
  /** Index into the incidents. */
  incident: number;
  spec: Omit<ReplaySpec, 'untilMs'>;
  told: Chain['told']['how'];
  /** How it ended; null where that was not seen. */
  by: 'delete' | 'rekey' | 'dpd' | 'expires' | null;
  /** After R forgot: when it was over, at the least and at the most; `mostMs` is null when it was still going on. */
  healed: { leastMs: number; mostMs: number | null };
  /** What no record says, in words. */
  assumed: string[];
}

/** R never had it, or it is still there: nothing that the lab could take away. */
const NOT_PLAYED: readonly (Forgot | 'unknown')[] = [
  'never-had',
  'not-yet-installed',
  'rejected',
  'killed-by-early-packet',
  'data-plane-missing',
];
/** Whoever sends here is not the other end, or nothing that it has to do with. */
const NOT_BETWEEN: readonly string[] = ['foreign-traffic', 'nat-exemption', 'misrouted-esp', 'sdwan-stale-tloc', 'getvpn-rekey-missed'];
/** IOS logs the SPI once a minute: of packets that go on no more is known. [C] seed.md 4 */
const LOG_MS = 60_000;
/** The lifetime that IOS has when nobody configured it. [C] ike.md 4.1 */
const LIFETIME_SECONDS = 3600;
const AGE_SECONDS = 60;
const TRAFFIC_MS = 1000;
const TRAFFIC_LEAST_MS = 100;
/** So near its own lifetime an SA has expired. */
const EXPIRY_SHARE = 0.1;

/** Throws `input`, with why, where the record does not hold what a replay takes. */
export function captureChain({ incidents, recovery }: Verdict, timeline: Timeline, index: number): CapturedChain {
  const incident = incidents[index];
  if (incident === undefined) throw refuse('the bundle has no such incident');
  const forgotMs = forgottenAt(incident, timeline);
  const { receiver } = incident;
  const assumed: string[] = [];
  const lifetimeSeconds = lifetimesOf(incident, timeline, assumed);
  const ageSeconds = ageOf(incident, timeline, forgotMs, lifetimeSeconds[other(receiver)], assumed);
  const told = incident.chain.told.how;
  return {
    incident: index,
    told,
    ...endOf(incident, forgotMs),
    assumed,
    spec: {
      ike: versionOf(timeline, assumed),
      receiver,
      platforms: platformsOf(timeline),
      lifetimeSeconds,
      dpdSeconds: bySide((side) => probedEvery(timeline, side, assumed)),
      recovers: recovery[receiver].effective === 'yes',
      forgets: forgetsOf(incident, ageSeconds, lifetimeSeconds[receiver]),
      isSilent: told === 'not-sent',
      ageSeconds,
      trafficMs: trafficOf(incident, assumed),
      speaksMs: speaksAt(timeline, receiver, forgotMs),
      losses: SIDES.flatMap((from) => lossesOf(timeline, from, forgotMs)),
    },
  };
}

function refuse(why: string): FlaptrapError {
  return new FlaptrapError('input', `this cannot be replayed: ${why}`, {
    next: '`flaptrap next` writes the playbook that would record it',
  });
}

function forgottenAt({ chain: { forgot, told, sends }, cause, firstAt }: JudgedIncident, { clock }: Timeline): number {
  if (NOT_PLAYED.includes(forgot.how))
    throw refuse(`the receiver did not lose the SA (${forgot.how}), and the lab plays only how one is lost`);
  if (sends.how === 'not-the-sender' || NOT_BETWEEN.includes(cause.id)) throw refuse('the packets are not of the other end');
  if (sends.how === 'data-plane-stale') throw refuse('it is a defect of the data plane, of which the lab knows no end');
  if (clock.offsetMs === null) throw refuse('nothing ties the two clocks, so that the times do not compare');
  if (forgot.at === null || firstAt === null) throw refuse('when the receiver lost the SA is not on record');
  if (told.how === 'unknown') throw refuse('whether the sender was told is not on record');
  return Date.parse(forgot.at);
}

function endOf({ chain: { heals }, lastAt, persistence }: JudgedIncident, forgotMs: number): Pick<CapturedChain, 'by' | 'healed'> {
  const last = (lastAt === null ? forgotMs : Date.parse(lastAt)) - forgotMs;
  const by = heals.how === 'delete' || heals.how === 'rekey' || heals.how === 'dpd' || heals.how === 'expires' ? heals.how : null;
  // Who cleared it the lab does not play, but when it was over.
  if (heals.at !== null && (by !== null || heals.how === 'operator'))
    return { by, healed: within(Date.parse(heals.at) - forgotMs, Date.parse(heals.at) - forgotMs) };
  if (heals.how === 'healed') return { by: null, healed: within(last, last + LOG_MS) };
  // Nothing sooner is known to end it, which is no sight of how it ends.
  if (heals.latest !== null) return { by: null, healed: within(last, Date.parse(heals.latest) - forgotMs) };
  if (persistence !== 'black-hole') throw refuse('when it was over is not on record');
  return { by: null, healed: { leastMs: Math.max(0, last), mostMs: null } };
}

function within(one: number, two: number): CapturedChain['healed'] {
  return { leastMs: Math.max(0, Math.min(one, two)), mostMs: Math.max(0, one, two) };
}

function forgetsOf({ chain: { forgot, told } }: JudgedIncident, ageSeconds: number, lifetimeSeconds: number): ReplaySpec['forgets'] {
  if (forgot.how === 'lost-state') return 'forgets';
  if (forgot.how === 'deleted-by-lifetime' && Math.abs(ageSeconds - lifetimeSeconds) <= lifetimeSeconds * EXPIRY_SHARE) return 'expires';
  const isWithIke = forgot.how === 'deleted-with-ike-sa' || forgot.how === 'deleted-by-dpd' || told.how === 'not-sent';
  return isWithIke ? 'deletes-with-ike' : 'deletes';
}

function saOf({ spi, receiver }: JudgedIncident, { childSas }: Timeline) {
  return childSas.find((each) => each.spi === spi && each.receiver === receiver);
}

function lifetimesOf(incident: JudgedIncident, timeline: Timeline, assumed: string[]): Record<Side, number> {
  const sa = saOf(incident, timeline);
  const lifetime = (side: Side): number => {
    const life = side === incident.receiver ? sa?.inbound : sa?.outbound;
    const created = eventAt(timeline, life?.created);
    const printed = created?.kind === 'child-sa' ? created.lifetimeSeconds : undefined;
    const known = printed ?? timeline.states[side].ipsecLifetimeSeconds?.value;
    if (known === undefined) assumed.push(`a lifetime of ${LIFETIME_SECONDS} s at ${timeline.tunnel[side].name}`);
    return known ?? LIFETIME_SECONDS;
  };
  return bySide(lifetime);
}

function eventAt({ events }: Timeline, ref: number | null | undefined): TimedEvent | undefined {
  return ref === null || ref === undefined ? undefined : events[ref];
}

function ageOf(incident: JudgedIncident, timeline: Timeline, forgotMs: number, lifetimeSeconds: number, assumed: string[]): number {
  const sa = saOf(incident, timeline);
  const born = [sa?.inbound.created, sa?.inbound.installed, sa?.outbound.created, sa?.outbound.switched]
    .flatMap((ref) => eventAt(timeline, ref)?.commonAt ?? [])
    .filter((at) => at <= forgotMs);
  if (born.length > 0) return (forgotMs - Math.min(...born)) / 1000;
  const { how, latest } = incident.chain.heals;
  if (how === 'expires' && latest !== null) return Math.max(0, lifetimeSeconds - (Date.parse(latest) - forgotMs) / 1000);
  assumed.push(`an SA of ${AGE_SECONDS} s when it was lost`);
  return AGE_SECONDS;
}

function versionOf({ events }: Timeline, assumed: string[]): 1 | 2 {
  const spoken = new Set<1 | 2>(events.flatMap((event) => (event.kind === 'message' ? [event.version] : [])));
  if (spoken.size === 0) assumed.push('IKEv1');
  return spoken.has(2) && !spoken.has(1) ? 2 : 1;
}

/** 16 and later, and 3.x before it, are IOS XE. [C] Cisco's numbering of releases */
const IOS_XE = /^(?:1[6-9]|[2-9]\d|0?3)\.\d/;

function platformsOf({ states }: Timeline): ReplaySpec['platforms'] {
  const platform = (side: Side) => (IOS_XE.test(states[side].version?.value ?? '') ? 'ios-xe' : 'ios');
  return bySide(platform);
}

function trafficOf({ dropped, firstAt, lastAt }: JudgedIncident, assumed: string[]): number {
  const spanMs = firstAt === null || lastAt === null ? 0 : Date.parse(lastAt) - Date.parse(firstAt);
  if (dropped !== null && dropped.count > 1 && spanMs > 0) return Math.min(LOG_MS, Math.max(TRAFFIC_LEAST_MS, spanMs / dropped.count));
  assumed.push(`a packet every ${TRAFFIC_MS / 1000} s`);
  return TRAFFIC_MS;
}

/** The first that R began by itself afterwards. */
function speaksAt({ events }: Timeline, receiver: Side, forgotMs: number): number | undefined {
  const first = events.find(
    (event) =>
      event.side === receiver &&
      event.commonAt !== null &&
      event.commonAt > forgotMs &&
      (event.kind === 'negotiation' || event.kind === 'ike-sa') &&
      event.change === 'started' &&
      event.role !== 'responder',
  );
  return first?.commonAt == null ? undefined : first.commonAt - forgotMs;
}

/** What is sent in a replay leaves a little sooner or later than it did. */
const SLACK_MS = 1000;

/** From a message that was lost to the next that arrived, or without an end; an answered probe shows that its answer came, whatever tells of the message. */
function lossesOf({ messages, events }: Timeline, from: Side, forgotMs: number): ReplaySpec['losses'] {
  const sent = messages
    .flatMap(({ from: side, sent: ref, fate }) => {
      const atMs = ref === null ? null : (events[ref]?.commonAt ?? null);
      return side === from && atMs !== null ? [{ atMs: atMs - forgotMs, fate }] : [];
    })
    .concat(
      events.flatMap(({ side, commonAt, ...event }) => {
        const isAnswered = side !== from && event.kind === 'dpd' && event.change === 'ack-received';
        return isAnswered && commonAt !== null ? [{ atMs: commonAt - forgotMs, fate: 'delivered' as const }] : [];
      }),
    )
    .sort((one, two) => one.atMs - two.atMs);
  const losses: { from: Side; fromMs: number; toMs: number }[] = [];
  let arrivedMs = Number.NEGATIVE_INFINITY;
  for (const { atMs, fate } of sent) {
    const open = losses.find(({ toMs }) => toMs === Number.POSITIVE_INFINITY);
    if (fate === 'lost' && open === undefined)
      losses.push({ from, fromMs: Math.max(arrivedMs + 1, atMs - SLACK_MS), toMs: Number.POSITIVE_INFINITY });
    if (fate === 'delivered' && open !== undefined) open.toMs = atMs - 1;
    if (fate === 'delivered') arrivedMs = atMs;
  }
  return losses;
}
