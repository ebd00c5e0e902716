/** The cost meter follows what recording costs a router while it is armed: its CPU before and now, lines a second, how fast its log buffer turns over. */
import type { PeerPlan } from '../playbook/plan.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { Gauges } from './gauges.ts';
import type { Baseline } from './memory.ts';
import { linesPerSecond, type Overload, overloadOf, sayCost, turnoverSeconds } from './remarks.ts';

/** Arming itself has left the figures by then. */
const SETTLED_MS = 300_000;
/** A buffer that turns over faster may have lost the cause before the other end is called. */
const TURNOVER_SECONDS_MIN = 600;

export class CostMeter {
  readonly #playbook: Pick<Playbook, 'budget'>;
  readonly #bufferBytes: number;
  readonly #baseline: Baseline;
  readonly #startMs: number;
  #before: Gauges | undefined;
  #rate: number | undefined;
  #isTold = false;
  #isWarned = false;

  constructor(
    playbook: Pick<Playbook, 'budget'>,
    { steps, facts }: Pick<PeerPlan, 'steps' | 'facts'>,
    baseline: Baseline,
    startMs: number,
  ) {
    this.#playbook = playbook;
    this.#bufferBytes = steps.find((step) => step.kind === 'logging')?.bufferBytes ?? facts.bufferBytes;
    this.#baseline = baseline;
    this.#startMs = startMs;
  }

  get turnoverSeconds(): number | undefined {
    return turnoverSeconds(this.#bufferBytes, this.#rate);
  }

  /** What is new of it, and why it is too much. */
  read(gauges: Gauges): { news: string[]; overload: Overload | undefined } {
    this.#rate = linesPerSecond(this.#before, gauges) ?? this.#rate;
    const overload = overloadOf(this.#playbook, gauges, linesPerSecond(this.#before, gauges));
    if (gauges.messages !== undefined && (this.#before === undefined || linesPerSecond(this.#before, gauges) !== undefined))
      this.#before = gauges;
    return { news: [...this.#sayCost(gauges), ...this.#warn()], overload };
  }

  /** The log was set anew: what was counted before says nothing of it. */
  restart(): void {
    this.#before = undefined;
  }

  #sayCost(gauges: Gauges): string[] {
    if (this.#isTold || this.#rate === undefined || gauges.atMs - this.#startMs < SETTLED_MS) return [];
    const text = sayCost(this.#baseline, gauges, this.#rate, this.#bufferBytes);
    this.#isTold = text !== undefined;
    return text === undefined ? [] : [text];
  }

  #warn(): string[] {
    const seconds = this.turnoverSeconds;
    if (this.#isWarned || seconds === undefined || seconds > TURNOVER_SECONDS_MIN) return [];
    this.#isWarned = true;
    return [
      `its log buffer turns over in ${Math.ceil(seconds)} s: what led to a flap may be overwritten; budget.logBufferKilobytes makes it larger`,
    ];
  }
}
