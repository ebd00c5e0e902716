/** Conducting a rollout does what it says: draws each plan, hands it to the engine, and tells the rollout what became of it. */
import type { Clock } from '../capture/clock.ts';
import type { CaptureState, Engine, Order } from '../engine/engine.ts';
import { FlaptrapError, messageOf } from '../errors.ts';
import { isCaptured } from '../run/keep.ts';
import { isOver, type RolloutAction, type RolloutEvent, type RolloutState, stepRollout } from './rollout/rollout.ts';

export interface ConductPorts {
  engine: Pick<Engine, 'begin' | 'stop' | 'captures'>;
  /** Asks the routers of an order, and gives the plan that a person has agreed to in advance. Throws where they may not be armed. */
  draw(order: string): Promise<Order>;
  /** On the disk when it returns: whoever goes on after a kill begins there. */
  remember(state: RolloutState): Promise<void>;
  say(event: Exclude<RolloutEvent, { is: 'time' }> | { is: 'halted'; why: string }): void;
  clock: Clock;
  /** Comes when the user leaves: what is armed stays armed. */
  stop: AbortSignal;
}

/** What it is told of as it happens comes before it is written, and of other workers nothing comes: the engine is asked. */
const ASK_SECONDS = 5;

/** Until everything that was to be armed stands, or failed. Gives how it stands then. */
export async function conduct(opened: RolloutState, ports: ConductPorts): Promise<RolloutState> {
  const conductor = new Conductor(opened, ports);
  return conductor.run();
}

class Conductor {
  #state: RolloutState;
  readonly #ports: ConductPorts;
  /** Orders whose plan is being drawn here and now. */
  readonly #drawing = new Set<string>();
  #remembered: Promise<void> = Promise.resolve();
  #wake = new AbortController();

  constructor(state: RolloutState, ports: ConductPorts) {
    this.#state = state;
    this.#ports = ports;
  }

  async run(): Promise<RolloutState> {
    const { clock, stop } = this.#ports;
    await this.#recall();
    for (;;) {
      // Before it asks: what is handed over meanwhile may not be in the answer.
      this.#wake = new AbortController();
      this.#hear({ is: 'time' });
      await this.#ask();
      await this.#remembered;
      if (stop.aborted || this.#isSettled()) return this.#state;
      await clock.sleep(ASK_SECONDS * 1000, AbortSignal.any([stop, this.#wake.signal]));
    }
  }

  /** What is armed waits in the engine; nobody has to stay for it. */
  #isSettled(): boolean {
    const isDrawn = this.#drawing.size === 0;
    const isArmed = Object.values(this.#state.orders).every(
      ({ stage }) => stage !== 'waiting' && stage !== 'arming' && stage !== 'replacing',
    );
    return isDrawn && (isArmed || isOver(this.#state));
  }

  /** What was in hand when somebody was killed: begun and known to the engine, or to be drawn anew. */
  async #recall(): Promise<void> {
    const known = new Set((await this.#ports.engine.captures()).map(({ captureId }) => captureId));
    for (const { name, stage, captureId, replaces } of Object.values(this.#state.orders)) {
      if (stage === 'arming' && (captureId === undefined || !known.has(captureId))) this.#arm(name);
      if (stage === 'replacing' && replaces !== undefined) this.#clear(replaces);
    }
  }

  /** A store that is away for a moment is asked again. */
  async #ask(): Promise<void> {
    const known = await this.#ports.engine.captures().catch(() => undefined);
    if (known === undefined) return;
    const captures = new Map(known.map((capture) => [capture.captureId, capture]));
    for (const { name, stage, captureId, replaces } of Object.values(this.#state.orders)) {
      if (stage === 'replacing' && isEnded(captures.get(replaces ?? ''))) this.#hear({ is: 'cleared', order: name });
      const capture = captures.get(captureId ?? '');
      if (capture !== undefined && stage !== 'ended') this.#follow(name, capture);
    }
  }

  #follow(order: string, capture: CaptureState): void {
    const { stage, isLeft } = this.#state.orders[order] ?? {};
    if (capture.phase === 'ended') this.#followEnded(order, capture);
    else if (stage !== 'arming') return;
    else if (capture.phase === 'disarming' && capture.armedAt === null)
      this.#hear({ is: 'failed', order, why: capture.trouble ?? 'it was put back', isLeft: isLeft ?? true });
    else if (capture.phase !== 'arming' && capture.armedAt !== null) this.#hear({ is: 'armed', order });
  }

  /** Whether one that has sprung is armed again is told behind its end. */
  #followEnded(order: string, { armedAt, trouble, ending, outcome, next }: CaptureState): void {
    const { stage, isLeft } = this.#state.orders[order] ?? {};
    const isDecided = outcome === null || !isCaptured(outcome) || next !== undefined;
    if (stage === 'arming' && armedAt === null)
      this.#hear({ is: 'failed', order, why: trouble ?? ending ?? 'it ended before it was armed' });
    else if (isDecided && typeof next === 'string') {
      if (stage === 'arming') this.#hear({ is: 'armed', order });
      this.#hear({ is: 'renewed', order, captureId: next });
    } else if (isDecided && (stage === 'arming' || stage === 'armed' || isLeft === true)) this.#hear({ is: 'ended', order });
  }

  #hear(event: RolloutEvent): void {
    const { state, actions } = stepRollout(this.#state, event, this.#ports.clock.now());
    const isChanged = state !== this.#state;
    this.#state = state;
    if (event.is !== 'time') this.#ports.say(event);
    if (isChanged) this.#remembered = this.#remembered.then(() => this.#ports.remember(this.#state));
    // Whoever goes on waits for it, and then is told.
    this.#remembered.catch(() => undefined);
    for (const action of actions) this.#do(action);
  }

  #do(action: RolloutAction): void {
    if (action.do === 'arm') this.#arm(action.order);
    else if (action.do === 'clear') this.#clear(action.captureId);
    else this.#ports.say({ is: 'halted', why: action.why });
  }

  #arm(order: string): void {
    this.#drawing.add(order);
    void this.#begin(order)
      .catch((error: unknown) => this.#hear({ is: 'failed', order, why: whyOf(error) }))
      .finally(() => {
        this.#drawing.delete(order);
        this.#wake.abort();
      });
  }

  /** The id is on the disk before the engine hears of it: after a kill in between nothing was touched, and after one behind it the engine knows. */
  async #begin(order: string): Promise<void> {
    const drawn = await this.#ports.draw(order);
    this.#hear({ is: 'begun', order, captureId: drawn.plan.captureId });
    await this.#remembered;
    await this.#ports.engine.begin(drawn);
  }

  #clear(captureId: string): void {
    void this.#ports.engine.stop(captureId, 'a new version').catch(() => undefined);
  }
}

function isEnded(capture: CaptureState | undefined): boolean {
  return capture === undefined || capture.phase === 'ended';
}

function whyOf(error: unknown): string {
  if (!(error instanceof FlaptrapError)) return messageOf(error);
  const { peer } = error.context;
  return peer === undefined ? error.message : `${peer}: ${error.message}`;
}
