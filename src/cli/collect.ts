/** `flaptrap collect` fetches a capture's evidence, judges it, and leaves the routers as armed as they were. */
import { fetchBoth } from '../capture/capture-tunnel.ts';
import type { CaptureContext } from '../capture/context.ts';
import { freezeBoth } from '../capture/freeze.ts';
import { homeFiles, unreadFiles } from '../capture/home-files.ts';
import { type Look, lookAtBoth } from '../capture/look.ts';
import type { CaptureRecord } from '../capture/store.ts';
import { sayLook } from '../capture/wait.ts';
import { FlaptrapError } from '../errors.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import { EXIT } from './exit-code.ts';
import { findCapture } from './find-capture.ts';
import { keepCapture } from './keep.ts';
import type { Screen } from './screen.ts';
import { openStage } from './stage.ts';
import { listenForStop, sayLeft } from './stop.ts';

export interface CollectOptions {
  freeze?: boolean;
  json?: boolean;
  state: string;
  out: string;
}

export async function collect(captureId: string | undefined, options: CollectOptions, screen: Screen): Promise<number> {
  const record = findCapture(options.state, captureId, screen);
  const { plan, playbook } = record;
  using stop = listenForStop(screen, () => sayLeft(context.store));
  const context = openStage(playbook, screen, { stateFolder: options.state, stop: stop.signal });
  if (options.freeze === true) await freezeBoth(context, plan, true);
  const looks = await lookAtBoth(context, plan);
  if (SIDES.some((side) => looks[side].stage === 'freezing')) await freezeBoth(context, plan, false);
  else requireUnread(context, record, looks);
  const fetched = await fetchBoth(context, plan);
  await keepCapture(context, plan, playbook, fetched, options, screen);
  if (stop.signal.aborted) return EXIT.stopped;
  return SIDES.some((side) => fetched[side].evidence.length === 0) ? EXIT.device : EXIT.done;
}

/** A bundle of nothing would only hide the one that is there. */
function requireUnread(context: CaptureContext, { plan, captureId }: CaptureRecord, looks: Record<Side, Look>): void {
  if (SIDES.some((side) => unreadFiles(context.store, captureId, side, looks[side].files).length > 0)) return;
  // A flash that took no file leaves the record in the buffer alone.
  if (SIDES.some((side) => looks[side].stage === 'frozen' && looks[side].files.length === 0)) return;
  const folders = [...new Set(SIDES.flatMap((side) => homeFiles(context.store, captureId, side).map(({ folder }) => folder)))];
  const states = SIDES.map((side) => `${plan.peers[side].name}: ${sayLook(looks[side])}`).join('\n');
  if (SIDES.every((side) => looks[side].stage === 'unknown'))
    throw new FlaptrapError('no-answer', 'neither router could be asked', { answer: states });
  if (folders.length > 0)
    throw new FlaptrapError('no-capture', `nothing new on the routers: all evidence of ${captureId} is home in ${folders.join(', ')}`, {
      next: `judge it again with \`flaptrap analyze ${folders[0]}\``,
    });
  throw new FlaptrapError('no-capture', `nothing is frozen on the routers for capture ${captureId}`, {
    answer: states,
    next: SIDES.some((side) => looks[side].stage === 'armed' || looks[side].stage === 'blind')
      ? `\`flaptrap collect ${captureId} --freeze\` freezes both recordings now and brings them home`
      : `no trap of it stands any more: \`flaptrap disarm ${captureId}\` clears what is left`,
  });
}
