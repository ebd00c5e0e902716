/** Residue is what of ours a router still holds; read from the router itself, never from memory. */

import type { Cli } from '../device/cli.ts';
import { listFiles } from '../device/files.ts';
import type { FileEntry } from '../ios/directory.ts';
import { filterName, RING_LISTS, readFilterNames, ringName } from '../ios/packet-capture.ts';
import { PLATFORMS, type PlatformId } from '../ios/platforms/index.ts';
import type { Platform } from '../ios/platforms/platform.ts';
import { OWN_FILE } from '../playbook/ownership.ts';
import { appletsOf, readStanding, STANDING_COMMAND } from '../playbook/standing.ts';
import { askDebugs } from './preflight.ts';

export interface Residue {
  /** Applets with our names. */
  applets: string[];
  /** Crypto debugs that are on; whose they are, no router says. */
  debugs: string[];
  conditions: string[];
  /** Rings of packets and their filters, by the id of their capture. */
  rings: string[];
  filters: string[];
  /** Names of our files on flash. */
  files: string[];
}

/** Of one capture, or of all that ever were when no id is given. */
export async function askResidue(cli: Cli, platform: PlatformId, captureId?: string): Promise<Residue> {
  const standing = readStanding(await cli.exec(STANDING_COMMAND)).filter(
    (capture) => captureId === undefined || capture.captureId === captureId,
  );
  const files = await ownFiles(cli, PLATFORMS[platform], captureId);
  return {
    applets: standing.flatMap(appletsOf),
    ...(await askDebugs(cli)),
    ...(await askRings(cli, platform, captureId)),
    files: files.map(({ name }) => name),
  };
}

async function askRings(cli: Cli, platform: PlatformId, captureId: string | undefined): Promise<Pick<Residue, 'rings' | 'filters'>> {
  if (!PLATFORMS[platform].hasPacketCapture) return { rings: [], filters: [] };
  // An early release may not know the command, and has no ring then.
  const listed = await cli.tryExec(RING_LISTS[0]);
  const configured = await cli.exec(RING_LISTS[1]);
  const ours = (answer: string): string[] => readFilterNames(answer).filter((id) => captureId === undefined || id === captureId);
  return { rings: listed.ok ? ours(listed.answer) : [], filters: ours(configured) };
}

export function printResidue({ applets, debugs, conditions, rings, filters, files }: Residue): string[] {
  return [
    ...applets.map((name) => `applet ${name}`),
    ...debugs.map((line) => `debug: ${line}`),
    ...conditions.map((address) => `debug condition: peer ${address}`),
    ...rings.map((captureId) => `ring of packets: ${ringName(captureId)}`),
    ...filters.map((captureId) => `access list ${filterName(captureId)}`),
    ...files.map((name) => `file ${name}`),
  ];
}

/** Files of one capture, or of all that ever were when no id is given; only names that an applet of ours writes and that can be typed. */
export async function ownFiles(cli: Cli, platform: Platform, captureId = '*'): Promise<FileEntry[]> {
  const files = await listFiles(cli, platform, `flaptrap-${captureId}-*`);
  return files.map(inSmallLetters).filter(({ name, problem }) => OWN_FILE.test(name) && problem === undefined);
}

/** Our names have no capitals: a file system that lists them so knows them by small letters too. [B] */
function inSmallLetters(file: FileEntry): FileEntry {
  const name = file.name.toLowerCase();
  return OWN_FILE.test(name) ? { ...file, name } : file;
}

/** Those that are listed under a name of this capture and cannot be used, each with why. */
export async function uselessFiles(cli: Cli, platform: Platform, captureId: string): Promise<FileEntry[]> {
  const files = await listFiles(cli, platform, `flaptrap-${captureId}-*`);
  return files.filter(({ problem }) => problem !== undefined);
}
