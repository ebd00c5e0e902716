/** Removing files deletes a capture's evidence from a router's flash, once it is safe at home. */
import { deleteFile, listFiles } from '../device/files.ts';
import { PLATFORMS } from '../ios/platforms/index.ts';
import { SIDES } from '../ipsec/side.ts';
import type { Plan } from '../playbook/plan.ts';
import { type CaptureContext, withRouter } from './context.ts';

export async function removeFiles(context: CaptureContext, plan: Plan): Promise<void> {
  const results = await Promise.allSettled(
    SIDES.map((side) =>
      withRouter(context, side, async (cli) => {
        const platform = PLATFORMS[plan.peers[side].platform];
        const files = await listFiles(cli, platform, `flaptrap-${plan.captureId}-*`);
        for (const { name } of files) await deleteFile(cli, `${platform.flash}${name}`);
        if (files.length > 0) context.say({ side, text: `${files.length} files removed from ${platform.flash}` });
      }),
    ),
  );
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
