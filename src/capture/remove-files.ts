/** Removing files deletes a capture's evidence from a router's flash, once it is safe at home; what nobody has read stays where it is, and is named. */
import { deleteFile } from '../device/files.ts';
import { FlaptrapError } from '../errors.ts';
import { PLATFORMS } from '../ios/platforms/index.ts';
import type { Side } from '../ipsec/side.ts';
import { managedOf, type Plan } from '../playbook/plan.ts';
import { onBothSides } from './both-sides.ts';
import { type CaptureContext, withRouter } from './context.ts';
import { unreadFiles } from './home-files.ts';
import { ownFiles } from './residue.ts';

/** All files of the capture with `isAll`, otherwise those that are known to be home. Gives the paths of those that stay. */
export async function removeFiles(context: CaptureContext, plan: Plan, isAll = false): Promise<string[]> {
  const kept = await onBothSides((side) => removeFromPeer(context, plan, side, isAll), managedOf(plan));
  return Object.values(kept).flat();
}

async function removeFromPeer(context: CaptureContext, plan: Plan, side: Side, isAll: boolean): Promise<string[]> {
  const platform = PLATFORMS[plan.peers[side].platform];
  return withRouter(context, side, async (cli) => {
    const standing = await ownFiles(cli, platform, plan.captureId);
    const unread = isAll ? [] : await unreadFiles(context.store, plan.captureId, side, standing);
    const doomed = standing.filter((file) => !unread.includes(file));
    const stubborn: FlaptrapError[] = [];
    for (const { name } of doomed) {
      await deleteFile(cli, `${platform.flash}${name}`).catch((error: unknown) => {
        if (!(error instanceof FlaptrapError) || error.code === 'session-lost') throw error;
        stubborn.push(error);
      });
    }
    if (doomed.length > stubborn.length)
      context.say({ side, text: `removed ${doomed.length - stubborn.length} files from ${platform.flash}` });
    if (stubborn[0] !== undefined) throw stubborn[0];
    const kept = unread.map(({ name }) => `${platform.flash}${name}`);
    if (kept.length > 0) context.say({ side, text: `${kept.length} files that were not fetched stay on ${platform.flash}` });
    return kept.map((path) => `${plan.peers[side].name}: ${path}`);
  });
}
