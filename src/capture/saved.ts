/**
 * Whoever saves a router's configuration while a trap stands saves the trap with it. Disarming takes it out of the running configuration alone: the
 * next reload brings the applets back, without their debugs and with a lease that begins anew, until the configuration is saved without them.
 * To save it is not ours: whatever else somebody is trying out there would be saved too.
 */
import type { Cli } from '../device/cli.ts';
import { readStanding } from '../playbook/standing.ts';

/** [C] Cisco IOS Configuration Fundamentals Command Reference, show startup-config */
export const SAVED_COMMAND = 'show startup-config | include ^event manager applet FLAPTRAP-';

/** Captures whose applets are saved; none where the router does not tell: an account that may not read it costs no disarming. */
export async function askSaved(cli: Cli): Promise<string[]> {
  const answer = await cli.tryExec(SAVED_COMMAND).catch(() => undefined);
  if (answer?.ok !== true) return [];
  return readStanding(answer.answer).map(({ captureId }) => captureId);
}

export function saySaved(captureIds: readonly string[]): string {
  const whose = captureIds.length === 1 ? `capture ${captureIds[0]}` : `captures ${captureIds.join(', ')}`;
  return `its startup configuration holds the applets of ${whose}, since somebody saved it while they stood: they come back with the next reload, unless it is saved once more without them (\`write memory\`)`;
}
