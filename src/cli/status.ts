/** `flaptrap status` asks the armed routers themselves how far they are. */
import { wasArmed } from '../capture/arm.ts';
import { unreadFiles } from '../capture/home-files.ts';
import { type Look, lookAtBoth } from '../capture/look.ts';
import { type CaptureRecord, type Store, sidesInDoubt } from '../capture/store.ts';
import { sayLook } from '../capture/wait.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import { EXIT } from './exit-code.ts';
import { findCapture } from './find-capture.ts';
import type { Screen } from './screen.ts';
import { openStage } from './stage.ts';

export async function status(captureId: string | undefined, options: { json?: boolean; state: string }, screen: Screen): Promise<number> {
  const record = findCapture(options.state, captureId, screen);
  const context = openStage(record.playbook, screen, { stateFolder: options.state, stop: new AbortController().signal });
  const looks = await lookAtBoth(context, record.plan);
  const isLeaseOver = context.clock.now() >= Date.parse(record.plan.leaseEndsAt);
  const peers = SIDES.map((side) => peerOf(context.store, record, side, looks[side]));
  const { leaseEndsAt } = record.plan;
  if (options.json === true) screen.print(JSON.stringify({ captureId: record.captureId, leaseEndsAt, isLeaseOver, peers }, null, 2));
  else
    screen.print(
      [
        `capture ${record.captureId}, lease until ${leaseEndsAt}${isLeaseOver ? ': it is over' : ''}`,
        ...peers.map((peer) => `  ${peer.name} (${peer.side}): ${peer.meaning}`),
      ].join('\n'),
    );
  return peers.some((peer) => peer.stage === 'unknown') ? EXIT.device : EXIT.done;
}

interface PeerStatus extends Look {
  side: Side;
  name: string;
  /** The router itself says that the trap stands. */
  isArmed: boolean;
  meaning: string;
}

function peerOf(store: Store, record: CaptureRecord, side: Side, look: Look): PeerStatus {
  const isOpen = sidesInDoubt(record).includes(side);
  const isHome = look.files.length > 0 && unreadFiles(store, record.captureId, side, look.files).length === 0;
  const isArmed = look.stage === 'armed' || look.stage === 'blind';
  return {
    side,
    name: record.plan.peers[side].name,
    isArmed,
    ...look,
    meaning: isHome ? sayHome(record, isOpen) : meaningOf(record, look, isOpen),
  };
}

function sayHome({ captureId }: CaptureRecord, isOpen: boolean): string {
  return `${isOpen ? 'frozen' : 'disarmed'}, and its evidence is home: \`flaptrap disarm ${captureId}\` clears the router`;
}

/** What the router says comes before what was written down. */
function meaningOf({ plan, journal, captureId }: CaptureRecord, look: Look, isOpen: boolean): string {
  const files = look.files.length === 0 ? '' : `; ${look.files.length} files on flash: \`flaptrap collect ${captureId}\` brings them home`;
  if (look.stage === 'unknown' || (look.stage !== 'gone' && isOpen && wasArmed(plan, journal))) return sayLook(look);
  const stands = look.stage === 'armed' || look.stage === 'blind';
  if (!isOpen) return stands ? `disarmed by what was written down, but not by the router: ${sayLook(look)}` : `disarmed${files}`;
  if (!wasArmed(plan, journal)) return `arming did not come to its end: ${sayLook(look)}; \`flaptrap resume ${captureId}\` puts it back`;
  return `${sayLook(look)}${files}`;
}
