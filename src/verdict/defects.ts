/** Known defects as data: named by the role in which a router shows it, its IKE version and its release together; never by the release alone. seed.md 4, 6, 7 */
import type { CauseId } from '../ipsec/cause.ts';
import { other, SIDES, type Side } from '../ipsec/side.ts';
import type { Timeline } from '../timeline/model.ts';
import type { Confidence } from './confidence.ts';
import { droppedAt } from './dropped.ts';
import type { Role } from './fact.ts';
import type { Defect } from './verdict.ts';
import { eventsOfKind } from './views.ts';

interface KnownDefect {
  id: string;
  title: string;
  /** How far the id itself can be trusted. seed.md 7 */
  certainty: 'certain' | 'seed only' | 'unverified id';
  /** The line of `show version` that names the release must fit. */
  affected: RegExp;
  /** Releases from this one on are younger than the defect by years: major and minor, of the classic system and of XE. [L by the age of the id] */
  before?: { ios: readonly [number, number]; xe: readonly [number, number] } | undefined;
  ike?: 1 | 2 | undefined;
  /** The router that has the defect: the one that logs the unknown SPI, or the one that sends. */
  role: Role;
  signature: { cause: CauseId; notify?: RegExp | undefined } | { notifies: readonly string[] } | { silentBehindNat: true };
}

/** The classic system alone: `Cisco IOS Software, C2900 …`, `IOS (tm) C2600 …`; `Cisco IOS Software [Gibraltar], …`, a name in brackets, is IOS XE since 16. [C] */
const IOS = /(?:Cisco IOS Software(?! \[)|\bIOS \(tm\))(?!.*(?:IOS-XE|LINUX_IOSD| XE Software))/;
const ANY = /\bIOS\b/;
const IOS_XE = /IOS[ -]XE|LINUX_IOSD| XE Software|Cisco IOS Software \[/;
/** The three of quick mode were found between 2008 and 2012, in 12.4 and the first releases of XE. */
const OF_OLD = { ios: [15, 2], xe: [16, 0] } as const;

export const KNOWN_DEFECTS: readonly KnownDefect[] = [
  {
    id: 'CSCsl68327',
    title: 'packets lost during rekey',
    certainty: 'certain',
    affected: IOS,
    before: OF_OLD,
    ike: 1,
    role: 'R',
    signature: { cause: 'rekey-race' },
  },
  {
    id: 'CSCtr14840',
    title: 'ASR: packets dropped during a phase 2 rekey',
    certainty: 'certain',
    affected: IOS_XE,
    before: OF_OLD,
    ike: 1,
    role: 'R',
    signature: { cause: 'rekey-race' },
  },
  {
    id: 'CSCty30063',
    title: 'ASR uses the new SPI before quick mode is finished',
    certainty: 'unverified id',
    affected: IOS_XE,
    before: OF_OLD,
    ike: 1,
    role: 'S',
    signature: { cause: 'rekey-race' },
  },
  {
    id: 'CSCvn31824',
    title: 'IOS XE: ISAKMP deletes a new SPI if a packet for it comes before installation is done',
    certainty: 'seed only',
    affected: IOS_XE,
    role: 'R',
    signature: { cause: 'new-sa-killed-by-early-packet' },
  },
  {
    id: 'CSCvp16730',
    title: 'ESP whose SPI starts with 0xFF is dropped',
    certainty: 'seed only',
    affected: ANY,
    role: 'R',
    signature: { cause: 'spi-0xff-defect' },
  },
  {
    id: 'CSCve08418',
    title: 'IKEv2: two ends that begin at almost the same time; the SA is not installed at one of them',
    certainty: 'unverified id',
    affected: ANY,
    ike: 2,
    role: 'R',
    signature: { cause: 'simultaneous-initiation' },
  },
  {
    id: 'CSCvd40554',
    title: 'IKEv2: an INVALID_SPI notify with SPI size 0 is answered with INVALID_SYNTAX',
    certainty: 'unverified id',
    affected: ANY,
    ike: 2,
    role: 'S',
    signature: { notifies: ['INVALID_SPI', 'INVALID_SYNTAX'] },
  },
  {
    id: 'CSCsq59183',
    title: 'with NAT traversal IPsec does not report RECVD_PKT_INV_SPI',
    certainty: 'certain',
    affected: IOS,
    role: 'R',
    signature: { silentBehindNat: true },
  },
  {
    id: 'CSCvd69373',
    title: 'IKEv2 fragmentation leaves a stuck IKE SA',
    certainty: 'certain',
    affected: ANY,
    ike: 2,
    role: 'R',
    signature: { cause: 'stuck-negotiation', notify: /FRAGMENTATION/ },
  },
];

/** What of a judged incident a defect is known by. */
interface Judged {
  receiver: Side;
  cause: { id: CauseId | 'unknown'; confidence: Confidence; prolongs: readonly CauseId[] };
}

export function matchDefects(timeline: Timeline, incidents: readonly Judged[]): Defect[] {
  return KNOWN_DEFECTS.flatMap((defect) => {
    const found = findSign(defect, timeline, incidents);
    if (found === undefined || !isAffected(defect, timeline, found.side)) return [];
    return [{ id: defect.id, title: defect.title, why: explain(defect, found.reason, timeline, found.side) }];
  });
}

function explain({ certainty }: KnownDefect, reason: string, timeline: Timeline, side: Side): string {
  const doubt =
    certainty === 'certain'
      ? ''
      : certainty === 'seed only'
        ? '; the id rests on one Cisco note'
        : '; the letters of this id are unverified';
  return `${reason}, and ${timeline.tunnel[side].name} runs ${timeline.states[side].version?.value}; whether this release has it is for Cisco to say${doubt}`;
}

function isAffected({ affected, before, ike }: KnownDefect, { states, events }: Timeline, side: Side): boolean {
  const { version } = states[side];
  if (version === undefined || !affected.test(version.text)) return false;
  if (
    ike !== undefined &&
    events.some((event) => event.kind === 'message') &&
    !events.some((event) => event.kind === 'message' && event.version === ike)
  )
    return false;
  const [, major, minor] = /(\d+)\.(\d+)/.exec(version.value) ?? [];
  if (before === undefined || major === undefined) return true;
  const [most, least] = IOS_XE.test(version.text) ? before.xe : before.ios;
  return Number(major) < most || (Number(major) === most && Number(minor) < least);
}

/** Where the defect would show, and by what; the side is that of its role. */
function findSign(
  { signature, role }: KnownDefect,
  timeline: Timeline,
  incidents: readonly Judged[],
): { side: Side; reason: string } | undefined {
  if ('silentBehindNat' in signature) return silentBehindNat(timeline);
  const sideOf = (receiver: Side): Side => (role === 'R' ? receiver : other(receiver));
  if ('cause' in signature) {
    const { cause: id, notify } = signature;
    const standing = incidents.find(
      ({ cause }) =>
        (cause.id === id && cause.confidence !== 'possible') ||
        cause.prolongs.includes(id) ||
        (cause.id === id && id === 'stuck-negotiation'),
    );
    const isSeen = notify === undefined || isNotified(timeline, (name) => notify.test(name));
    return standing === undefined || !isSeen ? undefined : { side: sideOf(standing.receiver), reason: `${id} stands` };
  }
  const seen = signature.notifies.filter((name) => isNotified(timeline, (seen) => seen === name));
  const [first] = incidents;
  if (first === undefined || seen.length < signature.notifies.length) return undefined;
  return { side: sideOf(first.receiver), reason: `${seen.join(' and ')} were exchanged` };
}

function isNotified(timeline: Timeline, is: (name: string) => boolean): boolean {
  return SIDES.some((side) => eventsOfKind(timeline, side, 'notify').some(({ notify }) => is(notify)));
}

const NAT_PORT = 4500;

/** Packets without an SA are counted, through a NAT, and no message tells of them. */
function silentBehindNat(timeline: Timeline): { side: Side; reason: string } | undefined {
  const { events, incidents, tunnel } = timeline;
  if (incidents.length > 0) return undefined;
  for (const side of SIDES) {
    const dropped = droppedAt(timeline, side);
    const isNat = events.some((event) => event.kind === 'message' && event.side === side && event.localPort === NAT_PORT);
    if (dropped !== null && isNat) {
      const reason = `${tunnel[side].name} counts ${dropped.count} packets without an SA (${dropped.counter}), through a NAT, and logs none of them`;
      return { side, reason };
    }
  }
  return undefined;
}
