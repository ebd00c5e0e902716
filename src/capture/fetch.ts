/** Fetching brings one router's evidence home: its frozen files, exact, and what it says of itself now. */

import type { Cli } from '../device/cli.ts';
import { messageOf } from '../errors.ts';
import { fileNameOfCommand } from '../ios/command-file.ts';
import type { Side } from '../ipsec/side.ts';
import { LEASE_PREFIX } from '../playbook/ownership.ts';
import type { Plan } from '../playbook/plan.ts';
import { type CaptureContext, withRouter } from './context.ts';
import type { ClockReading, Fetched } from './fetched.ts';
import { fetchFrozen } from './frozen.ts';
import { hideInEvidence } from './hide-secrets.ts';
import { oldLogOf } from './old-log.ts';
import { keptAtArming, takeAtEnd } from './snapshots.ts';

const LOG = 'show logging';

/** Asked live, beside the frozen files: they change little, and tell what the router is. */
const SHOWN_LIVE = [
  'show version',
  'show running-config | section crypto',
  'show ntp status',
  'show event manager history events',
] as const;
const CLOCK = 'show clock';
/** All that fetching asks beside the files. */
export const LIVE_COMMANDS: readonly string[] = [CLOCK, ...SHOWN_LIVE, LOG];

/** Never throws: one peer's failure must not discard the other's evidence. Of a peer that is not ours nothing comes home. */
export async function fetchPeer(context: CaptureContext, plan: Plan, side: Side): Promise<Fetched> {
  const fetched: Fetched = { side, evidence: [], verified: [], probe: null, failures: [] };
  const { name, files, foreign } = plan.peers[side];
  if (foreign !== undefined) return fetched;
  try {
    const left = await fetchFrozen(context, plan, fetched);
    const onRouter = [...fetched.verified, ...left.map(({ entry }) => entry)];
    for (const { entry, reasons } of left) fetched.failures.push(`${name}: ${entry.name} stays on the router: ${reasons.join('; ')}`);
    const required = files.filter(({ isOptional }) => isOptional !== true);
    const gone = required.filter(({ path }) => !onRouter.some((file) => path.endsWith(`:${file.name}`)));
    if (gone.length === required.length) fetched.failures.push(`${name}: this router saved no recording`);
    else
      for (const { path, command } of gone)
        fetched.failures.push(`${name}: ${path} is not on the router; it held the answer to \`${command}\``);
    nameSavedByGuard(fetched);
    fetched.evidence.push(...(await oldLogOf(context, plan, side)), ...(await keptAtArming(context, plan, side)));
    await withRouter(context, side, (cli) => askLive(context, plan, fetched, cli));
    if (isWithoutDebugs(plan, fetched)) context.say({ side, text: NO_DEBUGS });
  } catch (error) {
    fetched.failures.push(`${name}: ${messageOf(error)}`);
  }
  return { ...fetched, evidence: fetched.evidence.map((each) => hideInEvidence(each, context.secrets?.() ?? [])) };
}

const NO_DEBUGS =
  'its record holds no line of the debugs that were on: nothing of IKE or IPsec happened here, or this router does not print it under the condition';

/** A message that is none of `%FACILITY-SEVERITY-MNEMONIC` is a debug's. [C] */
const DEBUG_LINE = /^(?!.*%[A-Z][A-Z0-9_-]*-[0-7]-)[*.]?\S.*\d:\d\d:\d\d(?:\.\d+)?(?: [A-Z]\S*)?: \S/m;

function isWithoutDebugs(plan: Plan, { side, evidence }: Fetched): boolean {
  if (!plan.peers[side].steps.some(({ kind }) => kind === 'debug')) return false;
  const logs = evidence.filter(({ name }) => name.endsWith(fileNameOfCommand(LOG)));
  return logs.length > 0 && !logs.some(({ bytes }) => DEBUG_LINE.test(Buffer.from(bytes).toString('latin1')));
}

/** What a guard has saved takes the place of what nobody froze. */
function nameSavedByGuard({ evidence }: Fetched): void {
  for (const file of evidence) {
    const plain = file.name.startsWith(LEASE_PREFIX) ? file.name.slice(LEASE_PREFIX.length) : file.name;
    if (!evidence.some(({ name }) => name === plain)) file.name = plain;
  }
}

async function askLive(context: CaptureContext, plan: Plan, fetched: Fetched, cli: Cli): Promise<void> {
  fetched.probe = await probeClock(context, cli);
  for (const command of SHOWN_LIVE) await fetchLive(cli, command, fetched);
  fetched.evidence.push(...(await takeAtEnd(cli, plan, fetched.side)));
  const isCut = isCutShort(plan, fetched);
  if (isCut) fetched.failures.push(`${plan.peers[fetched.side].name}: ${sayCutShort(fetched)}`);
  // What the buffer holds now is later than the freeze, and may have lost its beginning: better than nothing.
  if ((lacksLog(plan, fetched) || isCut) && plan.retrieve.includes('buffer')) await fetchLive(cli, LOG, fetched);
}

/** Its log is not home: whoever gives the logging buffer back saves what it holds first. */
export function lacksLog(plan: Plan, { side, evidence }: Fetched): boolean {
  const wantsLog = plan.peers[side].files.some(({ command }) => command.startsWith(LOG));
  return wantsLog && !evidence.some(({ name }) => name === fileNameOfCommand(LOG));
}

/** Without its marker a freeze has not come to its end: a flash that was full has cut the log too. */
function isCutShort(plan: Plan, { side, verified }: Fetched): boolean {
  const { files, marker } = plan.peers[side];
  if (!files.some(({ command }) => command.startsWith(LOG))) return false;
  const has = ({ path }: { path: string }): boolean => verified.some(({ name, sizeBytes }) => sizeBytes > 0 && path.endsWith(`:${name}`));
  return files.some(has) && !has(marker);
}

function sayCutShort({ verified }: Fetched): string {
  const empty = verified.filter(({ sizeBytes }) => sizeBytes === 0).map(({ name }) => name);
  const left =
    empty.length === 0 ? '' : `: ${empty.join(', ')} ${empty.length === 1 ? 'is' : 'are'} empty there, as on a flash that is full`;
  return `its freeze did not come to its end${left}`;
}

async function fetchLive(cli: Cli, command: string, fetched: Fetched): Promise<void> {
  const result = await cli.tryExec(command);
  if (result.ok) fetched.evidence.push({ name: fileNameOfCommand(command), bytes: Buffer.from(result.answer, 'utf8'), proof: 'answer' });
  else fetched.failures.push(`${cli.target.name}: \`${command}\`: ${result.refusal.text}`);
}

async function probeClock(context: CaptureContext, cli: Cli): Promise<ClockReading> {
  const beforeMs = context.clock.now();
  const answer = (await cli.exec(CLOCK)).trim();
  return { beforeMs, afterMs: context.clock.now(), answer };
}
