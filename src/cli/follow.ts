/** Following a capture that this process carries shows how it goes, passes on the wish to stop, and gives how it ended. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CaptureState, StopHow } from '../engine/engine.ts';
import { errorOf } from '../engine/failure.ts';
import { FlaptrapError } from '../errors.ts';
import { isCaptured } from '../run/keep.ts';
import type { News, Ports } from '../run/ports.ts';
import { operatorOf } from './audit-book.ts';
import { EXIT } from './exit-code.ts';
import { showEnding } from './news.ts';
import type { Worker } from './open-worker.ts';
import type { Screen } from './screen.ts';
import type { Telling } from './telling.ts';

/** Who hears of captures: the screen by its ports, and the channels of their playbooks. */
export interface Speech {
  screen: Screen;
  ports: Ports;
  telling?: Telling | undefined;
}

/** The capture that is shown; the next of its budget takes its place. */
export interface Shown {
  captureId: string;
  /** What of those before it the routers bring back with their next reload. */
  saved?: string[] | undefined;
}

const LOOK_MS = 500;

/** What is shown goes to the ports; of others that this worker has taken over the end is told, here and to their channels. Gives what ends it. */
export function hearCarried({ engine }: Pick<Worker, 'engine'>, shown: Shown | 'all', speech: Speech): () => void {
  const home = { bundles: 0, incidents: 0 };
  const others = new Set<string>();
  return engine.hear(({ captureId, news }) => {
    if (shown !== 'all' && captureId !== shown.captureId) return tellOther(captureId, news, others, speech);
    if (news.about === 'bundle') {
      home.bundles += 1;
      home.incidents += news.judged.verdict.incidents.length;
    }
    speech.ports.say(news.about === 'waiting' ? { ...news, view: { ...news.view, ...home } } : news);
    if (shown !== 'all' && news.about === 'next-capture') shown.captureId = news.captureId ?? captureId;
  });
}

function tellOther(captureId: string, news: News, others: Set<string>, { screen, telling }: Speech): void {
  if (!others.has(captureId)) screen.tell(`going on with capture ${captureId} as well, whose worker has ended`);
  others.add(captureId);
  telling?.hear(news);
  if (news.about === 'bundle') screen.tell(`bundle of ${captureId}: ${news.folder}`);
}

/** Through the captures of one order, the next after the last; back as well when it could not be disarmed. */
export async function follow(
  worker: Pick<Worker, 'engine' | 'lost' | 'states'>,
  shown: Shown,
  stop: AbortSignal,
  how?: StopHow,
): Promise<CaptureState> {
  const asked = new Set<string>();
  let triesBefore: number | undefined;
  for (;;) {
    const { captureId } = shown;
    if (worker.lost.aborted) throw takenOver(captureId);
    if (stop.aborted && !asked.has(captureId) && (await askToStop(worker, captureId, how))) asked.add(captureId);
    // A database that is away for a moment says nothing.
    const state = await worker.states.find(captureId).catch(() => undefined);
    if (state !== undefined && isOver(state)) {
      if (typeof state.next !== 'string') return state;
      goOnTo(state.next, shown, state);
      triesBefore = undefined;
    } else if (state !== undefined) {
      triesBefore ??= state.tries ?? 0;
      if ((state.tries ?? 0) > triesBefore) return state;
    }
    await pause(stop);
  }
}

/** What is told at the end is told of each. */
function goOnTo(next: string, shown: Shown, { outcome }: CaptureState): void {
  shown.captureId = next;
  shown.saved = [...(shown.saved ?? []), ...(outcome?.saved ?? [])];
}

/** The wish to stop is passed on as it comes; once it is known, looks are as far apart as before. */
async function pause(stop: AbortSignal): Promise<void> {
  const woken = stop.aborted ? undefined : stop;
  await sleep(LOOK_MS, undefined, woken && { signal: woken }).catch(() => undefined);
}

/** Whether it is armed again is decided behind its end. */
export function isOver({ phase, outcome, next }: CaptureState): boolean {
  return phase === 'ended' && (outcome === null || !isCaptured(outcome) || next !== undefined);
}

async function askToStop({ engine }: Pick<Worker, 'engine'>, captureId: string, how?: StopHow): Promise<boolean> {
  return engine.stop(captureId, operatorOf(process.env), how).then(
    () => true,
    () => false,
  );
}

/** What this process has of other captures goes on elsewhere, or waits for the next worker. */
export async function tellGivenBack({ records }: Pick<Worker, 'records'>, ended: string | undefined, screen: Screen): Promise<void> {
  const held = await records.listHeld().catch(() => ({ records: [] }));
  const ids = held.records.flatMap(({ captureId }) => (captureId === ended ? [] : [captureId]));
  if (ids.length > 0)
    screen.tell(`given back, armed as they are: ${ids.join(', ')}; \`flaptrap resume\` or the next worker of this store goes on with them`);
}

/** Gives the exit code, or throws what kept it from being armed or disarmed. `saved`: of the captures before it. */
export function showEnd(state: CaptureState, { json, stop, saved }: EndChoices, screen: Screen): number {
  const { captureId, outcome, trouble, failure, phase } = state;
  for (const text of saved ?? []) screen.tell(text);
  if (phase !== 'ended')
    screen.tell(`it is not given up: \`flaptrap resume ${captureId}\` goes on disarming it, or the next worker of this store does`);
  if (failure) throw errorOf(failure);
  if (outcome !== null) return showEnding(outcome, { json, stop }, screen);
  if (trouble === null) return EXIT.noCapture;
  throw new FlaptrapError('no-capture', `capture ${captureId} was not armed`, { answer: trouble });
}

interface EndChoices extends Pick<Shown, 'saved'> {
  json?: boolean | undefined;
  stop: AbortSignal;
}

export function takenOver(captureId: string): FlaptrapError {
  return new FlaptrapError('fenced', `this process stood still for so long that another worker has taken over capture ${captureId}`, {
    next: 'nothing: it goes on there',
  });
}
