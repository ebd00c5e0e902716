/** Looking around finds what has sprung where nobody keeps a session: each capture in its turn, within the budget, and the engine is told. */

import type { Clock } from '../capture/clock.ts';
import type { Look } from '../capture/look.ts';
import type { CaptureState, Engine } from '../engine/engine.ts';
import { messageOf } from '../errors.ts';
import type { Side } from '../ipsec/side.ts';
import { type LooksEvent, type LooksRules, type LooksState, NO_LOOKS, stepLooks } from './looks.ts';

export interface LookPorts {
  engine: Pick<Engine, 'captures' | 'spring'>;
  /** Asks the routers of one capture. Throws where that cannot be. */
  look(captureId: string): Promise<Record<Side, Look>>;
  /** Whether it is of what is looked after here. */
  isOurs(captureId: string): boolean;
  /** This worker: it looks at what it holds, since whoever holds the others looks at those. */
  own: string;
  say(text: string): void;
  clock: Clock;
  stop: AbortSignal;
  rules: LooksRules;
}

const ASK_SECONDS = 5;
/** A trap that is not whole deserves a look soon. */
const DOUBT = 0.5;

/** Until it is stopped, or `isEnough` when nothing of ours stands any more. */
export async function lookAround(ports: LookPorts, isEnough = false): Promise<void> {
  const around = new Around(ports);
  while (!ports.stop.aborted) {
    const standing = await around.ask();
    if (isEnough && standing === 0) return;
    await ports.clock.sleep(ASK_SECONDS * 1000, ports.stop);
  }
  await around.rest();
}

class Around {
  readonly #ports: LookPorts;
  readonly #looking = new Set<Promise<void>>();
  readonly #sinceMs: number;
  #state: LooksState = NO_LOOKS;

  constructor(ports: LookPorts) {
    this.#ports = ports;
    this.#sinceMs = ports.clock.now();
  }

  /** Gives how many stand. */
  async ask(): Promise<number> {
    const captures = (await this.#ports.engine.captures()).filter(
      ({ captureId, phase }) => phase !== 'ended' && this.#ports.isOurs(captureId),
    );
    const waiting = captures.filter((capture) => this.#isMine(capture));
    for (const captureId of Object.keys(this.#state.watched))
      if (!waiting.some((each) => each.captureId === captureId)) this.#hear({ is: 'ended', captureId });
    for (const { captureId, leaseEndsAt, armedAt } of waiting) {
      const leaseEndsAtMs = Date.parse(leaseEndsAt);
      const known = this.#state.watched[captureId];
      if (known === undefined) this.#hear({ is: 'armed', captureId, leaseEndsAtMs, seenAtMs: this.#seenAtMs(armedAt) });
      else if (known.leaseEndsAtMs !== leaseEndsAtMs) this.#hear({ is: 'lease', captureId, leaseEndsAtMs });
    }
    this.#hear({ is: 'time' });
    return captures.length;
  }

  /** Over whose routers the engine keeps a session, as it does for what it has adopted of a `run`, it is looked at already. */
  #isMine({ phase, worker, watch }: CaptureState): boolean {
    return phase === 'waiting' && worker === this.#ports.own && watch !== 'kept';
  }

  /** What was armed before this began is due at once, and so is what has yet to be armed by our clock: what stands may have changed while nobody was here. */
  #seenAtMs(armedAt: string | null): number {
    const { clock, rules } = this.#ports;
    const [nowMs, armedAtMs] = [clock.now(), Date.parse(armedAt ?? '')];
    return armedAtMs >= this.#sinceMs && armedAtMs <= nowMs ? armedAtMs : nowMs - rules.everySeconds * 1000;
  }

  async rest(): Promise<void> {
    await Promise.all(this.#looking);
  }

  #hear(event: LooksEvent): void {
    const { state, actions } = stepLooks(this.#state, this.#ports.rules, event, this.#ports.clock.now());
    this.#state = state;
    for (const action of actions) {
      if (action.do !== 'look') continue;
      const looking = this.#look(action.captureId).finally(() => this.#looking.delete(looking));
      this.#looking.add(looking);
    }
  }

  async #look(captureId: string): Promise<void> {
    const { engine, clock, look, say } = this.#ports;
    let isWhole = false;
    try {
      const stages = Object.values(await look(captureId)).map(({ stage }) => stage);
      isWhole = stages.every((stage) => stage === 'armed' || stage === 'foreign');
      // Of a router that has restarted the other end's record tells why.
      const isSprung = stages.some((stage) => stage === 'freezing' || stage === 'frozen' || stage === 'reloaded');
      if (isSprung) await engine.spring(captureId, { by: 'hand', at: new Date(clock.now()).toISOString() });
      else if (!isWhole) this.#hear({ is: 'suspected', captureId, suspicion: DOUBT });
    } catch (error) {
      say(`${captureId} could not be looked at: ${messageOf(error)}`);
    }
    this.#hear({ is: 'looked', captureId, isWhole });
  }
}
