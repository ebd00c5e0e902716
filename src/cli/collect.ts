/** `flaptrap collect` fetches a capture's evidence, judges it, and leaves the routers as armed as they were. */
import { fetchBoth } from '../capture/capture-tunnel.ts';
import { freezeBoth } from '../capture/freeze.ts';
import { SIDES } from '../ipsec/side.ts';
import { EXIT } from './exit-code.ts';
import { findCapture } from './find-capture.ts';
import { keepCapture } from './keep.ts';
import type { Screen } from './screen.ts';
import { openStage } from './stage.ts';
import { listenForStop } from './stop.ts';

export async function collect(
  captureId: string | undefined,
  options: { freeze?: boolean; state: string; out: string },
  screen: Screen,
): Promise<number> {
  const { plan, playbook } = findCapture(options.state, captureId, screen);
  using stop = listenForStop(screen);
  const context = openStage(playbook, screen, { stateFolder: options.state, stop: stop.signal });
  if (options.freeze === true) await freezeBoth(context, plan, true);
  const fetched = await fetchBoth(context, plan);
  await keepCapture(plan, playbook, fetched, options.out, screen, 'text');
  return SIDES.some((side) => fetched[side].evidence.length === 0) ? EXIT.device : EXIT.done;
}
