/** Watching is what this worker does while captures wait: a session kept on each router, where no fleet looks at them; nothing of it outlives the process. */
import { sayWaiting } from '../capture/capture-tunnel.ts';
import { countAwaited, type Heard } from '../capture/unsprung.ts';
import { type Ending, waitForSpring } from '../capture/wait.ts';
import { FlaptrapError, messageOf } from '../errors.ts';
import type { News } from '../run/ports.ts';
import type { WaitingView } from '../run/waiting.ts';
import type { Carrying } from './carrying.ts';

export interface WatchingOptions {
  carrying: Carrying;
  /** What was seen of it has changed. */
  onView(captureId: string, view: WaitingView): Promise<void>;
  /** So many of the awaited messages stand in each log. */
  onCount(captureId: string, heard: Heard): Promise<void>;
  /** The waiting is over. */
  onEnding(captureId: string, ending: Ending): Promise<void>;
}

interface Watched {
  stop: AbortController;
  over: Promise<void>;
}

const AGAIN_MS = 30_000;

export class Watching {
  readonly #options: WatchingOptions;
  readonly #watched = new Map<string, Watched>();

  constructor(options: WatchingOptions) {
    this.#options = options;
  }

  /** Once a capture, however often it is said. */
  begin(captureId: string, leaseLeftMs: number): void {
    if (this.#watched.has(captureId)) return;
    const stop = new AbortController();
    this.#watched.set(captureId, { stop, over: this.#watch(captureId, leaseLeftMs, stop.signal) });
  }

  /** Its sessions are given back when it comes back. */
  async end(captureId: string): Promise<void> {
    const watched = this.#watched.get(captureId);
    this.#watched.delete(captureId);
    watched?.stop.abort();
    await watched?.over;
  }

  async endAll(): Promise<void> {
    await Promise.all([...this.#watched.keys()].map((captureId) => this.end(captureId)));
  }

  async #watch(captureId: string, leaseLeftMs: number, stop: AbortSignal): Promise<void> {
    const { carrying, onView, onCount, onEnding } = this.#options;
    const hear = (news: News): void => {
      if (news.about === 'waiting') void onView(captureId, news.view).catch(() => undefined);
    };
    const endsAtMs = carrying.clock.monotonic() + leaseLeftMs;
    while (!stop.aborted) {
      try {
        const record = await carrying.recordOf(captureId);
        const context = carrying.contextOf(record, { stop, purpose: 'look', hear });
        context.say({ text: sayWaiting(record.plan, record.playbook), atMs: carrying.clock.now() });
        // Nobody waits for it: a router that hangs must not hide that the other springs.
        void countAwaited(context, record.plan)
          .then((heard) => onCount(captureId, heard))
          .catch(() => undefined);
        const ending = await waitForSpring(context, record.plan, record.playbook, endsAtMs - carrying.clock.monotonic());
        if (!stop.aborted) await onEnding(captureId, ending);
        return;
      } catch (error) {
        // Another's by now: it watches.
        if (error instanceof FlaptrapError && error.code === 'fenced') return;
        carrying.say(captureId, `not watched, tried again in ${AGAIN_MS / 1000} s: ${messageOf(error)}`);
        await carrying.clock.sleep(AGAIN_MS, stop);
      }
    }
  }
}
