/** The probe proves EEM on a router before anyone waits for it for days: a harmless applet runs once, is read back, and is removed. */
import type { Cli } from '../device/cli.ts';
import { deleteFile, FILE_COMMANDS, fileSize } from '../device/files.ts';
import { FlaptrapError } from '../errors.ts';
import { readLastRun } from '../ios/shows/eem.ts';
import type { PeerPlan, PlannedProbe } from '../playbook/plan.ts';
import { removalOf } from '../playbook/steps.ts';
import { runOf } from './act.ts';
import type { CaptureContext } from './context.ts';
import { judgeProbe, type ProbeTraces, remarkOf } from './probe-verdict.ts';

/** What is asked about the probe. */
export const PROBE_COMMANDS = {
  history: (applet: string) => `show event manager history events | include ${applet}`,
  authorization: () => 'show running-config | include ^aaa authorization commands|^event manager session cli username',
  messages: (applet: string) => `show logging | include HA_EM-.*${applet}`,
} as const;

const POLL_MS = 2000;
/** What a busy router takes beside the applet's own limit. [B] */
const MARGIN_MS = 10_000;

/** What EEM says when it gets no terminal line. [B] eem.md 8 */
export const CLI_CONNECT = /%HA_EM-3-FMPD_CLI_CONNECT/;

/** The applet is registered; throws when EEM does not do what ours will need. Nothing of the probe is left either way. */
export async function proveEem(context: CaptureContext, cli: Cli, { side, name }: PeerPlan, probe: PlannedProbe): Promise<void> {
  context.say({ side, text: `testing EEM with a harmless applet, about ${probe.waitSeconds} s` });
  try {
    const traces = await runProbe(context, cli, probe);
    const remark = remarkOf(traces);
    if (remark !== undefined) context.say({ side, text: remark });
    const fault = judgeProbe(traces);
    if (fault === undefined) return;
    throw new FlaptrapError('preflight', fault.message, {
      peer: name,
      tried: runOf(probe.applet),
      answer: await askMessages(cli, probe),
      next: fault.next,
    });
  } finally {
    await removeProbe(cli, probe);
  }
}

async function runProbe(context: CaptureContext, cli: Cli, probe: PlannedProbe): Promise<ProbeTraces> {
  // Whether the command waits for the applet is not known [U]: silence for its whole life is allowed.
  const limitMs = probe.maxrunSeconds * 1000 + MARGIN_MS;
  await cli.exec(runOf(probe.applet), { idleMs: limitMs });
  const endsAtMs = context.clock.monotonic() + limitMs;
  let result = await askResult(cli, probe);
  // Even when the user wants to stop: a run that goes on would write its file behind our back. [L] eem.md 10.16
  while (isRunning(result) && context.clock.monotonic() < endsAtMs) {
    await context.clock.sleep(POLL_MS);
    result = await askResult(cli, probe);
  }
  return { result, lines: await countLines(cli, probe), ...(await askObstacles(cli, probe)) };
}

function isRunning(result: string | undefined): boolean {
  return result === undefined || result === 'pending';
}

async function askResult(cli: Cli, { applet }: PlannedProbe): Promise<string | undefined> {
  return readLastRun(await cli.exec(PROBE_COMMANDS.history(applet)), applet);
}

async function countLines(cli: Cli, { path }: PlannedProbe): Promise<number> {
  if ((await fileSize(cli, path)) === undefined) return 0;
  return (await cli.exec(FILE_COMMANDS.read(path))).match(/\d\d:\d\d:\d\d/g)?.length ?? 0;
}

async function askObstacles(cli: Cli, probe: PlannedProbe): Promise<Pick<ProbeTraces, 'isAuthorizedByAaa' | 'isWithoutLine'>> {
  const aaa = await cli.exec(PROBE_COMMANDS.authorization());
  return {
    isAuthorizedByAaa: /^aaa authorization commands/m.test(aaa) && !/^event manager session/m.test(aaa),
    isWithoutLine: CLI_CONNECT.test(await askMessages(cli, probe)),
  };
}

/** What EEM says of the probe, the last lines. */
async function askMessages(cli: Cli, { applet }: PlannedProbe): Promise<string> {
  const said = await cli.exec(PROBE_COMMANDS.messages(applet));
  return said.trim().split('\n').slice(-3).join('\n');
}

async function removeProbe(cli: Cli, { applet, path }: PlannedProbe): Promise<void> {
  await cli.configure([removalOf(applet)]);
  if ((await fileSize(cli, path)) !== undefined) await deleteFile(cli, path);
}
