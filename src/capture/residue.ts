/** Residue is what of ours a router still holds; read from the router itself, never from memory. */

import type { Cli } from '../device/cli.ts';
import { listFiles } from '../device/files.ts';
import { readAppletNames } from '../ios/eem.ts';
import { PLATFORMS, type PlatformId } from '../ios/platforms/index.ts';
import { readAppletName } from '../playbook/ownership.ts';
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
  const names = readAppletNames(await cli.exec('show running-config | include ^event manager applet'));
  const ours = names.filter((name) => {
    const owner = readAppletName(name);
    return owner !== undefined && (captureId === undefined || owner.captureId === captureId);
  });
  const files = await listFiles(cli, PLATFORMS[platform], `flaptrap-${captureId ?? '*'}-*`);
  return { applets: ours, ...(await askDebugs(cli)), files: files.map(({ name }) => name) };
}

export function printResidue({ applets, debugs, conditions, files }: Residue): string[] {
  return [
    ...applets.map((name) => `applet ${name}`),
    ...debugs.map((line) => `debug: ${line}`),
    ...conditions.map((address) => `debug condition: peer ${address}`),
    ...files.map((name) => `file ${name}`),
  ];
}
