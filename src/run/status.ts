/** The status of a capture is what its routers say now, beside what was written down. */
import { wasArmed } from '../capture/arm.ts';
import { unreadFiles } from '../capture/home-files.ts';
import { type Look, lookAtBoth } from '../capture/look.ts';
import { savedSides, saySaved } from '../capture/saved.ts';
import { sayLook } from '../capture/say-look.ts';
import { type CaptureRecord, type Store, sidesInDoubt } from '../capture/store.ts';
import type { Side } from '../ipsec/side.ts';
import { managedOf } from '../playbook/plan.ts';
import type { RunContext } from './context.ts';

/** A capture as its routers tell it now, as JSON: `leaseEndsAt` in ISO 8601. */
export interface Status {
  captureId: string;
  leaseEndsAt: string;
  isLeaseOver: boolean;
  peers: PeerStatus[];
}

export interface PeerStatus extends Look {
  side: Side;
  name: string;
  /** The router itself says that the trap stands. */
  isArmed: boolean;
  meaning: string;
}

/** Logs in to each router of the capture, and changes nothing. */
export async function askStatus(context: RunContext, record: CaptureRecord): Promise<Status> {
  const looks = await lookAtBoth(context, record.plan);
  const { leaseEndsAt } = record.plan;
  return {
    captureId: record.captureId,
    leaseEndsAt,
    isLeaseOver: context.clock.now() >= Date.parse(leaseEndsAt),
    peers: await Promise.all(managedOf(record.plan).map((side) => peerOf(context.store, record, side, looks[side]))),
  };
}

async function peerOf(store: Store, record: CaptureRecord, side: Side, look: Look): Promise<PeerStatus> {
  const isOpen = sidesInDoubt(record).includes(side);
  const isHome = look.files.length > 0 && (await unreadFiles(store, record.captureId, side, look.files)).length === 0;
  const said = isHome ? sayHome(record, isOpen) : meaningOf(record, look, isOpen);
  const meaning = savedSides(record.journal).includes(side) ? `${said}; ${saySaved([record.captureId])}` : said;
  return { side, name: record.plan.peers[side].name, isArmed: stands(look), ...look, meaning };
}

function stands({ stage }: Look): boolean {
  return stage === 'armed' || stage === 'blind';
}

function sayHome({ captureId }: CaptureRecord, isOpen: boolean): string {
  return `${isOpen ? 'recording saved' : 'disarmed'}, and its evidence was fetched: \`flaptrap disarm ${captureId}\` removes the rest from the router`;
}

/** What the router says comes before what was written down. */
function meaningOf({ plan, journal, captureId }: CaptureRecord, look: Look, isOpen: boolean): string {
  const files = look.files.length === 0 ? '' : `; ${look.files.length} files on flash: \`flaptrap collect ${captureId}\` fetches them`;
  if (look.stage === 'unknown' || (look.stage !== 'gone' && isOpen && wasArmed(plan, journal))) return sayLook(look);
  if (!isOpen) return stands(look) ? `the journal says disarmed, but the router says: ${sayLook(look)}` : `disarmed${files}`;
  if (!wasArmed(plan, journal)) return `arming was interrupted: ${sayLook(look)}; \`flaptrap resume ${captureId}\` undoes it`;
  return `${sayLook(look)}${files}`;
}
