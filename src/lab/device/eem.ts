/** The EEM engine holds a router's applets, springs them on messages, timers, polled objects and by hand, and remembers their runs. */
import type { Applet, EventStatement } from '../../applet/model.ts';
import { parseApplets } from '../../applet/parse.ts';
import { printApplet } from '../../applet/print.ts';
import { type AppletMemory, freshAppletMemory, nextDueAt, sprungEvent } from '../../applet/springs.ts';
import type { Appointment } from '../clock.ts';
import type { AppletEngine, HistoryEntry } from './applet-engine.ts';
import { type Run, startRun } from './eem-run.ts';
import { eventType } from './event-type.ts';
import type { Router } from './router.ts';

interface Registered {
  applet: Applet;
  /** Its lines in the configuration. */
  lines: readonly string[];
  memory: AppletMemory;
  registeredAtMs: number;
  /** The next one of each event that has one. */
  timers: Map<EventStatement, Appointment>;
}

const POLL_SECONDS = 60;

export class Eem implements AppletEngine {
  readonly #router: Router;
  readonly #registered = new Map<string, Registered>();
  readonly #runs = new Set<Run>();
  readonly history: HistoryEntry[] = [];
  readonly environment: Record<string, string> = {};

  constructor(router: Router) {
    this.#router = router;
  }

  get registered(): Registered[] {
    return [...this.#registered.values()];
  }

  get applets(): Applet[] {
    return this.registered.map(({ applet }) => applet);
  }

  print(): string[] {
    return this.registered.flatMap(({ lines }) => [...lines, '!']);
  }

  printOne(name: string): string[] {
    return [...(this.#registered.get(name)?.lines ?? [])];
  }

  register(applet: Applet): void {
    this.unregister(applet.name);
    const lines = printApplet(applet).trimEnd().split('\n');
    const registered: Registered = { applet, lines, memory: freshAppletMemory(), registeredAtMs: this.#router.now(), timers: new Map() };
    this.#registered.set(applet.name, registered);
    this.#wind(registered, undefined);
    for (const event of applet.events) if (event.detector === 'snmp') this.#poll(registered, event);
  }

  /** A run that is under way goes on. [L] eem.md 10.16 */
  unregister(name: string): boolean {
    for (const timer of this.#registered.get(name)?.timers.values() ?? []) timer.cancel();
    if (this.#router.quirk.endsRemovedRuns) for (const run of this.#runs) if (run.applet === name) run.kill();
    return this.#registered.delete(name);
  }

  restart(configuration: string): void {
    for (const { kill } of [...this.#runs]) kill();
    for (const name of [...this.#registered.keys()]) this.unregister(name);
    this.history.length = 0;
    for (const applet of parseApplets(configuration, this.#router.hostname).applets) this.register(applet);
  }

  hear(message: string): void {
    if (this.#router.quirk.deaf.includes('syslog')) return;
    for (const { applet, memory } of this.registered) {
      const event = sprungEvent(applet, { kind: 'syslog', message }, memory, this.#router.now());
      if (event !== undefined) void this.run(applet, event, { _syslog_msg: message });
    }
  }

  runByHand(name: string): Promise<void> | undefined {
    if (this.#router.spec.eemFault === 'stuck') return Promise.resolve();
    const registered = this.#registered.get(name);
    const event =
      registered === undefined ? undefined : sprungEvent(registered.applet, { kind: 'run' }, registered.memory, this.#router.now());
    return registered === undefined || event === undefined ? undefined : this.run(registered.applet, event, {});
  }

  async run(applet: Applet, event: EventStatement, variables: Record<string, string>): Promise<void> {
    const router = this.#router;
    const entry: HistoryEntry = {
      number: this.history.length + 1,
      name: applet.name,
      eventType: eventType(event),
      atMs: router.now(),
      result: 'pending',
    };
    this.history.push(entry);
    const run = startRun({
      router,
      applet: router.quirk.onRun(applet),
      event,
      variables: router.quirk.onVariables({ ...this.environment, ...builtins(event, entry), ...variables }),
      runPolicy: (name) => this.runByHand(name),
    });
    this.#runs.add(run);
    entry.result = await run.ended;
    this.#runs.delete(run);
  }

  #wind(registered: Registered, lastFiredAtMs: number | undefined): void {
    const router = this.#router;
    if (router.quirk.deaf.includes('timer')) return;
    for (const event of registered.applet.events) {
      const dueAtMs = nextDueAt(event, registered.registeredAtMs, lastFiredAtMs);
      if (dueAtMs === undefined) continue;
      const timer = router.clock.at(router.toLab(dueAtMs), () => {
        if (this.#registered.get(registered.applet.name) !== registered) return;
        void this.run(registered.applet, event, {});
        this.#wind(registered, dueAtMs);
      });
      registered.timers.set(event, timer);
    }
  }

  /** Fires at a poll that finds the entry condition; with an exit condition, not again before that was found. [L] */
  #poll(registered: Registered, event: EventStatement<'snmp'>, isArmed = true): void {
    const { fields } = event;
    const timer = this.#router.clock.after(Number(fields.pollSeconds ?? POLL_SECONDS) * 1000, () => {
      if (this.#registered.get(registered.applet.name) !== registered) return;
      const value = this.#router.quirk.deaf.includes('snmp') ? undefined : this.#router.objects.get(fields.oid ?? '');
      const isFiring = isArmed && isCrossed(value, fields.entryOp, fields.entryVal);
      if (isFiring) void this.run(registered.applet, event, { _snmp_oid_val: String(value) });
      const isExited = fields.exitOp === undefined || isCrossed(value, fields.exitOp, fields.exitVal);
      this.#poll(registered, event, isFiring ? isExited : isArmed || isExited);
    });
    registered.timers.set(event, timer);
  }
}

/** What every event brings. [C] eem.md 7 */
function builtins({ detector }: EventStatement, { number, atMs }: HistoryEntry): Record<string, string> {
  const nowMs = Math.floor(atMs);
  return {
    _event_id: String(number),
    _event_type_string: detector,
    _event_pub_time: (nowMs / 1000).toFixed(3),
    _event_pub_sec: String(Math.floor(nowMs / 1000)),
    _event_pub_msec: String(nowMs % 1000),
  };
}

/** What the detector `snmp` compares a polled object with. [L] eem.md 4.5 */
const COMPARISONS: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  eq: (value, limit) => value === limit,
  ge: (value, limit) => value >= limit,
  gt: (value, limit) => value > limit,
  le: (value, limit) => value <= limit,
  lt: (value, limit) => value < limit,
  ne: (value, limit) => value !== limit,
};

/** False for an object that the router does not have. */
function isCrossed(value: number | undefined, operator: unknown, limit: unknown): boolean {
  return value !== undefined && COMPARISONS[String(operator)]?.(value, Number(limit)) === true;
}
