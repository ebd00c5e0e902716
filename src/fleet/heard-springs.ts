/** Heard springs: a message of an armed tunnel springs its capture, once for each time that it is armed, and never more captures than the budget allows. */

import type { CaptureState, Engine } from '../engine/engine.ts';
import { messageOf } from '../errors.ts';
import { addressesOf, isDynamic } from '../ipsec/address.ts';
import { bySide, type Side } from '../ipsec/side.ts';
import type { EspSpi } from '../ipsec/spi.ts';
import type { TRIGGERS } from '../playbook/triggers/index.ts';
import { Budget } from '../syslog/bucket.ts';
import type { Heard } from '../syslog/heard.ts';
import { type ArmedEnd, type Match, Matcher } from '../syslog/match.ts';

/** Captures that may begin to be brought home because of what was heard. */
export interface SpringBudget {
  perMinute: number;
  perHour: number;
}

export interface HeardSpringsOptions {
  engine: Pick<Engine, 'captures' | 'spring'>;
  budget: SpringBudget;
  /** The trigger of its playbook; one that nobody knows springs on the unknown SPI alone. */
  triggerOf?: ((capture: CaptureState) => keyof typeof TRIGGERS | undefined) | undefined;
  /** All that an end is known as, where more is known than its address: what a NAT makes of it, the spokes behind a hub, where it is managed. */
  endOf?: ((capture: CaptureState, side: Side) => ArmedEnd | undefined) | undefined;
  tell?: ((outcome: SpringOutcome) => void) | undefined;
}

/** What became of one message of an armed tunnel, JSON. */
export interface SpringOutcome {
  what: 'sprung' | 'over-budget' | 'failed';
  captureId: string;
  side: Side;
  by: Match['by'];
  heard: Heard;
  /** Why it failed. */
  why: string | null;
}

/** The message that each trigger waits for; a drop that is counted is of the same unknown SPI. */
const SPRUNG_BY = {
  'invalid-spi': 'invalid-spi',
  manual: 'nothing',
  'peer-call': 'nothing',
  'qfp-drops': 'invalid-spi',
  'repeated-spi': 'repeated',
  'session-down': 'session-down',
} as const satisfies Record<keyof typeof TRIGGERS, string>;

/** What is armed is asked for anew after so long, and only when something is heard. */
const STALE_MS = 1000;
const SPIS_MAX = 1000;

interface Armed {
  atMs: number;
  matcher: Matcher;
  states: Map<string, CaptureState>;
}

export class HeardSprings {
  readonly counts = { matched: 0, sprung: 0, already: 0, overBudget: 0, failed: 0 };
  readonly #options: HeardSpringsOptions;
  readonly #budget: Budget;
  #armed: Armed | undefined;
  /** What each capture was sprung for, by its arming. */
  readonly #sprung = new Map<string, string>();
  readonly #seenSpis = new Map<string, Set<EspSpi>>();
  readonly #springing = new Set<Promise<void>>();

  constructor(options: HeardSpringsOptions) {
    this.#options = options;
    this.#budget = new Budget(options.budget.perMinute, options.budget.perHour);
  }

  /** Back once it is decided; whatever is sprung goes on by itself, so that the next is heard meanwhile. */
  async take(batch: readonly Heard[], nowMs: number): Promise<void> {
    const springing = batch.filter(({ sign }) => sign === 'invalid-spi' || sign === 'session-down');
    if (springing.length === 0) return;
    const { matcher, states } = await this.#lookAt(nowMs);
    for (const heard of springing) {
      for (const match of matcher.match(heard)) {
        const state = states.get(match.captureId);
        if (state !== undefined && this.#isSprungBy(state, heard)) this.#spring(state, match, heard, nowMs);
      }
    }
  }

  /** Once all that was begun is done. */
  async settle(): Promise<void> {
    await Promise.all(this.#springing);
  }

  async #lookAt(nowMs: number): Promise<Armed> {
    const armed = this.#armed;
    if (armed !== undefined && Math.abs(nowMs - armed.atMs) < STALE_MS) return armed;
    const waiting = (await this.#options.engine.captures()).filter(({ phase }) => phase === 'waiting');
    const states = new Map(waiting.map((state) => [state.captureId, state]));
    const tunnels = waiting.map((state) => ({ captureId: state.captureId, ends: bySide((side) => this.#endOf(state, side)) }));
    for (const known of [this.#sprung, this.#seenSpis]) forgetOthers(known, states);
    this.#armed = { atMs: nowMs, matcher: new Matcher(tunnels, armed?.matcher), states };
    return this.#armed;
  }

  #endOf(state: CaptureState, side: Side): ArmedEnd {
    const { name, address } = state.peers[side];
    return this.#options.endOf?.(state, side) ?? { name, addresses: addressesOf(address), isMoving: isDynamic(address) };
  }

  #isSprungBy(state: CaptureState, { sign, spi }: Heard): boolean {
    const trigger = this.#options.triggerOf?.(state) ?? 'invalid-spi';
    const wanted = SPRUNG_BY[trigger];
    return wanted === 'repeated' ? sign === 'invalid-spi' && spi !== null && this.#isSeenAgain(state.captureId, spi) : sign === wanted;
  }

  #isSeenAgain(captureId: string, spi: EspSpi): boolean {
    const seen = this.#seenSpis.get(captureId) ?? new Set();
    this.#seenSpis.set(captureId, seen);
    if (seen.has(spi)) return true;
    if (seen.size < SPIS_MAX) seen.add(spi);
    return false;
  }

  #spring(state: CaptureState, match: Match, heard: Heard, nowMs: number): void {
    const { counts } = this;
    const { captureId, side, by } = match;
    counts.matched += 1;
    const arming = `${state.armedAt} ${state.bundles.length}`;
    if (this.#sprung.get(captureId) === arming) {
      counts.already += 1;
      return;
    }
    if (!this.#budget.take(nowMs)) {
      counts.overBudget += 1;
      this.#options.tell?.({ what: 'over-budget', captureId, side, by, heard, why: null });
      return;
    }
    this.#sprung.set(captureId, arming);
    const done = this.#begin(match, heard).finally(() => this.#springing.delete(done));
    this.#springing.add(done);
  }

  async #begin({ captureId, side, by }: Match, heard: Heard): Promise<void> {
    const outcome = { captureId, side, by, heard };
    try {
      await this.#options.engine.spring(captureId, { by: 'syslog', side, at: new Date(heard.atMs).toISOString() });
    } catch (cause) {
      // The next message of it may do better.
      this.#sprung.delete(captureId);
      this.#budget.putBack();
      this.counts.failed += 1;
      this.#options.tell?.({ what: 'failed', ...outcome, why: messageOf(cause) });
      return;
    }
    this.counts.sprung += 1;
    this.#options.tell?.({ what: 'sprung', ...outcome, why: null });
  }
}

/** Of captures that do not wait any more nothing is remembered. */
function forgetOthers(known: Map<string, unknown>, states: ReadonlyMap<string, unknown>): void {
  for (const captureId of known.keys()) if (!states.has(captureId)) known.delete(captureId);
}
