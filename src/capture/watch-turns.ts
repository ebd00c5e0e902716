/** The turns of a watch say how soon a router is looked at again, and how deep: seldom where it refuses us, or where others need its lines. */
import type { Playbook } from '../playbook/playbook.ts';
import { afterLook, type Depth, depthOf, FIRST_LOOK, LOGIN_PAUSE_SECONDS, nextPauseSeconds } from './pace.ts';

/** Half an hour: within the minutes for which accounts are commonly locked. [B] */
export const REFUSED_PAUSE_SECONDS_MAX = 1800;

export class WatchTurns {
  readonly #playbook: Playbook;
  #schedule = FIRST_LOOK;
  #refusals = 0;
  #isSparing = false;

  constructor(playbook: Playbook) {
    this.#playbook = playbook;
  }

  /** Its session is given back after each look. */
  get isSparing(): boolean {
    return this.#isSparing;
  }

  spare(): void {
    this.#isSparing = true;
  }

  depthAt(atMs: number, isNew: boolean): Depth {
    return depthOf(this.#schedule, atMs, isNew);
  }

  looked(depth: Depth, atMs: number): void {
    this.#schedule = afterLook(this.#schedule, depth, atMs);
  }

  /** A login that is refused is tried more and more seldom: wrong passwords in a row lock an account. */
  loggedIn(isRefused: boolean): void {
    this.#refusals = isRefused ? this.#refusals + 1 : 0;
  }

  /** Something has changed: the pauses begin short again. */
  soon(): void {
    this.#schedule = { ...this.#schedule, pauseSeconds: 0 };
  }

  /** `turnoverSeconds`: in which the log buffer of the router turns over. */
  pauseMs(turnoverSeconds: number | undefined): number {
    const { pollSeconds } = this.#playbook;
    if (this.#refusals > 0) return Math.max(pollSeconds, Math.min(REFUSED_PAUSE_SECONDS_MAX, pollSeconds * 2 ** this.#refusals)) * 1000;
    if (this.#isSparing) return LOGIN_PAUSE_SECONDS * 1000;
    const pauseSeconds = nextPauseSeconds(this.#playbook, this.#schedule.pauseSeconds, turnoverSeconds);
    this.#schedule = { ...this.#schedule, pauseSeconds };
    return pauseSeconds * 1000;
  }
}
