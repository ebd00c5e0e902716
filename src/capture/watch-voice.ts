/** The voice of a watch says each change of one router once, and writes it down. */
import type { Side } from '../ipsec/side.ts';
import type { Plan } from '../playbook/plan.ts';
import { type CaptureContext, noteOrSay } from './context.ts';
import type { Look } from './look.ts';
import { sayLook } from './say-look.ts';

export class WatchVoice {
  readonly #context: CaptureContext;
  readonly #plan: Plan;
  readonly #side: Side;
  readonly #said = new Set<string>();
  /** As the router stood at the last look, in one line. */
  standing = sayLook({ stage: 'armed', missing: [], files: [] });

  constructor(context: CaptureContext, plan: Plan, side: Side) {
    this.#context = context;
    this.#plan = plan;
    this.#side = side;
  }

  /** Says how it stands when that has changed; a router that cannot be asked says it in other words each time, and is told once. */
  async tell(look: Look): Promise<void> {
    const before = this.standing;
    this.standing = look.stage === 'unknown' ? `could not be reached (${look.code})` : sayLook(look);
    if (this.standing !== before) await this.change(sayLook(look));
  }

  async change(text: string): Promise<void> {
    await noteOrSay(this.#context, this.#plan.captureId, { side: this.#side, step: 'watch', what: 'changed', detail: text });
    this.say(text);
  }

  async sayOnce(text: string): Promise<void> {
    if (this.#said.has(text)) return;
    this.#said.add(text);
    await this.change(text);
  }

  say(text: string): void {
    this.#context.say({ side: this.#side, text });
  }
}
