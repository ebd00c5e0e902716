/** Carrying is what one worker has of each capture while it works on it: its context, who hears of it, and how it is stopped. */
import type { Clock } from '../capture/clock.ts';
import type { GuardDevice } from '../capture/entrance.ts';
import type { Gate, Purpose } from '../capture/gate.ts';
import type { CaptureRecord, Store } from '../capture/store.ts';
import { FlaptrapError } from '../errors.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { withLeaseEnd } from '../playbook/with-lease.ts';
import { openRun, type Reach, type RunContext } from '../run/context.ts';
import type { News } from '../run/ports.ts';
import type { Told } from './engine.ts';

/** `purpose`: what the logins are for, where they are counted. */
export type ReachOf = (playbook: Playbook, purpose: Purpose) => Omit<Reach, 'guard'>;

export interface CarryingOptions {
  store: Store;
  clock: Clock;
  /** Whose turn it is on each device. */
  guardOf(captureId: string): GuardDevice;
  /** How the routers are reached, where it is not as the playbook says. */
  reachOf?: ReachOf | undefined;
  /** As it was set last, in ISO 8601. */
  leaseEndOf(captureId: string): Promise<string>;
  tell(told: Told): void;
}

export class Carrying {
  readonly store: Store;
  readonly clock: Clock;
  readonly #options: CarryingOptions;

  constructor(options: CarryingOptions) {
    this.store = options.store;
    this.clock = options.clock;
    this.#options = options;
  }

  /** By the lease that was set last. Throws when there is no record, or it is not believed. */
  async recordOf(captureId: string): Promise<CaptureRecord> {
    const record = await this.store.read(captureId);
    if (record !== undefined) return { ...record, plan: withLeaseEnd(record.plan, await this.#options.leaseEndOf(captureId)) };
    throw new FlaptrapError('input', `there is no capture ${captureId} in ${this.store.place}`);
  }

  say(captureId: string, text: string): void {
    this.#options.tell({ captureId, news: { about: 'progress', text } });
  }

  /** A context for one piece of work; `stop` ends waiting, never undoing. */
  contextOf({ captureId, playbook }: Pick<CaptureRecord, 'captureId' | 'playbook'>, work: Work): RunContext {
    const { store, clock, guardOf, reachOf, tell } = this.#options;
    const say = (news: News): void => {
      work.hear?.(news);
      tell({ captureId, news });
    };
    const reach = reachOf?.(playbook, work.purpose);
    const nobody = async (): Promise<boolean> => false;
    const ports = { say, ask: nobody, stop: work.stop, clock, journal: store, nonce: () => work.nonce ?? captureId };
    return openRun(playbook, ports, { ...reach, ...(work.gate && { gate: work.gate }), guard: guardOf(captureId) });
  }
}

export interface Work {
  stop: AbortSignal;
  purpose: Purpose;
  hear?: ((news: News) => void) | undefined;
  /** Another than the captures of this worker have. */
  gate?: Gate | undefined;
  /** Makes the next capture's id; the same for the same capture, however often it is asked. */
  nonce?: string | undefined;
}
