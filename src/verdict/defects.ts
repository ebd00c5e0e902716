/** Known defects as data: a defect is named only when its signature is on record and the release is of its family; never by the release alone. seed.md 4, 6, 7 */
import type { CauseId } from '../ipsec/cause.ts';
import type { Side } from '../ipsec/side.ts';
import { SIDES } from '../ipsec/side.ts';
import type { Timeline } from '../timeline/model.ts';
import { droppedAt } from './dropped.ts';
import type { Finding } from './finding.ts';
import type { Defect } from './verdict.ts';

interface KnownDefect {
  id: string;
  title: string;
  /** How far the id itself can be trusted. seed.md 7 */
  certainty: 'certain' | 'seed only' | 'unverified id';
  /** The line of `show version` that names the release must fit. */
  affected: RegExp;
  /** A cause that stands, or a notify that was exchanged. */
  signature: { causes: readonly CauseId[] } | { notifies: readonly string[] } | { silentBehindNat: true };
}

/** The classic system alone: `Cisco IOS Software, C2900 …`, `IOS (tm) C2600 …` */
const IOS = /(?:Cisco IOS Software|\bIOS \(tm\))(?!.*(?:IOS-XE|LINUX_IOSD| XE Software))/;
const ANY = /\bIOS\b/;
const IOS_XE = /IOS[ -]XE|LINUX_IOSD| XE Software/;

export const KNOWN_DEFECTS: readonly KnownDefect[] = [
  { id: 'CSCsl68327', title: 'packets lost during rekey', certainty: 'certain', affected: IOS, signature: { causes: ['rekey-race'] } },
  {
    id: 'CSCtr14840',
    title: 'ASR: packets dropped during a phase 2 rekey',
    certainty: 'certain',
    affected: IOS_XE,
    signature: { causes: ['rekey-race'] },
  },
  {
    id: 'CSCty30063',
    title: 'ASR uses the new SPI before quick mode is finished',
    certainty: 'unverified id',
    affected: IOS_XE,
    signature: { causes: ['rekey-race'] },
  },
  {
    id: 'CSCvn31824',
    title: 'IOS XE: ISAKMP deletes a new SPI if a packet for it comes before installation is done',
    certainty: 'seed only',
    affected: IOS_XE,
    signature: { causes: ['new-sa-killed-by-early-packet'] },
  },
  {
    id: 'CSCvp16730',
    title: 'ESP whose SPI starts with 0xFF is dropped',
    certainty: 'seed only',
    affected: ANY,
    signature: { causes: ['spi-0xff-defect'] },
  },
  {
    id: 'CSCvd40554',
    title: 'IKEv2: an INVALID_SPI notify with SPI size 0 is answered with INVALID_SYNTAX',
    certainty: 'unverified id',
    affected: ANY,
    signature: { notifies: ['INVALID_SPI', 'INVALID_SYNTAX'] },
  },
  {
    id: 'CSCsq59183',
    title: 'with NAT traversal IPsec does not report RECVD_PKT_INV_SPI',
    certainty: 'certain',
    affected: IOS,
    signature: { silentBehindNat: true },
  },
  {
    id: 'CSCvd69373',
    title: 'IKEv2 fragmentation leaves a stuck IKE SA',
    certainty: 'certain',
    affected: ANY,
    signature: { causes: ['stuck-negotiation'] },
  },
];

export function matchDefects(timeline: Timeline, findings: readonly Finding[]): Defect[] {
  return KNOWN_DEFECTS.flatMap((defect) => {
    const reason = reasonOf(defect, timeline, findings);
    const side = SIDES.find((each) => defect.affected.test(timeline.states[each].version?.text ?? ''));
    if (reason === undefined || side === undefined) return [];
    return [{ id: defect.id, title: defect.title, why: explain(defect, reason, timeline, side) }];
  });
}

function explain({ certainty }: KnownDefect, reason: string, timeline: Timeline, side: Side): string {
  const doubt =
    certainty === 'certain' ? '' : certainty === 'seed only' ? '; only one Cisco note names this bug id' : '; this bug id is not verified';
  return `${reason}, and ${timeline.tunnel[side].name} runs ${timeline.states[side].version?.value}; check with Cisco whether this release is affected${doubt}`;
}

function reasonOf({ signature }: KnownDefect, timeline: Timeline, findings: readonly Finding[]): string | undefined {
  const { events } = timeline;
  if ('silentBehindNat' in signature) return silentBehindNat(timeline);
  if ('causes' in signature) {
    const standing = findings.find(
      ({ rule, outcome, confidence }) => outcome === 'holds' && confidence !== 'possible' && signature.causes.includes(rule),
    );
    return standing === undefined ? undefined : `the cause ${standing.rule} was found`;
  }
  const seen = signature.notifies.filter((name) => events.some((event) => event.kind === 'notify' && event.notify === name));
  return seen.length === signature.notifies.length ? `${seen.join(' and ')} were exchanged` : undefined;
}

const NAT_PORT = 4500;

/** Packets without an SA are counted, through a NAT, and no message tells of them. */
function silentBehindNat(timeline: Timeline): string | undefined {
  const { events, incidents, tunnel } = timeline;
  if (incidents.length > 0) return undefined;
  for (const side of SIDES) {
    const dropped = droppedAt(timeline, side);
    const isNat = events.some((event) => event.kind === 'message' && event.side === side && event.localPort === NAT_PORT);
    if (dropped !== null && isNat)
      return `${tunnel[side].name} counts ${dropped.count} packets without an SA (${dropped.counter}), through a NAT, and logged none of them`;
  }
  return undefined;
}
