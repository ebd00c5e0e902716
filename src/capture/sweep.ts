/** Sweeping finds what flaptrap left on a router, from the router alone, and takes off what was chosen; only undo lines of a fixed list are ever typed. */
import type { Cli } from '../device/cli.ts';
import { deleteFile } from '../device/files.ts';
import { FlaptrapError } from '../errors.ts';
import { parseClock } from '../ios/log/syslog.ts';
import { PLATFORMS } from '../ios/platforms/index.ts';
import type { Side } from '../ipsec/side.ts';
import { endsOf } from '../playbook/make-plan.ts';
import { isManaged, type Playbook } from '../playbook/playbook.ts';
import { type CaptureContext, withRouter } from './context.ts';
import { draftSweep, type SweepOptions, type SweepPlan, type SweepReading } from './draft-sweep.ts';
import { platformOfPeer } from './preflight.ts';
import { askResidue, printResidue } from './residue.ts';
import { askSaved } from './saved.ts';

const VERSION = 'show version';
const OWN_APPLETS = 'show running-config | section ^event manager applet FLAPTRAP';
const CLOCK = 'show clock';
/** What a sweep asks beside the residue. */
export const SWEEP_COMMANDS = [VERSION, OWN_APPLETS, CLOCK] as const;

const SWEEP_MS = 300_000;

export async function planSweep(context: CaptureContext, playbook: Playbook, side: Side, options: SweepOptions): Promise<SweepPlan> {
  return withRouter(context, side, async (cli) => draftSweep(await look(context, cli, playbook, side), options), { totalMs: SWEEP_MS });
}

/** Types what was planned, and says what of it is still there. */
export async function carryOutSweep(
  context: CaptureContext,
  playbook: Playbook,
  planned: SweepPlan,
  options: SweepOptions,
): Promise<string[]> {
  return withRouter(
    context,
    planned.side,
    async (cli) => {
      for (const command of planned.exec) await tolerate(cli.exec(command));
      for (const line of planned.configure) await tolerate(cli.configure([line]));
      for (const path of planned.deletes) await tolerate(deleteFile(cli, path));
      const seen = await look(context, cli, playbook, planned.side);
      const standing = printResidue(seen.residue);
      // With the applets gone nothing on the router tells whose a debug is: what was ours before is ours still.
      return [...new Set([...draftSweep(seen, options).found, ...planned.found.filter((line) => standing.includes(line))])];
    },
    { totalMs: SWEEP_MS },
  );
}

async function look(context: CaptureContext, cli: Cli, playbook: Playbook, side: Side): Promise<SweepReading> {
  const peer = playbook.tunnel[side];
  if (!isManaged(peer)) throw new Error(`${peer.name} is not ours: nothing is swept there`);
  const platform = platformOfPeer(cli, peer, await cli.exec(VERSION));
  return {
    side,
    name: peer.name,
    ends: endsOf(playbook, side),
    flash: PLATFORMS[platform].flash,
    configuration: await cli.exec(OWN_APPLETS),
    residue: await askResidue(cli, platform),
    saved: await askSaved(cli),
    // The earlier of two clocks: one that was set ahead must not take somebody's live trap for one whose lease is over.
    nowMs: Math.min(context.clock.now(), await askClock(cli)),
  };
}

async function askClock(cli: Cli): Promise<number> {
  const result = await cli.tryExec(CLOCK);
  return (result.ok ? parseClock(result.answer)?.at : undefined) ?? Number.POSITIVE_INFINITY;
}

/** What refuses to be undone is found again by the look that follows. */
async function tolerate(act: Promise<unknown>): Promise<void> {
  try {
    await act;
  } catch (error) {
    if (!(error instanceof FlaptrapError) || !['refused', 'not-authorized', 'left-behind'].includes(error.code)) throw error;
  }
}
