/** The keeper of a gate is what captures ask: it lets them in as the gate decides, whose state may be in this process or in a database that all workers share. */
import type { Clock } from '../../capture/clock.ts';
import type { Gate, Login, Pass } from '../../capture/gate.ts';
import { type GateAction, type GateEvent, type GateRules, type GateState, openGate, stepGate } from './gate.ts';
import type { Purpose } from './ticket.ts';

/** Where the state of a gate is: whoever changes it is alone with it meanwhile. */
export interface GateMemory {
  change<Result>(by: (state: GateState) => { state: GateState; result: Result }): Promise<Result>;
}

export function memoryHere(rules: GateRules, nowMs: number): GateMemory {
  let state = openGate(rules, nowMs);
  return {
    change: async (by) => {
      const changed = by(state);
      state = changed.state;
      return changed.result;
    },
  };
}

/** What others have changed is seen within this time. */
const SEEN_MS = 250;
/** Typed by every login, before anything is asked. */
const COMMANDS_AT_LOGIN = 4;

interface Hope {
  waits: 'enter' | 'type';
  come(): void;
}

export class GateKeeper {
  readonly #memory: GateMemory;
  readonly #clock: Pick<Clock, 'now' | 'sleep'>;
  readonly #worker: string;
  readonly #hopes = new Map<string, Hope>();
  #count = 0;
  #isAwake = false;

  /** `worker`: a name that no other worker of the same memory has. */
  constructor(memory: GateMemory, clock: Pick<Clock, 'now' | 'sleep'>, worker: string) {
    this.#memory = memory;
    this.#clock = clock;
    this.#worker = worker;
  }

  /** The gate as a capture sees it that logs in for one purpose. */
  gateFor(purpose: Purpose): Gate {
    return { enter: (login) => this.#enter(login, purpose) };
  }

  /** So many terminal lines were free when a session of ours asked. */
  async counted(router: string, freeLines: number): Promise<void> {
    await this.#tell({ is: 'counted', router, freeLines });
  }

  async #enter({ router, account, logins }: Login, purpose: Purpose): Promise<Pass> {
    this.#count += 1;
    const id = `${this.#worker} ${this.#count}`;
    const entered = this.#hope(id, 'enter');
    await this.#tell({ is: 'asked', ticket: { id, worker: this.#worker, router, account, purpose, logins, commands: COMMANDS_AT_LOGIN } });
    await entered;
    return {
      greeted: () => void this.#tell({ is: 'greeted', id }),
      beforeTyping: async (lines) => {
        const mayType = this.#hope(id, 'type');
        await this.#tell({ is: 'typing', id, count: lines });
        await mayType;
      },
      left: (how) => {
        this.#hopes.get(id)?.come();
        void this.#tell({ is: 'left', id, how });
      },
    };
  }

  #hope(id: string, waits: Hope['waits']): Promise<void> {
    return new Promise((come) => this.#hopes.set(id, { waits, come }));
  }

  async #tell(event: GateEvent): Promise<void> {
    const nowMs = this.#clock.now();
    const { actions, state } = await this.#memory.change((before) => {
      const stepped = stepGate(before, event, nowMs);
      return { state: stepped.state, result: stepped };
    });
    this.#fulfil(state, actions);
    void this.#watch();
  }

  /** What another worker's step let in is seen in the state. */
  #fulfil(state: GateState, actions: readonly GateAction[]): void {
    for (const [id, { waits, come }] of this.#hopes) {
      const isIn = waits === 'enter' && state.open[id] !== undefined;
      const mayType =
        waits === 'type' &&
        (actions.some((action) => action.do === 'type' && action.id === id) || !state.typing.some((each) => each.id === id));
      if (!isIn && !mayType) continue;
      this.#hopes.delete(id);
      come();
    }
  }

  /** As long as somebody hopes. */
  async #watch(): Promise<void> {
    if (this.#isAwake) return;
    this.#isAwake = true;
    while (this.#hopes.size > 0) {
      await this.#clock.sleep(SEEN_MS);
      if (this.#hopes.size > 0) await this.#look();
    }
    this.#isAwake = false;
  }

  async #look(): Promise<void> {
    const nowMs = this.#clock.now();
    const { actions, state } = await this.#memory.change((before) => {
      const stepped = stepGate(before, { is: 'time' }, nowMs);
      return { state: stepped.state, result: stepped };
    });
    this.#fulfil(state, actions);
  }
}
