/** Watching one armed router looks again and again, says what changes and has done what is to be done about it, until it has sprung or cannot any more. */
import type { Side } from '../ipsec/side.ts';
import { CostMeter } from './cost-meter.ts';
import type { Gauges } from './gauges.ts';
import { KeptSession } from './kept-session.ts';
import { LOOK_MS, type Look, unknownFor } from './look.ts';
import { type Baseline, baselineOf, undoneSteps } from './memory.ts';
import { LOGIN_PAUSE_SECONDS } from './pace.ts';
import { type Reading, readRouter } from './reading.ts';
import { isRestarted, remarksOf } from './remarks.ts';
import type { PeerStage } from './sight.ts';
import type { Waiting } from './waiting.ts';
import { WatchMender } from './watch-mender.ts';
import { WatchTurns } from './watch-turns.ts';
import { WatchVoice } from './watch-voice.ts';

export type WatchEnd = 'sprung' | 'reloaded' | 'gone' | 'over';

/** One for EEM, one for a person: with fewer our own line is given back after each look. */
const FREE_LINES_MIN = 2;
const LOST_SESSIONS_MAX = 3;

export class Watch {
  readonly #waiting: Waiting;
  readonly #side: Side;
  readonly #session: KeptSession;
  readonly #voice: WatchVoice;
  readonly #turns: WatchTurns;
  readonly #meter: CostMeter;
  readonly #mender: WatchMender;
  readonly #undone: Set<string>;
  readonly #baseline: Baseline;
  #identity: Gauges | undefined;

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
    this.#turns = new WatchTurns(playbook);
    this.#undone = undone;
    this.#baseline = baseline;
    this.#meter = new CostMeter(playbook, plan.peers[side], baseline, context.clock.monotonic());
    const [session, voice, turns] = [this.#session, this.#voice, this.#turns];
    this.#mender = new WatchMender(waiting, side, { session, voice, turns, undone, onSetAgain: () => this.#measureAnew() });
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
      await context.clock.sleep(this.#turns.pauseMs(this.#meter.turnoverSeconds), over);
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
      this.#turns.loggedIn(false);
      const end = await this.#judge(reading);
      this.#show(reading.look?.stage, reading.gauges);
      if (end === undefined) await this.#spareLines(reading);
      return end;
    } catch (error) {
      const look = unknownFor(error, []);
      if (over.aborted) return undefined;
      this.#turns.loggedIn(look.code === 'login-failed');
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
    const depth = this.#turns.depthAt(atMs, isNew);
    const reading = await readRouter(cli, { plan, side: this.#side, depth, undone: this.#undone, atMs });
    this.#turns.looked(reading.depth, atMs);
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
    return (await this.#mender.mendOrGiveUp(look)) ? 'gone' : undefined;
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
    if (overload !== undefined) await this.#mender.stepDown(overload);
  }

  /** A buffer that is set again is empty. */
  #measureAnew(): void {
    this.#meter.restart();
    this.#identity = this.#identity && { ...this.#identity, keptLines: undefined };
  }

  /** A line that EEM or a person may need is not kept. */
  async #spareLines({ gauges: { freeLines } }: Reading): Promise<void> {
    if (this.#session.lost >= LOST_SESSIONS_MAX) await this.#spare('its terminal line ends sessions that are idle');
    if (freeLines !== undefined && freeLines < FREE_LINES_MIN) await this.#spare(`of its terminal lines ${freeLines} are free`);
    if (this.#turns.isSparing) await this.#session.close();
  }

  async #spare(why: string): Promise<void> {
    this.#turns.spare();
    await this.#voice.sayOnce(`${why}: logging in for each look from now on, every ${LOGIN_PAUSE_SECONDS / 60} minutes`);
  }
}
