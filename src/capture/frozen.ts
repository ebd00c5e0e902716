/** Frozen files are brought home by the ways of the plan, in its order: what one way does not bring, the next tries; each is exact or not there. */

import { fetchFile, readMd5 } from '../device/files.ts';
import type { RetrievalId } from '../device/retrieval/index.ts';
import { MethodRefusedError } from '../device/retrieval/method.ts';
import { retrieve } from '../device/retrieve.ts';
import type { Session } from '../device/ssh.ts';
import { FlaptrapError, messageOf } from '../errors.ts';
import type { FileEntry } from '../ios/directory.ts';
import { PLATFORMS } from '../ios/platforms/index.ts';
import { homeName } from '../playbook/ownership.ts';
import type { Plan } from '../playbook/plan.ts';
import { type CaptureContext, inTurn, withRouter } from './context.ts';
import type { Fetched } from './fetched.ts';
import { ownFiles, uselessFiles } from './residue.ts';
import type { FetchSight } from './sight.ts';

/** A file that is on the router and not yet here. */
export interface Frozen {
  entry: FileEntry;
  /** In the bundle. */
  name: string;
  path: string;
  md5: string | undefined;
  /** Why it is not here: one reason a way. */
  reasons: string[];
}

/** No terminal brings its bytes: `more` prints what is no text as a table of numbers. [B] */
const CAPTURE_FILE = /\.pcap$/;
/** How long a transfer may stand still. */
const IDLE_MS = 60_000;

/** Brings home what it can, and says what is left on the router. */
export async function fetchFrozen(context: CaptureContext, plan: Plan, fetched: Fetched): Promise<Frozen[]> {
  const ways = plan.retrieve.filter((way) => way !== 'buffer');
  const needsMd5 = ways.some((way) => way !== 'more');
  const all = await list(context, plan, fetched, needsMd5);
  const tellFar = (): void => context.see?.(howFar(all, fetched));
  let left = all;
  tellFar();
  for (const way of ways) {
    if (left.length === 0) break;
    if (way === 'more') await readByTerminal(context, plan, fetched, left, tellFar);
    else await readByConnection(context, fetched, left, way, tellFar);
    left = missing(left, fetched);
  }
  return left;
}

function howFar(all: readonly Frozen[], { side, verified }: Fetched): FetchSight {
  const bytesOf = (entries: readonly FileEntry[]): number => entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const entries = all.map(({ entry }) => entry);
  return { what: 'fetching', side, files: all.length, filesHome: verified.length, bytes: bytesOf(entries), bytesHome: bytesOf(verified) };
}

async function list(context: CaptureContext, plan: Plan, fetched: Fetched, needsMd5: boolean): Promise<Frozen[]> {
  const { files } = plan.peers[fetched.side];
  const commands = files.map(({ command }) => command);
  const platform = PLATFORMS[plan.peers[fetched.side].platform];
  return withRouter(context, fetched.side, async (cli) => {
    const frozen: Frozen[] = [];
    for (const { name, problem } of await uselessFiles(cli, platform, plan.captureId))
      fetched.failures.push(`${name} stays on the router: ${problem}`);
    for (const entry of await ownFiles(cli, platform, plan.captureId)) {
      const path = `${platform.flash}${entry.name}`;
      frozen.push({
        entry,
        name: homeName(entry.name, commands),
        path,
        md5: needsMd5 && platform.hasVerifyMd5 ? await readMd5(cli, path) : undefined,
        reasons: [],
      });
    }
    return frozen;
  });
}

async function readByTerminal(
  context: CaptureContext,
  plan: Plan,
  fetched: Fetched,
  left: readonly Frozen[],
  tellFar: () => void,
): Promise<void> {
  const platform = PLATFORMS[plan.peers[fetched.side].platform];
  await withRouter(context, fetched.side, async (cli) => {
    for (const frozen of left) {
      if (CAPTURE_FILE.test(frozen.name)) {
        frozen.reasons.push('more: a terminal shows text only');
        continue;
      }
      try {
        const { bytes, md5Checked } = await fetchFile(cli, frozen.path, { sizeBytes: frozen.entry.sizeBytes, platform });
        keep(fetched, frozen, bytes, md5Checked);
        tellFar();
      } catch (error) {
        if (!(error instanceof FlaptrapError) || error.code !== 'retrieval') throw error;
        frozen.reasons.push(`more: ${error.message}`);
      }
    }
  }).catch((error: unknown) => blame(missing(left, fetched), 'more', error));
}

/** One connection at a time: a router's terminal lines are few. */
async function readByConnection(
  context: CaptureContext,
  fetched: Fetched,
  left: readonly Frozen[],
  way: RetrievalId,
  tellFar: () => void,
): Promise<void> {
  const { side } = fetched;
  for (const frozen of left) {
    const { path, entry, md5 } = frozen;
    try {
      const open = (): Promise<Session> => context.openSession(side);
      const wanted = { path, sizeBytes: entry.sizeBytes, md5, idleMs: IDLE_MS };
      keep(fetched, frozen, await inTurn(context, side, () => retrieve(way, open, wanted)), md5 !== undefined);
      tellFar();
    } catch (error) {
      const isRefused = error instanceof MethodRefusedError;
      blame(isRefused ? missing(left, fetched) : [frozen], way, error);
      if (isRefused) return;
    }
  }
}

function keep({ evidence, verified }: Fetched, { entry, name }: Frozen, bytes: Buffer, isMd5Checked: boolean): void {
  evidence.push({ name, bytes, proof: isMd5Checked ? 'size and md5' : 'size' });
  verified.push(entry);
}

function missing(frozen: readonly Frozen[], { verified }: Fetched): Frozen[] {
  return frozen.filter(({ entry }) => !verified.some(({ name }) => name === entry.name));
}

function blame(frozen: readonly Frozen[], way: string, error: unknown): void {
  for (const { reasons } of frozen) reasons.push(`${way}: ${messageOf(error)}`);
}
