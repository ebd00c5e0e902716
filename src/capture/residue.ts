/** Residue is what of ours a router still holds; read from the router itself, never from memory. */

import type { Cli } from '../device/cli.ts';
import { PLATFORMS, type PlatformId } from '../ios/platforms/index.ts';
import { appletsOf, readStanding, STANDING_COMMAND } from '../playbook/standing.ts';
import { ownFiles } from './own-files.ts';
import { askDebugs } from './preflight.ts';

export interface Residue {
  /** Applets with our names. */
  applets: string[];
  /** Crypto debugs that are on; whose they are, no router says. */
  debugs: string[];
  conditions: string[];
  /** Names of our files on flash. */
  files: string[];
}

/** Of one capture, or of all that ever were when no id is given. */
export async function askResidue(cli: Cli, platform: PlatformId, captureId?: string): Promise<Residue> {
  const standing = readStanding(await cli.exec(STANDING_COMMAND)).filter(
    (capture) => captureId === undefined || capture.captureId === captureId,
  );
  const files = await ownFiles(cli, PLATFORMS[platform], captureId);
  return { applets: standing.flatMap(appletsOf), ...(await askDebugs(cli)), files: files.map(({ name }) => name) };
}

export function printResidue({ applets, debugs, conditions, files }: Residue): string[] {
  return [
    ...applets.map((name) => `applet ${name}`),
    ...debugs.map((line) => `debug: ${line}`),
    ...conditions.map((address) => `debug condition: peer ${address}`),
    ...files.map((name) => `file ${name}`),
  ];
}
