/** `flaptrap status` asks the armed routers themselves how far they are. */

import { sidesInDoubt } from '../capture/store.ts';
import { askStages, type PeerStage } from '../capture/wait.ts';
import { SIDES } from '../ipsec/side.ts';
import { EXIT } from './exit-code.ts';
import { findCapture } from './find-capture.ts';
import type { Screen } from './screen.ts';
import { openStage } from './stage.ts';

const MEANINGS: Record<PeerStage, string> = {
  armed: 'armed, not sprung',
  freezing: 'sprung, still recording its tail',
  frozen: 'frozen: `flaptrap collect` brings it home',
  unknown: 'could not be asked',
};

export async function status(captureId: string | undefined, options: { json?: boolean; state: string }, screen: Screen): Promise<number> {
  const record = findCapture(options.state, captureId, screen);
  const context = openStage(record.playbook, screen, { stateFolder: options.state, stop: new AbortController().signal });
  const inDoubt = sidesInDoubt(record);
  const stages = await askStages(context, record.plan);
  const peers = SIDES.map((side) => ({
    side,
    name: record.plan.peers[side].name,
    isArmed: inDoubt.includes(side),
    stage: stages[side],
    meaning: inDoubt.includes(side)
      ? MEANINGS[stages[side]]
      : `disarmed${stages[side] === 'armed' ? '' : ', its files are still on flash'}`,
  }));
  if (options.json === true)
    screen.print(JSON.stringify({ captureId: record.captureId, leaseEndsAt: record.plan.leaseEndsAt, peers }, null, 2));
  else
    screen.print(
      [
        `capture ${record.captureId}, lease until ${record.plan.leaseEndsAt}`,
        ...peers.map((peer) => `  ${peer.name} (${peer.side}): ${peer.meaning}`),
      ].join('\n'),
    );
  return peers.some((peer) => peer.stage === 'unknown') ? EXIT.device : EXIT.done;
}
