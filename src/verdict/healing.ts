/** Healing says whether an incident is over, or what will end it and when: the sender's SA must go, or be replaced. seed.md 4, 5; ike.md 8 */

import type { Side } from '../ipsec/side.ts';
import { isSurelyBefore } from '../timeline/event-order.ts';
import { askOf } from '../timeline/ledger.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { saIn } from './clues.ts';
import { type EndIso, endAt } from './end.ts';
import { firstBehind } from './places.ts';
import { isQuietAfter } from './quiet.ts';
import { recoveryOf, unprobedIkeSa } from './recovery.ts';
import { renewalOf } from './renewal.ts';
import type { Scene } from './scene.ts';
import { eventsOfKind, oncePerSide } from './views.ts';

export interface Healing {
  /** `healed`: the records show it over; `yes`: something that is known will end it. */
  will: 'healed' | 'yes' | 'unknown';
  /** When it ended, or will end at the latest; null when that is not known. */
  at: EndIso | null;
  by: 'delete' | 'new-sa' | 'dpd' | 'recovery' | 'lifetime' | null;
  /** In one sentence. */
  why: string;
}

/** Probes that go unanswered before a peer is dead. [L Cisco: five more after the first] */
const DPD_RETRIES = 5;
const DPD_RETRY_SECONDS = 2;
const SECOND_MS = 1000;

const OF_IOS = { sas: 'show crypto ipsec sa', configuration: 'show running-config | section crypto' };

export function healingOf(scene: Scene): Healing {
  for (const judge of [whenOver, byRecovery, byDelete, byDpd, byLifetime]) {
    const healing = judge(scene);
    if (healing !== undefined) return healing;
  }
  const { S, X, timeline, sender } = scene;
  const { sas, configuration } = askOf(timeline.recordings[sender]) ?? OF_IOS;
  const why = `how long ${S} keeps ${X} is not on record: ${sas} and ${configuration} on ${S} would tell`;
  return { will: 'unknown', at: null, by: null, why };
}

/** S was seen to stop: its SA went, or it switched to another one. */
function whenOver(scene: Scene): Healing | undefined {
  const { S, X, sa, logs, incident, sender } = scene;
  const last = logs.at(-1);
  if (last === undefined) return undefined;
  const gone = scene.event(sa?.outbound.deleted);
  // Nobody sends by what he has deleted: only a packet that surely came behind it says that something goes on. [C RFC 4301 4.4.2]
  if (gone !== undefined && !isSurelyBefore(gone, last)) return over(scene, gone, 'delete', `${S} deleted ${X}`);
  const switched = firstBehind(switches(scene.timeline, sender), last, ({ spi }) => spi !== incident.spi);
  if (switched !== undefined) return over(scene, switched, 'new-sa', `${S} went over to ${switched.spi}`);
  const renewal = renewalOf(scene);
  if (renewal !== undefined) return over(scene, renewal.event, renewal.by, renewal.why);
  const born = scene.event(sa?.inbound.installed ?? sa?.inbound.created);
  if (incident.persistence !== 'transient') return undefined;
  if (born !== undefined && born.ref > last.ref) return over(scene, born, null, `${scene.R} has had ${X} since`);
  return isQuietAfter(scene)
    ? { will: 'healed', at: endAt(scene, last), by: null, why: `the message did not come again (${incident.persistenceReason})` }
    : undefined;
}

const switches = oncePerSide((timeline, side) =>
  eventsOfKind(timeline, side, 'child-sa').filter(({ change, spi }) => change === 'outbound-switched' && spi !== undefined),
);

function over(scene: Scene, event: TimedEvent, by: Healing['by'], why: string): Healing {
  return { will: 'healed', at: endAt(scene, event), by, why };
}

/** Without an IKE SA only the recovery feature asks for one. [C seed.md 5] */
function byRecovery({ timeline, receiver, R, S }: Scene): Healing | undefined {
  if (hasIkeSa(timeline.states[receiver]) !== false || recoveryOf(timeline.states[receiver]).effective !== 'yes') return undefined;
  return { will: 'yes', at: null, by: 'recovery', why: `invalid SPI recovery at ${R} opens a new IKE SA to ${S} and tells it` };
}

/** With an IKE SA, R answers each logged packet with a DELETE, which must arrive. [C seed.md 5] */
function byDelete({ timeline, receiver, R, S, sa, sender }: Scene): Healing | undefined {
  if (hasIkeSa(timeline.states[receiver]) !== true || hasIkeSa(timeline.states[sender]) === false || sa === undefined) return undefined;
  const isLost = timeline.messages.some(({ from, fate }) => from === receiver && fate === 'lost');
  if (isLost || timeline.incidents.some(({ spi, persistence }) => spi === sa.spi && persistence === 'black-hole')) return undefined;
  return { will: 'yes', at: null, by: 'delete', why: `${R} answers with a DELETE over the IKE SA that it has with ${S}` };
}

/** S probes a peer that has no IKE SA any more, hears nothing, and takes it for dead. [L] */
function byDpd({ timeline, receiver, sender, S, R }: Scene): Healing | undefined {
  const { dpd } = timeline.states[sender];
  if (unprobedIkeSa(timeline.states[sender]) !== undefined) return undefined;
  if (dpd === undefined || hasIkeSa(timeline.states[receiver]) !== false || hasIkeSa(timeline.states[sender]) !== true) return undefined;
  const { intervalSeconds, retrySeconds = DPD_RETRY_SECONDS, isPeriodic } = dpd.value;
  const seconds = intervalSeconds + DPD_RETRIES * retrySeconds;
  const when = isPeriodic ? '' : ' of having something to send';
  return { will: 'yes', at: null, by: 'dpd', why: `dead peer detection at ${S} takes ${R} for dead within some ${seconds} s${when}` };
}

/** At the latest S's SA expires. [C seed.md 4] */
function byLifetime(scene: Scene): Healing | undefined {
  const { S, X, timeline, sender, sa, incident } = scene;
  const { clockAt } = timeline.states[sender];
  const shown = saIn(timeline.states[sender], incident.spi, 'outbound')?.value.remainingSeconds;
  const born = scene.event(sa?.outbound.created);
  const lifetime = born?.kind === 'child-sa' ? born.lifetimeSeconds : undefined;
  const ownAt =
    shown !== undefined && clockAt !== undefined
      ? clockAt.value + shown * SECOND_MS
      : born?.at != null && lifetime !== undefined
        ? born.at + lifetime * SECOND_MS
        : undefined;
  if (ownAt === undefined && shown === undefined) return undefined;
  const left = shown === undefined ? '' : `, ${shown} s after it was shown there`;
  const at = ownAt === undefined ? null : endAt(scene, onCommonClock(scene, sender, ownAt));
  // S was heard with X after that: it has another life than was reckoned.
  if (ownAt !== undefined && at === null) return undefined;
  return { will: 'yes', at, by: 'lifetime', why: `${X} expires at ${S}${left}; nothing sooner is known to end it` };
}

function onCommonClock({ timeline }: Scene, side: Side, ownAt: number): string {
  return new Date(side === 'b' ? ownAt - (timeline.clock.offsetMs ?? 0) : ownAt).toISOString();
}

const UP_STATES = new Set(['QM_IDLE', 'READY']);

/** Undefined when no show says it. */
export function hasIkeSa({ ikeSas, sessionStatus }: Scene['timeline']['states'][Side]): boolean | undefined {
  if (ikeSas !== undefined) return ikeSas.some(({ value }) => UP_STATES.has(value.state) && value.status !== 'ACTIVE (deleted)');
  if (sessionStatus === undefined) return undefined;
  return sessionStatus.value === 'UP-ACTIVE' || sessionStatus.value === 'UP-IDLE';
}
