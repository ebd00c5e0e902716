/** The EEM engine holds a router's applets, springs them on messages, timers and runs by hand, and runs them on the router's clock. */
import type { Effect, EffectAnswer, Outcome } from '../applet/effect.ts';
import { interpret } from '../applet/interpret.ts';
import type { Applet, EventStatement } from '../applet/model.ts';
import { parseApplets } from '../applet/parse.ts';
import { printApplet } from '../applet/print.ts';
import { freshMemory, maxrunSeconds, nextDueAt, type SpringMemory, springs } from '../applet/springs.ts';
import type { Appointment } from './clock.ts';
import { eventType } from './event-type.ts';
import { LEVELS } from './log.ts';
import type { Router } from './router.ts';
import { Session } from './session.ts';

export interface Registered {
  applet: Applet;
  memory: SpringMemory;
  registeredAtMs: number;
  timers: Appointment[];
}

export interface HistoryEntry {
  number: number;
  name: string;
  eventType: string;
  atMs: number;
  result: 'success' | 'abort' | 'pending';
}

export class Eem {
  readonly #router: Router;
  readonly #registered = new Map<string, Registered>();
  /** Runs under way. */
  readonly #kills = new Set<Kill>();
  readonly history: HistoryEntry[] = [];
  readonly environment: Record<string, string> = {};

  constructor(router: Router) {
    this.#router = router;
  }

  get registered(): Registered[] {
    return [...this.#registered.values()];
  }

  get applets(): Applet[] {
    return [...this.#registered.values()].map(({ applet }) => applet);
  }

  /** As the running configuration shows them. */
  print(): string[] {
    return this.applets.flatMap((applet) => [...printApplet(applet).trimEnd().split('\n'), '!']);
  }

  /** The lines of one applet; none when it is not registered. */
  printOne(name: string): string[] {
    const applet = this.#registered.get(name)?.applet;
    return applet === undefined ? [] : printApplet(applet).trimEnd().split('\n');
  }

  register(applet: Applet): void {
    this.unregister(applet.name);
    const registered: Registered = { applet, memory: freshMemory(), registeredAtMs: this.#router.now(), timers: [] };
    this.#registered.set(applet.name, registered);
    this.#wind(registered, undefined);
  }

  /** A run that is under way goes on. [L] eem.md 10.16 */
  unregister(name: string): boolean {
    for (const timer of this.#registered.get(name)?.timers ?? []) timer.cancel();
    return this.#registered.delete(name);
  }

  /** As after a reload: what the configuration holds is registered anew, and nothing runs. */
  restart(configuration: string): void {
    for (const { kill } of [...this.#kills]) kill();
    for (const name of [...this.#registered.keys()]) this.unregister(name);
    this.history.length = 0;
    for (const applet of parseApplets(configuration, this.#router.hostname).applets) this.register(applet);
  }

  hear(message: string): void {
    // A copy: what runs may unregister.
    const standing = Array.from(this.#registered.values());
    for (const { applet, memory } of standing) {
      const event = applet.events.find((each) => springs(each, { kind: 'syslog', message }, memory, this.#router.now()));
      if (event !== undefined) void this.run(applet, event, { _syslog_msg: message });
    }
  }

  /** `event manager run NAME`; undefined when there is no such applet for it. */
  runByHand(name: string): Promise<void> | undefined {
    const registered = this.#registered.get(name);
    const event = registered?.applet.events.find((each) => springs(each, { kind: 'run' }, registered.memory, this.#router.now()));
    return registered === undefined || event === undefined ? undefined : this.run(registered.applet, event, {});
  }

  /** Ends when the applet has ended, or maxrun has killed it. */
  async run(applet: Applet, event: EventStatement, variables: Record<string, string>): Promise<void> {
    const entry: HistoryEntry = {
      number: this.history.length + 1,
      name: applet.name,
      eventType: eventType(event.detector, event.fields),
      atMs: this.#router.now(),
      result: 'pending',
    };
    this.history.push(entry);
    const session = Session.open(this.#router, 'EEM', { privilege: 1 });
    if (session === undefined) {
      // What IOS says here is believed. [B] eem.md 8
      this.#router.say('HA_EM-3-FMPD_CLI_CONNECT', `Unable to establish CLI session: no terminal line for ${applet.name}`);
      entry.result = 'abort';
      return;
    }
    const killed = killAfter(this.#router, maxrunSeconds(event));
    this.#kills.add(killed);
    try {
      const outcome = await this.#drive(
        interpret(applet, { ...this.environment, ...this.#builtins(event, entry), ...variables }),
        session,
        applet.name,
        killed,
      );
      entry.result = outcome?.end === 'done' ? 'success' : 'abort';
      for (const { priority, mnemonic, text } of outcome?.messages ?? []) this.#router.say(`HA_EM-${priority}-${mnemonic}`, text);
    } finally {
      killed.cancel();
      this.#kills.delete(killed);
      session.close();
    }
  }

  /** What every event brings. [C] eem.md 7 */
  #builtins({ detector }: EventStatement, { number }: HistoryEntry): Record<string, string> {
    const nowMs = Math.floor(this.#router.now());
    return {
      _event_id: String(number),
      _event_type_string: detector,
      _event_pub_time: (nowMs / 1000).toFixed(3),
      _event_pub_sec: String(Math.floor(nowMs / 1000)),
      _event_pub_msec: String(nowMs % 1000),
    };
  }

  /** Undefined when it was killed: what it had switched on stays on. [C] eem.md 8 */
  async #drive(run: ReturnType<typeof interpret>, session: Session, name: string, killed: Kill): Promise<Outcome | undefined> {
    let answer: EffectAnswer | undefined;
    for (;;) {
      const step = run.next(answer);
      if (step.done === true) return step.value;
      const done = await Promise.race([this.#perform(step.value, session, name), killed.promise]);
      if (done === 'killed') return undefined;
      answer = done;
    }
  }

  async #perform(effect: Effect, session: Session, name: string): Promise<EffectAnswer | undefined> {
    if (effect.kind === 'cli') return { output: `${await session.execute(effect.command)}\n${session.prompt}` };
    if (effect.kind === 'wait') await this.#router.clock.sleep(effect.seconds * 1000);
    if (effect.kind === 'syslog') this.#router.say(`HA_EM-${severityOf(effect.priority)}-LOG`, `${name}: ${effect.text}`);
    if (effect.kind === 'puts') this.#router.say('HA_EM-6-LOG', `${name}: ${effect.text}`);
    if (effect.kind === 'policy') await this.runByHand(effect.name);
    return undefined;
  }

  #wind(registered: Registered, lastFiredAtMs: number | undefined): void {
    const router = this.#router;
    for (const event of registered.applet.events) {
      const dueAtMs = nextDueAt(event, registered.registeredAtMs, lastFiredAtMs);
      if (dueAtMs === undefined) continue;
      const timer = router.clock.at(router.toLab(dueAtMs), () => {
        if (this.#registered.get(registered.applet.name) !== registered) return;
        void this.run(registered.applet, event, {});
        this.#wind(registered, dueAtMs);
      });
      registered.timers.push(timer);
    }
  }
}

interface Kill {
  promise: Promise<'killed'>;
  kill(): void;
  cancel(): void;
}

/** `maxrun 0` is taken as no limit. [U] */
function killAfter(router: Router, seconds: number): Kill {
  let kill = (): void => undefined;
  const promise = new Promise<'killed'>((resolve) => {
    kill = () => resolve('killed');
  });
  const appointment = seconds > 0 ? router.clock.after(seconds * 1000, () => kill()) : undefined;
  return { promise, kill: () => kill(), cancel: () => appointment?.cancel() };
}

function severityOf(priority: string): number {
  const index = (LEVELS as readonly string[]).indexOf(priority);
  if (index !== -1) return index;
  return /^[0-7]$/.test(priority) ? Number(priority) : 6;
}
