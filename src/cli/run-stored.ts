/** Running a capture out of a store: any worker goes on with it, should this process die; this one carries it, and shows how it goes. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CaptureState, Engine } from '../engine/engine.ts';
import { FlaptrapError } from '../errors.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { agreedPlan } from '../run/agree.ts';
import { openRun } from '../run/context.ts';
import { isCaptured } from '../run/keep.ts';
import type { Ports } from '../run/ports.ts';
import type { RunOptions } from '../run/run-capture.ts';
import { operatorOf } from './audit-book.ts';
import { EXIT } from './exit-code.ts';
import { showEnding } from './news.ts';
import { openWorker, type Worker } from './open-worker.ts';
import type { Screen } from './screen.ts';

/** `store`: what --store says. */
export interface StoredOptions extends RunOptions {
  store: string;
  json?: boolean | undefined;
}

const LOOK_MS = 500;

/** `ports.stop` ends the waiting; both routers are disarmed before this comes back. */
export async function runStored(playbook: Playbook, options: StoredOptions, ports: Ports, screen: Screen): Promise<number> {
  await using worker = await openWorker(options.store, options.out, screen);
  const plan = await agreedPlan(openRun(playbook, ports), options);
  const { engine } = worker;
  const own = { captureId: plan.captureId };
  const unhear = engine.hear(({ captureId, news }) => (captureId === own.captureId ? ports.say(news) : undefined));
  try {
    await engine.begin({ plan, playbook, operator: operatorOf(process.env), watch: 'kept' });
    screen.tell(
      `remembered in ${worker.place}: should this end, \`flaptrap resume --store ${worker.place}\` or \`flaptrap serve\` goes on with it`,
    );
    const ended = await follow(worker, own, ports.stop);
    return showEnded(ended, options, ports.stop, screen);
  } finally {
    unhear();
  }
}

/** Through the captures of one order, the next after the last. */
async function follow({ engine, lost }: Worker, own: { captureId: string }, stop: AbortSignal): Promise<CaptureState> {
  let isStopped = false;
  for (;;) {
    if (lost.aborted) throw takenOver(own.captureId);
    if (stop.aborted && !isStopped) await engine.stop(own.captureId, operatorOf(process.env));
    isStopped = stop.aborted;
    const state = await stateOf(engine, own.captureId);
    if (state !== undefined && isOver(state)) {
      if (typeof state.next !== 'string' || stop.aborted) return state;
      own.captureId = state.next;
      isStopped = false;
    }
    await sleep(LOOK_MS);
  }
}

/** Whether it is armed again is decided behind its end. */
function isOver({ phase, outcome, next }: CaptureState): boolean {
  return phase === 'ended' && (outcome === null || !isCaptured(outcome) || next !== undefined);
}

/** A database that is away for a moment says nothing. */
async function stateOf(engine: Engine, captureId: string): Promise<CaptureState | undefined> {
  const states = await engine.captures().catch(() => []);
  return states.find((state) => state.captureId === captureId);
}

function showEnded({ outcome, trouble, captureId }: CaptureState, options: StoredOptions, stop: AbortSignal, screen: Screen): number {
  if (outcome !== null) return showEnding(outcome, { json: options.json, stop }, screen);
  if (trouble === null) return EXIT.noCapture;
  throw new FlaptrapError('no-capture', `capture ${captureId} was not armed`, { answer: trouble });
}

function takenOver(captureId: string): FlaptrapError {
  return new FlaptrapError('fenced', `this process stood still for so long that another worker has taken over capture ${captureId}`, {
    next: 'nothing: it goes on there',
  });
}

/** Goes on with whatever dead workers carried until nothing of it is open any more. Gives the exit code. */
export async function resumeStored(store: string | undefined, out: string, ports: Ports, screen: Screen): Promise<number> {
  await using worker = await openWorker(store, out, screen);
  const unhear = worker.engine.hear(({ news }) => ports.say(news));
  try {
    for (;;) {
      if (worker.lost.aborted) throw takenOver('it held');
      const open = (await worker.engine.captures().catch(() => undefined))?.filter((state) => !isOver(state));
      if (open?.length === 0) return EXIT.done;
      if (ports.stop.aborted) return EXIT.stopped;
      await sleep(LOOK_MS, undefined, { signal: ports.stop }).catch(() => undefined);
    }
  } finally {
    unhear();
  }
}
