/** Snapshots are what a router shows at arming and at the end, beside what its applet saves at the trigger: only that is judged, the others tell what has changed. */
import { nameSnapshot, type SnapshotTime } from '../bundle/snapshot.ts';
import type { Cli } from '../device/cli.ts';
import { fileNameOfCommand } from '../ios/command-file.ts';
import type { Side } from '../ipsec/side.ts';
import type { Plan } from '../playbook/plan.ts';
import type { CaptureContext } from './context.ts';
import type { FetchedEvidence } from './fetched.ts';
import { hideInEvidence } from './hide-secrets.ts';

const snapshotName = (when: SnapshotTime, command: string): string => nameSnapshot(when, fileNameOfCommand(command));

/** What this release does not know is left out: that is no reason not to arm. */
export async function takeAtArming(context: CaptureContext, cli: Cli, plan: Plan, side: Side): Promise<void> {
  for (const command of plan.peers[side].snapshots) {
    if (context.stop.aborted) return;
    const evidence = await take(cli, 'arming', command);
    if (evidence === undefined) continue;
    const { name, bytes } = hideInEvidence(evidence, context.secrets?.() ?? []);
    await context.store.keepFile(plan.captureId, `${side}-${name}`, bytes.toString('utf8'));
  }
}

/** When its recording is home. */
export async function takeAtEnd(cli: Cli, plan: Plan, side: Side): Promise<FetchedEvidence[]> {
  const evidence: FetchedEvidence[] = [];
  for (const command of plan.peers[side].snapshots) {
    const taken = await take(cli, 'end', command);
    if (taken !== undefined) evidence.push(taken);
  }
  return evidence;
}

export async function keptAtArming(
  { store }: Pick<CaptureContext, 'store'>,
  { captureId, peers }: Plan,
  side: Side,
): Promise<FetchedEvidence[]> {
  const evidence: FetchedEvidence[] = [];
  for (const command of peers[side].snapshots) {
    const name = snapshotName('arming', command);
    const text = await store.readFile(captureId, `${side}-${name}`);
    if (text !== undefined) evidence.push(evidenceOf(name, text));
  }
  return evidence;
}

async function take(cli: Cli, when: SnapshotTime, command: string): Promise<FetchedEvidence | undefined> {
  const result = await cli.tryExec(command);
  return result.ok ? evidenceOf(snapshotName(when, command), result.answer) : undefined;
}

function evidenceOf(name: string, text: string): FetchedEvidence {
  return { name, bytes: Buffer.from(text, 'utf8'), proof: 'answer' };
}
