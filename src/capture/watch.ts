/** Watching one armed router looks again and again, says what changes and does what is to be done about it, until it has sprung or cannot any more. */
import type { Side } from '../ipsec/side.ts';
import type { Plan, Step } from '../playbook/plan.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { CaptureContext } from './context.ts';
import { CostMeter } from './cost-meter.ts';
import type { Gauges } from './gauges.ts';
import { KeptSession } from './kept-session.ts';
import { LOOK_MS, type Look, unknownFor, type WholeLook } from './look.ts';
import { type Baseline, baselineOf, undoneSteps } from './memory.ts';
import { drop, type Mended, type Mending, mend, stepsToDrop, stepsToMend } from './mend.ts';
import { afterLook, depthOf, FIRST_LOOK, LOGIN_PAUSE_SECONDS, nextPauseSeconds } from './pace.ts';
import { type Reading, readRouter } from './reading.ts';
import { isRestarted, type Overload, remarksOf } from './remarks.ts';
import type { PeerStage } from './sight.ts';
import { WatchVoice } from './watch-voice.ts';

export interface Waiting {
  context: CaptureContext;
  plan: Plan;
  playbook: Playbook;
  /** By a clock that nobody sets. */
  leaseEndsAtMs: number;
  /** Comes when the waiting is over, for whatever reason. */
  over: AbortSignal;
}

export type WatchEnd = 'sprung' | 'reloaded' | 'gone' | 'over';

/** Setting applets again takes as long as arming, on a slow line. [B] */
const MEND_MS = 300_000;
/** Half an hour: within the minutes for which accounts are commonly locked. [B] */
export const REFUSED_PAUSE_SECONDS_MAX = 1800;
/** One for EEM, one for a person: with fewer our own line is given back after each look. */
const FREE_LINES_MIN = 2;
const LOST_SESSIONS_MAX = 3;

export class Watch {
  readonly #waiting: Waiting;
  readonly #side: Side;
  readonly #session: KeptSession;
  readonly #voice: WatchVoice;
  readonly #meter: CostMeter;
  readonly #undone: Set<string>;
  readonly #baseline: Baseline;
  readonly #mended: Mended = new Map();
  /** What was missing at the look before: only what is missing twice is set again, since somebody may be taking the trap off. */
  #suspects = new Set<string>();
  #schedule = FIRST_LOOK;
  #identity: Gauges | undefined;
  #refusals = 0;
  #isSparing = false;

  /** With what the journal says of the router. */
  static async open(waiting: Waiting, side: Side): Promise<Watch> {
    const { context, plan } = waiting;
    const [undone, baseline] = await Promise.all([undoneSteps(context, plan, side), baselineOf(context, plan, side)]);
    return new Watch(waiting, side, { undone, baseline });
  }

  private constructor(waiting: Waiting, side: Side, { undone, baseline }: { undone: Set<string>; baseline: Baseline }) {
    const { context, plan, playbook } = waiting;
    this.#waiting = waiting;
    this.#side = side;
    this.#session = new KeptSession(context, side);
    this.#voice = new WatchVoice(context, plan, side);
    this.#undone = undone;
    this.#baseline = baseline;
    this.#meter = new CostMeter(playbook, plan.peers[side], baseline, context.clock.monotonic());
  }

  /** As it was at the last look, in one line. */
  get standing(): string {
    return this.#voice.standing;
  }

  async run(): Promise<WatchEnd> {
    const { context, over } = this.#waiting;
    while (!over.aborted) {
      if (this.#session.loginWaitMs > 0) await context.clock.sleep(this.#session.loginWaitMs, over);
      const end = await this.#turn();
      if (over.aborted) return 'over';
      if (end !== undefined) return end;
      await context.clock.sleep(this.#pauseMs(), over);
    }
    return 'over';
  }

  /** Whoever asks the router next waits for it. */
  close(): Promise<void> {
    return this.#session.close();
  }

  async #turn(): Promise<WatchEnd | undefined> {
    const { over, context } = this.#waiting;
    try {
      const reading = await this.#session.ask((cli, isNew) => this.#read(cli, isNew), { totalMs: LOOK_MS, signal: over });
      this.#refusals = 0;
      const end = await this.#judge(reading);
      this.#show(reading.look?.stage, reading.gauges);
      if (end === undefined) await this.#spareLines(reading);
      return end;
    } catch (error) {
      const look = unknownFor(error, []);
      if (over.aborted) return undefined;
      this.#refusals = look.code === 'login-failed' ? this.#refusals + 1 : 0;
      await this.#voice.tell(look);
      this.#show(look.stage, { atMs: context.clock.monotonic() });
      return undefined;
    }
  }

  #show(stage: PeerStage | undefined, gauges: Gauges): void {
    const { context } = this.#waiting;
    context.see?.({ what: 'router', side: this.#side, atMs: context.clock.now(), stage, said: this.standing, gauges });
  }

  async #read(cli: Parameters<typeof readRouter>[0], isNew: boolean): Promise<Reading> {
    const { context, plan } = this.#waiting;
    const atMs = context.clock.monotonic();
    const depth = depthOf(this.#schedule, atMs, isNew);
    const reading = await readRouter(cli, { plan, side: this.#side, depth, undone: this.#undone, atMs });
    this.#schedule = afterLook(this.#schedule, reading.depth, atMs);
    return reading;
  }

  async #judge({ look, gauges, depth, isGlanceRight }: Reading): Promise<WatchEnd | undefined> {
    if (look === undefined) return undefined;
    if (look.stage === 'freezing' || look.stage === 'frozen') return 'sprung';
    if (depth === 'whole' && this.#isReloaded(gauges)) return this.#sayReload(look);
    if (depth === 'whole') await this.#compare(gauges);
    if (!isGlanceRight) await this.#spare('the short list of EEM does not name its applets: it is looked at in full, and more seldom');
    await this.#voice.tell(look);
    await this.#mind(gauges);
    return this.#mendOrEnd(look);
  }

  #isReloaded(gauges: Gauges): boolean {
    return isRestarted(this.#identity ?? this.#baseline, gauges);
  }

  /** Its cause lies in what the other end has recorded: that is frozen, unless the playbook calls no other end from here. */
  async #sayReload(look: Look): Promise<WatchEnd> {
    await this.#voice.tell({ ...look, stage: 'reloaded' });
    return this.#waiting.playbook.signal === 'orchestrator' ? 'reloaded' : 'gone';
  }

  async #compare(gauges: Gauges): Promise<void> {
    const remarks = this.#identity === undefined ? [] : remarksOf(this.#identity, gauges);
    for (const text of remarks) await this.#voice.change(text);
    this.#identity = gauges;
  }

  /** What recording costs, and less of it where that is too much. */
  async #mind(gauges: Gauges): Promise<void> {
    const { news, overload } = this.#meter.read(gauges);
    for (const text of news) this.#voice.say(text);
    if (overload !== undefined) await this.#stepDown(overload);
  }

  async #stepDown({ text, isMemoryShort }: Overload): Promise<void> {
    const steps = stepsToDrop(this.#peer, this.#undone, isMemoryShort);
    if (steps.length === 0) return;
    const dropped = await this.#session.ask((cli) => drop(cli, this.#mending, steps), { totalMs: MEND_MS, signal: this.#waiting.over });
    for (const { id } of dropped) this.#undone.add(id);
    await this.#voice.change(`${text}: ${sayDropped(dropped, stepsToDrop(this.#peer, this.#undone).length > 0)}`);
    this.#soon();
  }

  /** Sets again what is missing for the second time. What cannot spring any more ends it. */
  async #mendOrEnd(look: WholeLook): Promise<WatchEnd | undefined> {
    const confirmed = look.losses.filter(({ text }) => this.#suspects.has(text));
    this.#suspects = new Set(look.losses.map(({ text }) => text));
    const isLate = this.#mending.leaseLeftMs < this.#waiting.plan.freezeSeconds * 1000;
    const hopes = isLate ? [] : stepsToMend(this.#peer, look.losses, this.#mended);
    if (look.stage === 'gone' && hopes.length === 0) return 'gone';
    const steps = isLate ? [] : stepsToMend(this.#peer, confirmed, this.#mended);
    if (look.losses.length > 0) this.#soon();
    const taken = steps.length > 0 ? await this.#mend(steps) : [];
    const harmful = confirmed.find((loss) => loss.isHarmful === true && !taken.some(({ id }) => loss.steps.includes(id)));
    if (harmful !== undefined) await this.#stepDown({ text: `${harmful.text} was changed, and may harm the router`, isMemoryShort: false });
    return undefined;
  }

  async #mend(steps: readonly Step[]): Promise<Step[]> {
    const done = (): Promise<{ taken: Step[]; left: string[] }> =>
      this.#session.ask((cli) => mend(cli, this.#mending, steps), { totalMs: MEND_MS, signal: this.#waiting.over });
    const { taken, left } = await done();
    for (const reason of left) await this.#voice.sayOnce(reason);
    if (taken.length === 0) return taken;
    await this.#voice.change(`set again by the plan that was agreed to: ${taken.map(({ title }) => title).join('; ')}`);
    this.#meter.restart();
    // A buffer that is set again is empty.
    this.#identity = this.#identity && { ...this.#identity, keptLines: undefined };
    return taken;
  }

  get #peer(): Plan['peers'][Side] {
    return this.#waiting.plan.peers[this.#side];
  }

  get #mending(): Mending {
    const { context, plan, leaseEndsAtMs } = this.#waiting;
    const leaseLeftMs = leaseEndsAtMs - context.clock.monotonic();
    return { context, plan, side: this.#side, mended: this.#mended, leaseLeftMs };
  }

  /** A line that EEM or a person may need is not kept. */
  async #spareLines({ gauges: { freeLines } }: Reading): Promise<void> {
    if (this.#session.lost >= LOST_SESSIONS_MAX) await this.#spare('its terminal line ends sessions that are idle');
    if (freeLines !== undefined && freeLines < FREE_LINES_MIN) await this.#spare(`of its terminal lines ${freeLines} are free`);
    if (this.#isSparing) await this.#session.close();
  }

  async #spare(why: string): Promise<void> {
    this.#isSparing = true;
    await this.#voice.sayOnce(`${why}: logging in for each look from now on, every ${LOGIN_PAUSE_SECONDS / 60} minutes`);
  }

  #soon(): void {
    this.#schedule = { ...this.#schedule, pauseSeconds: 0 };
  }

  /** A login that is refused is tried more and more seldom: wrong passwords in a row lock an account. */
  #pauseMs(): number {
    const { playbook } = this.#waiting;
    if (this.#refusals > 0)
      return Math.max(playbook.pollSeconds, Math.min(REFUSED_PAUSE_SECONDS_MAX, playbook.pollSeconds * 2 ** this.#refusals)) * 1000;
    if (this.#isSparing) return LOGIN_PAUSE_SECONDS * 1000;
    const pauseSeconds = nextPauseSeconds(playbook, this.#schedule.pauseSeconds, this.#meter.turnoverSeconds);
    this.#schedule = { ...this.#schedule, pauseSeconds };
    return pauseSeconds * 1000;
  }
}

function sayDropped(steps: readonly Step[], isRecording: boolean): string {
  if (steps.length === 0) return 'another capture of ours needs its debugs: they stay';
  const what = steps.map(({ title }) => title).join('; ');
  return `without this from now on: ${what}${isRecording ? '' : '. It still waits for its trigger, and records the log alone'}`;
}
