/** Healing says whether an incident is over, or what will end it and when: the sender's SA must go, or be replaced. seed.md 4, 5; ike.md 8 */

import type { Side } from '../ipsec/side.ts';
import { isSinceStart } from '../timeline/clock-step.ts';
import { askOf } from '../timeline/ledger.ts';
import { printSpan } from '../timeline/span.ts';
import { isFromElsewhere, saIn } from './clues.ts';
import { type EndIso, endAt } from './end.ts';
import { goesOnWithoutIke, type Healed, type Healing, whenOver, whenQuiet } from './over.ts';
import { recoveryOf, unprobedIkeSa } from './recovery.ts';
import type { Scene } from './scene.ts';
import { isKnownSpi } from './source.ts';
import { stillDown } from './still-down.ts';

/** Probes that go unanswered before a peer is dead. [L Cisco: five more after the first] */
const DPD_RETRIES = 5;
const DPD_RETRY_SECONDS = 2;
const SECOND_MS = 1000;

const OF_IOS = { sas: 'show crypto ipsec sa', configuration: 'show running-config | section crypto' };

export function healingOf(scene: Scene): Healed {
  // Whatever becomes of the tunnel ends nothing of what somebody else sends.
  const isOfTunnel = !isFromElsewhere(scene) || isKnownSpi(scene);
  const promises = goesOnWithoutIke(scene) ? [byLifetime] : [byRecovery, byDelete, byDpd, byLifetime];
  for (const judge of isOfTunnel ? [whenOver, whenQuiet, ...promises] : [whenQuiet]) {
    const healing = judge(scene);
    if (healing !== undefined) return isStillDown(scene, healing) ?? healing;
  }
  const why = isOfTunnel ? whyUnknown(scene) : `how long ${scene.incident.source} goes on is not on record`;
  return { will: 'unknown', at: null, by: null, why, confidence: 'possible', evidence: [] };
}

/** What IKE has let go is in no list of it, and no DELETE, probe or lifetime of IKE ends it. [L] ike.md 8.5 */
function whyUnknown(scene: Scene): string {
  const { S, X, timeline, sender } = scene;
  if (goesOnWithoutIke(scene)) return `IKE at ${S} has let ${X} go, and how long its data plane keeps it is not on record`;
  const { sas, configuration } = askOf(timeline.recordings[sender]) ?? OF_IOS;
  return `how long ${S} keeps ${X} is not on record (${sas} and ${configuration} on ${S} would tell)`;
}

/** X is over, and the tunnel is not up for that. */
function isStillDown(scene: Scene, healing: Healed): Healed | undefined {
  const down = healing.will === 'healed' ? stillDown(scene) : undefined;
  return down === undefined ? undefined : { ...healing, will: 'down', at: null, by: null, why: `${healing.why}, but ${down}` };
}

/** What will come of itself rests on what is configured: it may be late, or lost. */
function promised(scene: Scene, by: Healing['by'], why: string, at: EndIso | null = null): Healed {
  return {
    will: 'yes',
    at,
    by,
    why,
    confidence: by === 'lifetime' || by === 'dpd' ? 'likely' : 'possible',
    evidence: scene.cite(scene.logs.at(-1)?.ref),
  };
}

/** Without an IKE SA only the recovery feature asks for one. [C seed.md 5] */
function byRecovery(scene: Scene): Healed | undefined {
  const { timeline, receiver, R, S } = scene;
  if (hasIkeSa(timeline.states[receiver]) !== false || recoveryOf(timeline.states[receiver]).effective !== 'yes') return undefined;
  return promised(scene, 'recovery', `invalid SPI recovery at ${R} opens a new IKE SA to ${S} and tells it`);
}

/** With an IKE SA, R answers each logged packet with a DELETE, which must arrive. [C seed.md 5] */
function byDelete(scene: Scene): Healed | undefined {
  const { timeline, receiver, R, S, sa, sender } = scene;
  if (hasIkeSa(timeline.states[receiver]) !== true || hasIkeSa(timeline.states[sender]) === false || sa === undefined) return undefined;
  const isLost = timeline.messages.some(({ from, fate }) => from === receiver && fate === 'lost');
  if (isLost || timeline.incidents.some(({ spi, persistence }) => spi === sa.spi && persistence === 'black-hole')) return undefined;
  return promised(scene, 'delete', `${R} answers with a DELETE over the IKE SA that it has with ${S}`);
}

/** S probes a peer that has no IKE SA any more, hears nothing, and takes it for dead. [L] */
function byDpd(scene: Scene): Healed | undefined {
  const { timeline, receiver, sender, S, R } = scene;
  const { dpd } = timeline.states[sender];
  if (unprobedIkeSa(timeline.states[sender]) !== undefined) return undefined;
  if (dpd === undefined || hasIkeSa(timeline.states[receiver]) !== false || hasIkeSa(timeline.states[sender]) !== true) return undefined;
  const { intervalSeconds, retrySeconds = DPD_RETRY_SECONDS, isPeriodic } = dpd.value;
  const seconds = intervalSeconds + DPD_RETRIES * retrySeconds;
  const when = isPeriodic ? '' : ' of having something to send';
  return promised(scene, 'dpd', `dead peer detection at ${S} takes ${R} for dead within some ${seconds} s${when}`);
}

/** At the latest S's SA expires. [C seed.md 4] */
function byLifetime(scene: Scene): Healed | undefined {
  const { S, X, timeline, sender, sa, incident } = scene;
  const { clockAt } = timeline.states[sender];
  const shown = saIn(timeline.states[sender], incident.spi, 'outbound')?.value.remainingSeconds;
  const born = goesOnWithoutIke(scene) ? undefined : scene.event(sa?.outbound.created);
  const lifetime = born?.kind === 'child-sa' ? born.lifetimeSeconds : undefined;
  const ownAt =
    shown !== undefined && clockAt !== undefined
      ? clockAt.value + shown * SECOND_MS
      : born?.at != null && !isSinceStart(born.at) && lifetime !== undefined
        ? born.at + lifetime * SECOND_MS
        : undefined;
  if (ownAt === undefined && shown === undefined) return undefined;
  const left = shown === undefined ? '' : `, ${printSpan(shown * SECOND_MS)} after it was shown there`;
  const commonAt = ownAt === undefined ? undefined : onCommonClock(scene, sender, ownAt);
  // On a clock that counts from a router's start there are no dates.
  const isDated = commonAt !== undefined && !isSinceStart(commonAt);
  const at = isDated ? endAt(scene, new Date(commonAt).toISOString()) : null;
  // S was heard with X after that: it has another life than was reckoned.
  if (isDated && at === null) return undefined;
  return promised(scene, 'lifetime', `${X} expires at ${S}${left}; nothing sooner is known to end it`, at);
}

function onCommonClock({ timeline }: Scene, side: Side, ownAt: number): number {
  return side === 'b' ? ownAt - (timeline.clock.offsetMs ?? 0) : ownAt;
}

/** `GDOI_IDLE`: a GETVPN member is registered at that key server. */
const UP_STATES = new Set(['QM_IDLE', 'READY', 'GDOI_IDLE']);

/** Undefined when no show says it. */
export function hasIkeSa({ ikeSas, sessionStatus }: Scene['timeline']['states'][Side]): boolean | undefined {
  if (ikeSas !== undefined) return ikeSas.some(({ value }) => UP_STATES.has(value.state) && value.status !== 'ACTIVE (deleted)');
  if (sessionStatus === undefined) return undefined;
  return sessionStatus.value === 'UP-ACTIVE' || sessionStatus.value === 'UP-IDLE';
}
