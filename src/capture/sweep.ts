/** Sweeping finds whatever flaptrap ever left on a router, from the router alone, and removes it: our applets themselves say what they would undo. */
import { commandsOf } from '../applet/commands.ts';
import type { Applet } from '../applet/model.ts';
import { parseApplets } from '../applet/parse.ts';
import type { Cli } from '../device/cli.ts';
import { deleteFile } from '../device/files.ts';
import { FlaptrapError } from '../errors.ts';
import { PLATFORMS, type PlatformId } from '../ios/platforms/index.ts';
import type { Side } from '../ipsec/side.ts';
import { readAppletName } from '../playbook/ownership.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { type CaptureContext, withRouter } from './context.ts';
import { platformOfPeer } from './preflight.ts';
import { askResidue, printResidue, type Residue } from './residue.ts';

export interface Swept {
  side: Side;
  name: string;
  /** What was there, one line each; crypto debugs and conditions only when an applet of ours would end them. */
  found: string[];
  /** What is there now. */
  left: string[];
}

export async function sweepPeer(context: CaptureContext, playbook: Playbook, side: Side, isDryRun: boolean): Promise<Swept> {
  const peer = playbook.tunnel[side];
  return withRouter(context, side, async (cli) => {
    const platform = platformOfPeer(cli, peer, await cli.exec('show version'));
    const applets = await askApplets(cli);
    const found = ours(await askResidue(cli, platform), applets);
    if (isDryRun || isEmpty(found)) return { side, name: peer.name, found: printResidue(found), left: printResidue(found) };
    await remove(cli, platform, applets, found);
    const left = ours(await askResidue(cli, platform), applets);
    return { side, name: peer.name, found: printResidue(found), left: printResidue(left) };
  });
}

/** Our applets as the router holds them. */
async function askApplets(cli: Cli): Promise<Applet[]> {
  const configuration = await cli.exec('show running-config | section ^event manager applet FLAPTRAP');
  return parseApplets(configuration, cli.target.name).applets.filter(({ name }) => readAppletName(name) !== undefined);
}

async function remove(cli: Cli, platform: PlatformId, applets: readonly Applet[], { files }: Residue): Promise<void> {
  for (const command of offCommandsOf(applets)) await tolerate(cli.exec(command));
  const restore = restoreLinesOf(applets);
  if (restore.length > 0) await tolerate(cli.configure(restore));
  const guardsLast = [...applets].sort((one, two) => Number(isGuard(one)) - Number(isGuard(two)));
  for (const { name } of guardsLast) await cli.configure([`no event manager applet ${name}`]);
  for (const name of files) await deleteFile(cli, `${PLATFORMS[platform].flash}${name}`);
}

/** What our applets would type to end our debugs and conditions; each once, debugs before conditions as they stand there. */
function offCommandsOf(applets: readonly Applet[]): string[] {
  return [...new Set(applets.flatMap((applet) => commandsOf(applet).map(({ command }) => command)))].filter((command) =>
    command.startsWith('no debug '),
  );
}

/** What the guards would configure, besides removing applets. */
function restoreLinesOf(applets: readonly Applet[]): string[] {
  return applets.filter(isGuard).flatMap((guard) => {
    const commands = commandsOf(guard).map(({ command }) => command);
    const from = commands.indexOf('configure terminal');
    return from === -1 ? [] : commands.slice(from + 1).filter((command) => !command.startsWith('no event manager applet '));
  });
}

/** A debug or condition is ours only when an applet of ours is there that would end it: no router says who switched it on. */
function ours(residue: Residue, applets: readonly Applet[]): Residue {
  const off = offCommandsOf(applets).join('\n').toLowerCase();
  return {
    ...residue,
    debugs: residue.debugs.filter((line) => off.includes(line.replace(/ debugging is on$/i, '').toLowerCase())),
    conditions: residue.conditions.filter((address) => off.includes(`ipv4 ${address}`)),
  };
}

function isGuard({ name }: Applet): boolean {
  return readAppletName(name)?.role === 'GUARD';
}

function isEmpty(residue: Residue): boolean {
  return printResidue(residue).length === 0;
}

/** What refuses to be undone is found again by the look that follows. */
async function tolerate(act: Promise<unknown>): Promise<void> {
  try {
    await act;
  } catch (error) {
    if (!(error instanceof FlaptrapError) || error.code !== 'refused') throw error;
  }
}
