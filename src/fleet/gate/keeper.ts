/** The keeper of a gate is what captures ask: it lets them in as the gate decides, whose state all workers share. */
import type { Clock } from '../../capture/clock.ts';
import type { Gate, Login, Pass, Purpose } from '../../capture/gate.ts';
import { stepGate } from './gate.ts';
import type { GateEvent, GateRules, GateState } from './gate-state.ts';

/** Where the state of a gate is: whoever changes it is alone with it meanwhile, and is told the time by a clock that all who change it share. */
export interface GateMemory {
  change<Result>(by: (state: GateState, nowMs: number) => { state: GateState; result: Result }): Promise<Result>;
}

const SEEN_MS = 250;
const AGAIN_MS = 1000;
/** Typed by every login, before anything is asked. */
const COMMANDS_AT_LOGIN = 4;

interface Hope {
  isGranted(state: GateState): boolean;
  come(): void;
}

export class GateKeeper {
  readonly #memory: GateMemory;
  readonly #clock: Pick<Clock, 'sleep'>;
  readonly #worker: string;
  readonly #seenMs: number;
  readonly #hopes = new Set<Hope>();
  #count = 0;
  #isAwake = false;
  #isClosed = false;

  /** `worker`: a name that no other worker of the same memory has; `seenMs`: what others have changed is seen within this time. */
  constructor(memory: GateMemory, clock: Pick<Clock, 'sleep'>, worker: string, seenMs = SEEN_MS) {
    this.#seenMs = seenMs;
    this.#memory = memory;
    this.#clock = clock;
    this.#worker = worker;
  }

  /** Nobody is let in any more, and no timer is left: who waits, waits for nothing. */
  close(): void {
    this.#isClosed = true;
  }

  /** The gate as a capture sees it that logs in for one purpose. */
  gateFor(purpose: Purpose): Gate {
    return { enter: (login) => this.#enter(login, purpose) };
  }

  /** So many terminal lines were free when a session of ours asked. */
  async counted(router: string, freeLines: number): Promise<void> {
    await this.#tell({ is: 'counted', router, freeLines });
  }

  /** What an operator says of the budget. Gives the rules that hold from now on. */
  async rule(rules: Partial<GateRules>): Promise<GateRules> {
    return (await this.#tell({ is: 'ruled', rules })).rules;
  }

  async #enter({ router, account, logins }: Login, purpose: Purpose): Promise<Pass> {
    this.#count += 1;
    const id = `${this.#worker} ${this.#count}`;
    const ticket = { id, worker: this.#worker, router, account, purpose, logins, commands: COMMANDS_AT_LOGIN };
    await this.#untilGranted({ is: 'asked', ticket }, ({ open }) => open[id] !== undefined);
    return {
      greeted: () => void this.#tellSurely({ is: 'greeted', id }),
      // Of a session that has ended nothing is held back: its next line fails.
      beforeTyping: (count) => this.#untilGranted({ is: 'typing', id, count }, ({ typing }) => !typing.some((each) => each.id === id)),
      left: (how) => void this.#tellSurely({ is: 'left', id, how }),
    };
  }

  async #untilGranted(event: GateEvent, isGranted: Hope['isGranted']): Promise<void> {
    if (isGranted(await this.#tell(event))) return;
    const coming = new Promise<void>((come) => this.#hopes.add({ isGranted, come }));
    void this.#watch();
    await coming;
  }

  async #tell(event: GateEvent): Promise<GateState> {
    const state = await this.#memory.change((before, nowMs) => {
      const stepped = stepGate(before, event, nowMs);
      return { state: stepped, result: stepped };
    });
    this.#fulfil(state);
    return state;
  }

  /** A database that is away comes back: until then the router counts as taken, and no longer. */
  async #tellSurely(event: GateEvent): Promise<void> {
    for (;;) {
      try {
        await this.#tell(event);
        return;
      } catch {
        if (this.#isClosed) return;
        await this.#clock.sleep(AGAIN_MS);
      }
    }
  }

  #fulfil(state: GateState): void {
    for (const hope of this.#hopes) {
      if (!hope.isGranted(state)) continue;
      this.#hopes.delete(hope);
      hope.come();
    }
  }

  /** As long as somebody hopes: what the steps of other workers have granted is seen in the state. */
  async #watch(): Promise<void> {
    if (this.#isAwake) return;
    this.#isAwake = true;
    while (this.#hopes.size > 0 && !this.#isClosed) {
      await this.#clock.sleep(this.#seenMs);
      // What cannot be asked now is asked at the next look.
      if (this.#hopes.size > 0 && !this.#isClosed) await this.#tell({ is: 'time' }).catch(() => undefined);
    }
    this.#isAwake = false;
  }
}
