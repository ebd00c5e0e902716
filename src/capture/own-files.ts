/** Own files are what of a capture lies on a router's flash; a name that no applet of ours writes is nobody's business here. */
import type { Cli } from '../device/cli.ts';
import { listFiles } from '../device/files.ts';
import type { FileEntry } from '../ios/directory.ts';
import type { Platform } from '../ios/platforms/platform.ts';
import { OWN_FILE } from '../playbook/ownership.ts';

/** Of one capture, or of all that ever were when no id is given; only names that can be typed. */
export async function ownFiles(cli: Cli, platform: Platform, captureId = '*'): Promise<FileEntry[]> {
  const files = await listFiles(cli, platform, `flaptrap-${captureId}-*`);
  return files.filter(({ name, problem }) => OWN_FILE.test(name) && problem === undefined);
}

/** Those that are listed under a name of this capture and cannot be used, each with why. */
export async function uselessFiles(cli: Cli, platform: Platform, captureId: string): Promise<FileEntry[]> {
  const files = await listFiles(cli, platform, `flaptrap-${captureId}-*`);
  return files.filter(({ problem }) => problem !== undefined);
}
