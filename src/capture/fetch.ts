/** Fetching brings one router's evidence home: its frozen files, exact, and what it says of itself now. */

import type { Cli } from '../device/cli.ts';
import type { FileEntry } from '../device/directory.ts';
import { fetchFile, listFiles } from '../device/files.ts';
import { FlaptrapError } from '../errors.ts';
import { fileNameOfCommand } from '../ios/command-file.ts';
import { PLATFORMS } from '../ios/platforms/index.ts';
import type { Side } from '../ipsec/side.ts';
import { OWN_FILE } from '../playbook/ownership.ts';
import type { PeerPlan, Plan } from '../playbook/plan.ts';
import { type CaptureContext, withRouter } from './context.ts';

export interface FetchedEvidence {
  /** File name in the bundle: `show_logging.txt`. */
  name: string;
  bytes: Buffer;
  /** How it is known to be whole. */
  proof: 'size and md5' | 'size' | 'answer';
}

/** What the router's clock said, between two readings of ours. */
export interface ClockProbe {
  beforeMs: number;
  afterMs: number;
  answer: string;
}

export interface Fetched {
  side: Side;
  evidence: FetchedEvidence[];
  probe: ClockProbe | null;
  /** What could not be fetched, and why. */
  failures: string[];
}

/** Asked live, beside the frozen files: they change little, and tell what the router is. */
const LIVE_COMMANDS = [
  'show version',
  'show running-config | section crypto',
  'show ntp status',
  'show event manager history events',
] as const;

/** Never throws: one peer's failure must not discard the other's evidence. */
export async function fetchPeer(context: CaptureContext, plan: Plan, side: Side): Promise<Fetched> {
  const fetched: Fetched = { side, evidence: [], probe: null, failures: [] };
  try {
    await withRouter(context, side, (cli) => fetchAll(context, plan, fetched, cli));
  } catch (error) {
    fetched.failures.push(`${plan.peers[side].name}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return fetched;
}

async function fetchAll(context: CaptureContext, plan: Plan, fetched: Fetched, cli: Cli): Promise<void> {
  const peer = plan.peers[fetched.side];
  const entries = await listFiles(cli, PLATFORMS[peer.platform], `flaptrap-${plan.captureId}-*`);
  for (const entry of entries) await fetchFrozen(cli, peer, entry, fetched);
  for (const missing of peer.files.filter(({ path }) => !entries.some(({ name }) => path.endsWith(`:${name}`)))) {
    fetched.failures.push(`${peer.name}: ${missing.path} is not on the router; it held the answer to \`${missing.command}\``);
  }
  fetched.probe = await probeClock(context, cli);
  for (const command of LIVE_COMMANDS) await fetchLive(cli, command, fetched);
}

async function fetchFrozen(cli: Cli, { name, platform }: PeerPlan, entry: FileEntry, fetched: Fetched): Promise<void> {
  try {
    const { bytes, md5Checked } = await fetchFile(cli, `${PLATFORMS[platform].flash}${entry.name}`, {
      sizeBytes: entry.sizeBytes,
      platform: PLATFORMS[platform],
    });
    const file = OWN_FILE.exec(entry.name)?.groups?.['file'] ?? entry.name;
    fetched.evidence.push({ name: file, bytes, proof: md5Checked ? 'size and md5' : 'size' });
  } catch (error) {
    if (!(error instanceof FlaptrapError)) throw error;
    fetched.failures.push(`${name}: ${entry.name}: ${error.message}`);
    // A lost session fails everything that follows: say so once.
    if (error.code === 'session-lost' || error.code === 'no-answer') throw error;
  }
}

async function fetchLive(cli: Cli, command: string, fetched: Fetched): Promise<void> {
  const result = await cli.tryExec(command);
  if (result.ok) fetched.evidence.push({ name: fileNameOfCommand(command), bytes: Buffer.from(result.answer, 'utf8'), proof: 'answer' });
  else fetched.failures.push(`${cli.target.name}: \`${command}\`: ${result.refusal.text}`);
}

async function probeClock(context: CaptureContext, cli: Cli): Promise<ClockProbe> {
  const beforeMs = context.clock.now();
  const answer = (await cli.exec('show clock')).trim();
  return { beforeMs, afterMs: context.clock.now(), answer };
}
