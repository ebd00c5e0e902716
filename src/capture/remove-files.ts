/** Removing files deletes a capture's evidence from a router's flash, once it is safe at home. */
import { deleteFile, listFiles } from '../device/files.ts';
import { PLATFORMS } from '../ios/platforms/index.ts';
import type { Side } from '../ipsec/side.ts';
import { SIDES } from '../ipsec/side.ts';
import type { Plan } from '../playbook/plan.ts';
import { type CaptureContext, withRouter } from './context.ts';

/** All files of the capture, or those that `verified` names: what did not come home whole stays where it is. */
export async function removeFiles(
  context: CaptureContext,
  plan: Plan,
  verified?: Record<Side, { verified: readonly string[] }>,
): Promise<void> {
  const results = await Promise.allSettled(
    SIDES.map((side) =>
      withRouter(context, side, async (cli) => {
        const platform = PLATFORMS[plan.peers[side].platform];
        const standing = await listFiles(cli, platform, `flaptrap-${plan.captureId}-*`);
        const files = standing.filter(({ name }) => verified?.[side].verified.includes(name) ?? true);
        for (const { name } of files) await deleteFile(cli, `${platform.flash}${name}`);
        if (files.length > 0) context.say({ side, text: `${files.length} files removed from ${platform.flash}` });
        const kept = standing.length - files.length;
        if (kept > 0) context.say({ side, text: `${kept} files stay on ${platform.flash}: they did not come over whole` });
      }),
    ),
  );
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
