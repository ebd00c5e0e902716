/** The mender of a watch sets again what was lost of an armed trap, by the plan that was agreed to, and takes back what costs or harms too much. */
import type { Side } from '../ipsec/side.ts';
import type { Step } from '../playbook/plan.ts';
import type { KeptSession } from './kept-session.ts';
import type { WholeLook } from './look.ts';
import type { Loss } from './losses.ts';
import { drop, type Mended, type Mending, mend, stepsToDrop, stepsToMend } from './mend.ts';
import type { Overload } from './remarks.ts';
import type { Waiting } from './waiting.ts';
import type { WatchTurns } from './watch-turns.ts';
import type { WatchVoice } from './watch-voice.ts';

export interface MenderParts {
  session: Pick<KeptSession, 'ask'>;
  voice: Pick<WatchVoice, 'change' | 'sayOnce'>;
  turns: Pick<WatchTurns, 'soon'>;
  /** Steps that were taken back on purpose; those that the mender takes back are added. */
  undone: Set<string>;
  /** What was measured of the router before is no measure any more. */
  onSetAgain(): void;
}

/** Setting applets again takes as long as arming, on a slow line. [B] */
const MEND_MS = 300_000;

export class WatchMender {
  readonly #waiting: Waiting;
  readonly #side: Side;
  readonly #parts: MenderParts;
  readonly #mended: Mended = new Map();
  /** What was missing at the look before: only what is missing twice is set again, since somebody may be taking the trap off. */
  #suspects = new Set<string>();

  constructor(waiting: Waiting, side: Side, parts: MenderParts) {
    this.#waiting = waiting;
    this.#side = side;
    this.#parts = parts;
  }

  /** Sets again what is missing for the second time. True where nothing of it can spring any more. */
  async mendOrGiveUp({ stage, losses }: Pick<WholeLook, 'stage' | 'losses'>): Promise<boolean> {
    const confirmed = losses.filter(({ text }) => this.#suspects.has(text));
    this.#suspects = new Set(losses.map(({ text }) => text));
    if (stage === 'gone' && this.#hopesFor(losses).length === 0) return true;
    if (losses.length > 0) this.#parts.turns.soon();
    const steps = this.#hopesFor(confirmed);
    const taken = steps.length > 0 ? await this.#setAgain(steps) : [];
    const harmful = confirmed.find((loss) => loss.isHarmful === true && !taken.some(({ id }) => loss.steps.includes(id)));
    if (harmful !== undefined) await this.stepDown({ text: `${harmful.text} was changed, and may harm the router`, isMemoryShort: false });
    return false;
  }

  /** Takes back what records the most. */
  async stepDown({ text, isMemoryShort }: Overload): Promise<void> {
    const { session, voice, turns, undone } = this.#parts;
    const steps = stepsToDrop(this.#peer, undone, isMemoryShort);
    if (steps.length === 0) return;
    const dropped = await session.ask((cli) => drop(cli, this.#mending, steps), { totalMs: MEND_MS, signal: this.#waiting.over });
    for (const { id } of dropped) undone.add(id);
    await voice.change(`${text}: ${sayDropped(dropped, stepsToDrop(this.#peer, undone).length > 0)}`);
    turns.soon();
  }

  /** Too near to the end of the lease nothing is set: a freeze would not end before it. */
  #hopesFor(losses: readonly Loss[]): Step[] {
    const isLate = this.#mending.leaseLeftMs < this.#waiting.plan.freezeSeconds * 1000;
    return isLate ? [] : stepsToMend(this.#peer, losses, this.#mended);
  }

  async #setAgain(steps: readonly Step[]): Promise<Step[]> {
    const { session, voice, onSetAgain } = this.#parts;
    const { taken, left } = await session.ask((cli) => mend(cli, this.#mending, steps), { totalMs: MEND_MS, signal: this.#waiting.over });
    for (const reason of left) await voice.sayOnce(reason);
    if (taken.length === 0) return taken;
    await voice.change(`set again by the plan that was agreed to: ${taken.map(({ title }) => title).join('; ')}`);
    onSetAgain();
    return taken;
  }

  get #peer() {
    return this.#waiting.plan.peers[this.#side];
  }

  get #mending(): Mending {
    const { context, plan, leaseEndsAtMs } = this.#waiting;
    const leaseLeftMs = leaseEndsAtMs - context.clock.monotonic();
    return { context, plan, side: this.#side, mended: this.#mended, leaseLeftMs };
  }
}

function sayDropped(steps: readonly Step[], isRecording: boolean): string {
  if (steps.length === 0) return 'another capture of ours needs its debugs: they stay';
  const what = steps.map(({ title }) => title).join('; ');
  return `without this from now on: ${what}${isRecording ? '' : '. It still waits for its trigger, and records the log alone'}`;
}
