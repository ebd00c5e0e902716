/** Resuming out of a store makes this process the worker of what dead ones carried, and shows how it goes until it has ended. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CaptureState } from '../engine/engine.ts';
import { FlaptrapError } from '../errors.ts';
import { EXIT } from './exit-code.ts';
import { follow, hearCarried, isOver, type Shown, type Speech, showEnd, takenOver, tellGivenBack } from './follow.ts';
import { openWorker, type Worker } from './open-worker.ts';
import { openReading, type Places } from './remembered.ts';
import { heldBy, type Left } from './run-stored.ts';

export interface ResumeChoices extends Places {
  out: string;
  json?: boolean | undefined;
}

const LOOK_MS = 500;

/** What is open and no living worker carries. */
export async function findOrphans(places: Places): Promise<string[]> {
  await using reading = await openReading(places);
  const open = ((await reading?.states.list()) ?? []).filter(({ phase }) => phase !== 'ended');
  const carried = await Promise.all(open.map(({ worker }) => reading?.isCarried(worker)));
  return open.flatMap(({ captureId }, index) => (carried[index] === true ? [] : [captureId]));
}

export async function resumeStored(captureIds: readonly string[], options: ResumeChoices, speech: Speech, left: Left): Promise<number> {
  const [captureId] = captureIds;
  if (captureIds.length === 1 && captureId !== undefined) {
    const ended = await takeUp(captureId, options);
    if (ended !== undefined) return showEnd(ended, { json: options.json, stop: speech.ports.stop }, speech.screen);
  }
  await using worker = await openWorker(options.store, options.out, speech.screen, { stays: true, stop: speech.ports.stop });
  left.journal = heldBy(worker);
  const shown: Shown | 'all' = captureIds.length === 1 && captureId !== undefined ? { captureId } : 'all';
  const unhear = hearCarried(worker, shown, speech);
  try {
    if (shown === 'all') return await followAll(worker, captureIds, speech);
    const ended = await follow(worker, shown, speech.ports.stop);
    return showEnd(ended, { json: options.json, stop: speech.ports.stop, saved: shown.saved }, speech.screen);
  } finally {
    unhear();
    await tellGivenBack(worker, shown === 'all' ? undefined : shown.captureId, speech.screen);
  }
}

/** From now on it is watched, also one that was only armed. Gives it where it has ended; throws while another worker carries it. */
async function takeUp(captureId: string, places: Places): Promise<CaptureState | undefined> {
  await using reading = await openReading(places);
  const state = await reading?.states.find(captureId);
  if (state === undefined || state.phase === 'ended') return state;
  if ((await reading?.isCarried(state.worker)) === true)
    throw new FlaptrapError('input', `capture ${captureId} is carried by worker ${state.worker}, which is alive`, {
      next: `let it go on, or end it by \`flaptrap disarm ${captureId}\``,
    });
  await reading?.states.wish(captureId, { watch: 'kept' });
  return undefined;
}

/** Each end is told as it comes; the first that is no capture gives the exit code. Stopped, they are given back as they are. */
async function followAll({ states, lost }: Worker, captureIds: readonly string[], { ports, screen }: Speech): Promise<number> {
  const codes = new Map<string, number>();
  for (;;) {
    if (lost.aborted) throw takenOver(captureIds.join(', '));
    if (ports.stop.aborted) return EXIT.stopped;
    const all = await states.list().catch(() => undefined);
    const watched = all && withNext(captureIds, all);
    for (const state of watched ?? []) if (isOver(state) && !codes.has(state.captureId)) codes.set(state.captureId, tellEnd(state, screen));
    if (watched?.every(isOver) === true) return [...codes.values()].find((code) => code !== EXIT.done) ?? EXIT.done;
    await sleep(LOOK_MS, undefined, { signal: ports.stop }).catch(() => undefined);
  }
}

/** With those that were armed after them. */
function withNext(captureIds: readonly string[], all: readonly CaptureState[]): CaptureState[] {
  const found = new Map<string, CaptureState>();
  const take = (captureId: string): void => {
    const state = all.find((each) => each.captureId === captureId);
    if (state === undefined || found.has(captureId)) return;
    found.set(captureId, state);
    if (typeof state.next === 'string') take(state.next);
  };
  captureIds.forEach(take);
  return [...found.values()];
}

function tellEnd({ captureId, ending, trouble, bundles, outcome }: CaptureState, screen: Speech['screen']): number {
  screen.tell(
    `capture ${captureId}: ${ending ?? 'ended'}${trouble === null ? '' : `\n  ${trouble}`}`,
    trouble === null ? undefined : 'grave',
  );
  for (const text of outcome?.saved ?? []) screen.tell(text);
  if (trouble !== null) return EXIT.leftBehind;
  return bundles.length > 0 ? EXIT.done : EXIT.noCapture;
}
