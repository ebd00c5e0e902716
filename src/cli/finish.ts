/** Finishing a capture keeps what came home, removes it from the routers, and says how it ended. */
import { type Captured, fetchUnread } from '../capture/capture-tunnel.ts';
import type { CaptureContext } from '../capture/context.ts';
import { removeFiles } from '../capture/remove-files.ts';
import { SIDES } from '../ipsec/side.ts';
import type { Plan } from '../playbook/plan.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { EXIT } from './exit-code.ts';
import { type EndOptions, keepCapture } from './keep.ts';
import type { Screen } from './screen.ts';

export interface Ended {
  code: number;
  isCaptured: boolean;
}

const ENDINGS: Record<Exclude<Captured['ending'], 'sprung'>, { code: number; text: string }> = {
  stopped: { code: EXIT.stopped, text: 'stopped: both routers are disarmed' },
  'lease-ended': { code: EXIT.noCapture, text: 'the lease has ended without a trigger: both routers are disarmed' },
  gone: { code: EXIT.noCapture, text: 'the trap had gone from both routers before it sprang: both are disarmed' },
  'put-back': { code: EXIT.noCapture, text: 'both routers are disarmed' },
};

/** Both routers are disarmed. */
export async function endCapture(
  context: CaptureContext,
  plan: Plan,
  playbook: Playbook,
  { ending, fetched: sprung }: Captured,
  options: EndOptions,
  screen: Screen,
): Promise<Ended> {
  // The guards save what they remove, and a run that was killed may have left what is home already.
  const { fetched, hasFiles } = sprung === undefined ? await fetchUnread(context, plan) : { fetched: sprung, hasFiles: true };
  const hasEvidence = fetched !== undefined && SIDES.some((side) => fetched[side].evidence.length > 0);
  if (hasEvidence) await keepCapture(context, plan, playbook, fetched, options, screen);
  if (hasFiles) await removeFiles(context, plan);
  if (ending === 'sprung') return { code: context.stop.aborted ? EXIT.stopped : EXIT.done, isCaptured: true };
  const { text } = ENDINGS[ending];
  const code = context.stop.aborted ? EXIT.stopped : ENDINGS[ending].code;
  if (!hasEvidence && options.json === true)
    screen.print(JSON.stringify({ schema: 'flaptrap.ended/1', captureId: plan.captureId, ending, text }, null, 2));
  else if (options.json === true) screen.tell(text);
  else screen.print(text);
  return { code, isCaptured: false };
}
