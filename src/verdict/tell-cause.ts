/** Telling a cause turns what was inferred into what the report says: statement, remedy, lines, rivals, and what would decide. */
import { SIDES, type Side } from '../ipsec/side.ts';
import { askOf } from '../timeline/ledger.ts';
import { type CauseRule, PROBE } from './cause.ts';
import { CAUSES } from './causes/index.ts';
import type { Chain } from './chain.ts';
import { clearedAt } from './clear-command.ts';
import { isFromElsewhere } from './clues.ts';
import { printWanted, whatWouldDecide } from './decide.ts';
import { sayDoubts } from './doubting.ts';
import { evidenceOf } from './evidence.ts';
import type { Role } from './fact.ts';
import { isMappedByReceiver } from './facts/mapping.ts';
import { type Filter, filteredAt } from './filtered.ts';
import { ikeVersionOf } from './ike-version.ts';
import type { Inference } from './infer.ts';
import { madeWithAnother } from './made-with.ts';
import { aloneAtMost } from './one-ended.ts';
import type { Healing } from './over.ts';
import { inOwnVersion } from './own-version.ts';
import { probesPeriodically } from './probing.ts';
import { renewalOf } from './renewal.ts';
import { nameRoles } from './roles.ts';
import type { Scene } from './scene.ts';
import { isKnownSpi } from './source.ts';
import { stillDown } from './still-down.ts';
import { unreadAtSender } from './unread.ts';
import type { Cause } from './verdict.ts';

const UNKNOWN = {
  now: 'On S: clear crypto sa peer R.address, when the tunnel is still down.',
  forGood: 'Arm the tunnel again and wait for the next time, with what is named as missing switched on.',
};

/** To clear the SAs of S mends nothing for somebody else, and breaks what works. */
const UNKNOWN_SENDER = {
  now: 'Nothing for the tunnel with S: the packets do not come from an address that is known as its own.',
  forGood: 'Find whose address it is. When it is S under a new one, both ends have to make new SAs; otherwise drop it before it reaches R.',
};

export function tellCause(scene: Scene, inference: Inference, { healing, chain }: { healing: Healing; chain: Chain }): Cause {
  const { best, confidence, rivals, prolongs } = inference;
  const cause: CauseRule | undefined = best === undefined ? undefined : CAUSES[best.id];
  const wanted = confidence === 'certain' ? [] : whatWouldDecide(inference, scene);
  const decisive = wanted.map((each) => printWanted(each, scene));
  return {
    id: cause?.id ?? 'unknown',
    confidence,
    alternatives: rivals,
    prolongs,
    summary: cause === undefined ? unexplained(scene) : named(scene, statementOf(scene, inference, cause)),
    remedy: sayRemedy(scene, inference, { cause, healing }),
    blocks: blocksOf(scene, { cause, healing }),
    evidence: evidenceOf(scene, inference, { cause, chain }),
    missing: confidence === 'certain' ? [] : missingOf(scene, decisive, cause),
    wouldDecide: wanted.map(({ role, ...rest }) => ({ side: sideOf(scene, role), ...rest })),
  };
}

/** R knows S by the address with which it made X: a clear that names another finds nothing. [C Cisco, clear crypto sa peer] */
function named(scene: Scene, text: string): string {
  const { timeline, receiver, X } = scene;
  const known = madeWithAnother(scene)?.address ?? 'S.address';
  return nameRoles(text.replaceAll('S.address', known), timeline.tunnel, receiver, X);
}

function sideOf({ receiver, sender }: Scene, role: Role): Side {
  return role === 'R' ? receiver : sender;
}

function unexplained(scene: Scene): string {
  const { R, S, X, incident } = scene;
  const from = isSenderUnknown(scene) ? incident.source : S;
  return `${R} dropped ESP from ${from} with ${X}, an SPI that it does not know; ${sayRecorded(scene)}`;
}

/** The packets come from another address than S's, and nothing but the message ties X to this tunnel. */
function isSenderUnknown(scene: Scene): boolean {
  return isFromElsewhere(scene) && !isKnownSpi(scene);
}

function sayRemedy(scene: Scene, inference: Inference, judged: Judged): string {
  const { now, forGood } = adviceOf(scene, inference, judged);
  const text = inOwnVersion(`Now: ${now} For good: ${forGood}`, ikeVersionOf(scene.timeline));
  return named(scene, inOwnClears(text, scene));
}

/** What only masks it is of no use when it is over; another vendor's end takes none. */
function blocksOf(scene: Scene, { cause, healing }: Judged): Cause['blocks'] {
  const isOver = healing.will === 'healed' || healing.will === 'down';
  const version = ikeVersionOf(scene.timeline);
  return (remedyOf(scene, cause)?.blocks ?? [])
    .filter(({ role, does }) => askOfRole(role, scene) === undefined && !(isOver && does === 'masks'))
    .filter(({ role, lines }) => !(PROBE.some((probe) => probe.lines === lines) && probesPeriodically(scene.timeline, sideOf(scene, role))))
    .map(({ role, lines, effect, does }) => ({
      side: sideOf(scene, role),
      does,
      lines: lines.map((line) => named(scene, inOwnVersion(line, version))),
      effect: inOwnVersion(effect, version),
    }));
}

/** No more than the lines say. Of the SA that S itself let go it did not hear: then the packets were on their way when it did, and its operator may have been behind it. */
function statementOf(scene: Scene, { answers }: Inference, { id, statement }: CauseRule): string {
  // Of a longer life at S no line speaks: it is what is left.
  if (id === 'lifetime-mismatch' && answers['longer-at-sender'].is !== 'yes')
    return 'the lifetime of X ended at R, and S may have had it for longer';
  const gone = scene.event(scene.sa?.outbound.deleted);
  if (id === 'delete-lost' && unreadAtSender(scene) !== undefined)
    return 'R deleted X, its DELETE reached S, which had no IKE SA to read it with, and S went on sending with X';
  if (id !== 'rekey-reorder' || answers['deleted-by-sender'].is !== 'yes') return statement;
  const when = gone !== undefined && clearedAt(scene, scene.sender, gone) !== undefined ? 'when its SAs were cleared' : 'of itself';
  return `S let X go ${when} and told R, and a few packets that it had sent before arrived when R had deleted X, too`;
}

interface Judged {
  cause: CauseRule | undefined;
  healing: Healing;
}

/** What to do now depends on what became of the tunnel since: what has healed is not cleared, and what is down is not normal. */
function adviceOf(scene: Scene, inference: Inference, { cause, healing }: Judged): Pick<CauseRule['remedy'], 'now' | 'forGood'> {
  const { answers } = inference;
  const remedy = remedyOf(scene, cause) ?? (isSenderUnknown(scene) ? UNKNOWN_SENDER : UNKNOWN);
  const { now, forGood } = isOneLatePacket(scene, inference) ? { ...remedy, forGood: ONE_LATE_PACKET } : remedy;
  const renewal = renewalOf(scene);
  if (renewal !== undefined) return { now: `nothing is to be cleared: ${renewal.why}.`, forGood };
  const down = cause?.id === 'rekey-reorder' ? stillDown(scene) : undefined;
  if (down !== undefined)
    return { now: `the lost packet is normal, the tunnel is not: ${down}.`, forGood: 'mend what keeps the two ends from a new SA.' };
  if (cause === undefined && answers.stranger.is === 'unknown' && answers['held-by-sender'].is === 'no')
    return { now: 'nothing while the tunnel passes traffic: neither end lists X.', forGood };
  const since = now.includes('clear crypto') ? clearingSince(healing, now) : undefined;
  return { now: since ?? now, forGood };
}

/** What S let go need not be cleared there; what merely stays away may come again. */
function clearingSince({ will, by }: Healing, now: string): string | undefined {
  if (will === 'down') return 'no SA is left to be cleared: mend what keeps the two ends from a new one.';
  if (will !== 'healed') return undefined;
  return by === null ? `nothing, as long as the message stays away; when it comes again: ${now}` : 'nothing is to be cleared.';
}

const ONE_LATE_PACKET =
  'one late packet is no reason to change anything. When it comes again, capture packets at both ends: that tells whether S still sent with X, or the packet was held on the way.';

/** It passed by itself, and whether a queue held it or a data plane sent it late nothing shows: no ground for an upgrade. */
function isOneLatePacket({ incident }: Scene, { best, confidence }: Inference): boolean {
  const isOnce = incident.refs.length === 1 && incident.persistence === 'transient';
  return isOnce && best?.id === 'sender-data-plane-stale' && confidence === 'possible';
}

/** An old mapping is cleared where it stands; what drops IKE need not be looked for where a router's log names it; who probes already is not told to. */
function remedyOf(scene: Scene, cause: CauseRule | undefined): CauseRule['remedy'] | undefined {
  const remedy = cause?.remedy;
  if (remedy === undefined) return undefined;
  const { findsDrop, whereUnread, whereProbed, whereReceiverMaps: there } = remedy;
  const filter = findsDrop === true ? (filteredAt(scene, scene.receiver) ?? filteredAt(scene, scene.sender)) : undefined;
  if (filter !== undefined) return { ...remedy, forGood: letPass(filter, scene) };
  if (whereUnread !== undefined && unreadAtSender(scene) !== undefined) return { ...remedy, forGood: whereUnread };
  if (whereProbed !== undefined && SIDES.every((side) => probesPeriodically(scene.timeline, side)))
    return { ...remedy, forGood: whereProbed };
  return there === undefined || !isMappedByReceiver(scene) ? remedy : { ...remedy, ...there };
}

function letPass({ side, by }: Filter, { receiver }: Scene): string {
  const [here, there] = side === receiver ? ['R', 'S'] : ['S', 'R'];
  return `On ${here}: permit UDP 500 and 4500 from ${there} in ${by}, which drops them, as the log of ${here} says.`;
}

/** Nothing is said of what a side recorded of which there is no record. */
function sayRecorded({ timeline, R }: Scene): string {
  const [silent] = SIDES.filter((side) => timeline.recordings[side].lines === 0);
  if (silent === undefined) return 'what both peers recorded does not say why';
  return `what ${R} recorded does not say why, and there is no record of ${timeline.tunnel[silent].name}`;
}

/** `On S: clear crypto sa peer R.address`, `On R: clear crypto session remote S.address`, `On R: clear crypto gdoi` */
const CLEAR = /\bOn ([RS]): clear crypto [a-z0-9 ]+(?:[RS]\.address)?/g;

/** Another vendor's end has no `clear crypto`. */
function inOwnClears(remedy: string, scene: Scene): string {
  return remedy.replace(CLEAR, (said, role: Role) => {
    const clear = askOfRole(role, scene)?.clear;
    return clear === undefined ? said : `On ${role}: ${clear.replace('ADDRESS', role === 'R' ? 'S.address' : 'R.address')}`;
  });
}

function askOfRole(role: Role, scene: Scene): ReturnType<typeof askOf> {
  return askOf(scene.timeline.recordings[sideOf(scene, role)]);
}

/** A side of which there is no log at all: whatever else it would have said, it is missing. */
function missingOf({ timeline, R }: Scene, decisive: readonly string[], cause: CauseRule | undefined): string[] {
  const most = cause === undefined ? undefined : aloneAtMost(cause).confidence;
  const alone = most === undefined || most === 'certain' ? '' : `: that of ${R} alone makes ${cause?.id} ${most} at most`;
  const unheard = SIDES.filter((side) => timeline.recordings[side].lines === 0).map(
    (side) => `the log and the SA tables of ${timeline.tunnel[side].name}${alone}`,
  );
  const missing = [...new Set([...sayDoubts(timeline), ...decisive, ...unheard])];
  return missing.length > 0 ? missing : ['a record that goes on for more than a minute behind the message, with numbered lines'];
}
