/** Proving tries on one router, with consent, what flaptrap believes of it and what can be tried without touching crypto; undoes all, and gives a card. */
import { withRouter } from '../capture/context.ts';
import { RELEASE } from '../capture/preflight.ts';
import { askResidue, printResidue } from '../capture/residue.ts';
import { deleteFile, fileSize } from '../device/files.ts';
import { FlaptrapError, messageOf } from '../errors.ts';
import { PLATFORMS, type PlatformId, platformOf } from '../ios/platforms/index.ts';
import type { Side } from '../ipsec/side.ts';
import type { RunContext } from './context.ts';
import { proofApplets } from './prove-applets.ts';
import { type Bench, type Trial, tryCondition, tryDebug, tryEem, tryFiles, tryWords } from './prove-trials.ts';

export interface Card {
  schema: 'flaptrap.card/1';
  platform: PlatformId;
  /** As `show version` says it. */
  release: string;
  at: string;
  trials: Trial[];
}

/** What will be typed on that router: shown before the yes. */
export function sayProof(): string[] {
  return [
    'three applets that write one small file and a few log lines, run once and removed',
    '`debug tunnel` for a moment, and one debug condition for 127.0.0.1, where nobody debugs crypto now',
    'shows, `dir`, `more`, `verify`, `delete` of that one file; no line of crypto is changed',
  ];
}

export async function proveRouter(context: RunContext, side: Side): Promise<Card> {
  return withRouter(context, side, async (cli) => {
    const version = await cli.exec('show version');
    const platform = platformOf(version)?.id as PlatformId | undefined;
    if (platform === undefined)
      throw new FlaptrapError('preflight', 'flaptrap does not know the platform of this router', {
        peer: cli.target.name,
        tried: 'show version',
      });
    const id = `${context.nonce()}00000000`.replace(/[^0-9a-f]/g, '0').slice(0, 8);
    const bench: Bench = { context, cli, platform, id, path: `${PLATFORMS[platform].flash}flaptrap-${id}-probe.txt` };
    const trials = await tryAll(bench);
    const release = RELEASE.exec(version)?.[0].trim() ?? '';
    return { schema: 'flaptrap.card/1', platform, release, at: new Date(context.clock.now()).toISOString(), trials };
  });
}

/** Nothing of it is left either way. */
async function tryAll(bench: Bench): Promise<Trial[]> {
  const trials: Trial[] = [];
  try {
    for (const each of [tryWords, tryDebug, tryCondition, tryEem, tryFiles]) trials.push(...(await each(bench)));
  } finally {
    await clean(bench);
  }
  return trials;
}

async function clean({ cli, id, path, platform }: Bench): Promise<void> {
  const troubles: string[] = [];
  const attempt = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => troubles.push(messageOf(error)));
  for (const { name } of proofApplets(id, path)) await attempt(cli.configure([`no event manager applet ${name}`]).catch(refusedOnly));
  if ((await fileSize(cli, path)) !== undefined) await attempt(deleteFile(cli, path));
  const { applets, files } = await askResidue(cli, platform, id);
  const left = printResidue({ applets, files, debugs: [], conditions: [], rings: [], filters: [] });
  if (left.length === 0) return;
  throw new FlaptrapError('left-behind', `${left.length} things of the proof are still on the router`, {
    peer: cli.target.name,
    answer: [...left, ...troubles].join('\n'),
    next: 'remove them by hand, or by `flaptrap sweep`',
  });
}

/** It may have removed itself. */
function refusedOnly(error: unknown): void {
  if (!(error instanceof FlaptrapError) || error.code !== 'refused') throw error;
}
